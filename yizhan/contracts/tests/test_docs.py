"""The page of documentation says what the code says."""

import os
from pathlib import Path

from yizhan.contracts import facts
from yizhan.contracts.messages import EVENTS, SENTENCES
from yizhan.contracts.stages import AMENDMENT_FLOW, APPEAL_FLOW, FLOW
from yizhan.kernel.facts import Fact
from yizhan.kernel.flows import Flow

PAGE = Path(__file__).resolve().parents[3] / "docs" / "contexts" / "contracts.md"


def _drawn(flow: Flow) -> str:
    rows = "\n".join(
        f"| `{step}` | {sources} | {target} | `{permission}` |"
        for step, sources, target, permission in flow.rows()
    )
    return f"| step | from | to | permission |\n|---|---|---|---|\n{rows}"


def _codes() -> list[str]:
    return sorted(
        kind.code
        for kind in vars(facts).values()
        if isinstance(kind, type) and issubclass(kind, Fact) and hasattr(kind, "code")
    )


def tables() -> dict[str, str]:
    """Return what stands between each pair of marks, as the code would write it."""
    words = "\n".join(f"| `{code}` | {text} |" for code, text in sorted(SENTENCES.items()))
    return {
        "flow": _drawn(FLOW),
        "amendment flow": _drawn(AMENDMENT_FLOW),
        "appeal flow": _drawn(APPEAL_FLOW),
        "facts": ", ".join(f"`{code}`" for code in _codes()),
        "refusals": f"| code | sentence |\n|---|---|\n{words}",
    }


def test_the_page_has_the_tables_of_the_code() -> None:
    """Written anew with YIZHAN_WRITE_DOCS=1."""
    page = PAGE.read_text()
    for name, text in tables().items():
        block = f"<!-- {name} -->\n{text}\n<!-- /{name} -->"
        if os.environ.get("YIZHAN_WRITE_DOCS") == "1":
            before, _, rest = page.partition(f"<!-- {name} -->")
            page = before + block + rest.partition(f"<!-- /{name} -->")[2]
            PAGE.write_text(page)
        assert block in page, name


def test_every_event_is_the_code_of_a_fact() -> None:
    assert set(EVENTS) <= set(_codes())
