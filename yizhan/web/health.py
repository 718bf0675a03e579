"""What can be asked about the platform's health; contexts add their own questions."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum

from django.utils.translation import gettext as _


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, what was found, how to mend it."""

    check: str
    level: Level
    message: str
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        """Return plain values."""
        return {key: str(value) for key, value in asdict(self).items()}


Check = Callable[[], Finding]
_checks: dict[str, tuple[Check, bool]] = {}


def register(name: str, check: Check, *, live: bool = False) -> None:
    """Add a check to `yizhan doctor`; a `live` one, quick and cheap, to `/health/` too."""
    _checks[name] = (check, live)


def findings(*, live_only: bool = False) -> list[Finding]:
    """Ask every check in the order of registration; one that fails is itself a finding."""
    return [
        _ask(name, check) for name, (check, live) in _checks.items() if live or not live_only
    ]


def _ask(name: str, check: Check) -> Finding:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 -- the doctor must get through all the checks
        reason = f"{type(error).__name__}: {str(error).strip()}".splitlines()[0]
        sentence = _("检查没有完成：%(reason)s") % {"reason": reason}
        return Finding(
            name, Level.BROKEN, sentence, _("先处理上面的问题，再运行 yizhan doctor")
        )
