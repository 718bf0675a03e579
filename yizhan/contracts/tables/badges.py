"""Badges, the line of stages, the clock, and how the technology amount adds up."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yizhan.contracts.models import Contract
from yizhan.contracts.stages import (
    AT_OFFICE,
    NUMBERED,
    ON_THE_CLOCK,
    AmendmentStage,
    AppealStage,
    Stage,
)
from yizhan.kernel.periods import china_day
from yizhan.web.badges import Badge
from yizhan.web.wording import day, full_day

_INSTANT = timedelta(microseconds=1)
BADGES = {
    Stage.DRAFT: Badge(Stage.DRAFT.label, "", "ring"),
    Stage.SUBMITTED: Badge(Stage.SUBMITTED.label, "info", "half"),
    Stage.CORRECTION: Badge(Stage.CORRECTION.label, "warn", "square"),
    Stage.ACCEPTED: Badge(Stage.ACCEPTED.label, "info", "half"),
    Stage.REVIEWING: Badge(Stage.REVIEWING.label, "info", "half"),
    Stage.PROPOSED: Badge(Stage.PROPOSED.label, "rev", "half"),
    Stage.REGISTERED: Badge(Stage.REGISTERED.label, "ok"),
    Stage.REFUSED: Badge(Stage.REFUSED.label, "bad", "square"),
    Stage.WITHDRAWN: Badge(Stage.WITHDRAWN.label, "", "plain"),
    Stage.CANCELLED: Badge(Stage.CANCELLED.label, "", "plain"),
    Stage.REVOKED: Badge(Stage.REVOKED.label, "bad", "plain"),
}
AMENDMENT_BADGES = {
    AmendmentStage.FILED: Badge(AmendmentStage.FILED.label, "info", "half"),
    AmendmentStage.APPLIED: Badge(AmendmentStage.APPLIED.label, "ok"),
    AmendmentStage.DECLINED: Badge(AmendmentStage.DECLINED.label, "bad", "square"),
    AmendmentStage.WITHDRAWN: Badge(AmendmentStage.WITHDRAWN.label, "", "plain"),
}
APPEAL_BADGES = {
    AppealStage.FILED: Badge(AppealStage.FILED.label, "info", "half"),
    AppealStage.UPHELD: Badge(AppealStage.UPHELD.label, "ok"),
    AppealStage.DISMISSED: Badge(AppealStage.DISMISSED.label, "", "plain"),
}
_RESULTS = {
    Stage.REFUSED: gettext_lazy("未予登记"),
    Stage.CANCELLED: gettext_lazy("已注销"),
    Stage.REVOKED: gettext_lazy("已撤销"),
}
_WAITS_FOR = {
    Stage.SUBMITTED: gettext_lazy("登记机构受理或要求补正"),
    Stage.CORRECTION: gettext_lazy("申请单位补正"),
    Stage.ACCEPTED: gettext_lazy("登记机构作出决定"),
    Stage.REVIEWING: gettext_lazy("登记机构作出决定"),
    Stage.PROPOSED: gettext_lazy("登记机构复核并作出决定"),
}


def badge_of(contract: Contract) -> Badge:
    """Return the badge of the stage a contract stands in."""
    return BADGES[Stage(contract.stage)]


def relay_of(contract: Contract) -> list[dict[str, Any]]:
    """Return the line of stages: filed, taken on, decided, registered or not."""
    stage = Stage(contract.stage)
    done = _steps_done(contract)
    result = _RESULTS.get(stage, _("登记并出具证明"))
    labels: Sequence[tuple[Any, Any]] = (
        (_("卖方申报"), contract.submitted_at),
        (_("形式审查与受理"), contract.accepted_at),
        (_("认定"), contract.decided_at),
        (result, contract.registered_on or contract.decided_at),
    )
    return [
        {
            "label": label,
            "note": day(at) if at and number < done else "",
            "state": "done" if number < done else ("now" if number == done else ""),
        }
        for number, (label, at) in enumerate(labels)
    ]


def _steps_done(contract: Contract) -> int:
    stage = Stage(contract.stage)
    if stage in NUMBERED or stage == Stage.REFUSED:
        return 4
    if stage in AT_OFFICE:
        return 2
    return 1 if stage in {Stage.SUBMITTED, Stage.CORRECTION} else 0


def clock_of(contract: Contract, at: datetime) -> dict[str, Any] | None:
    """Say whose turn it is, until when, and how late it already is."""
    if contract.stage not in ON_THE_CLOCK or contract.due_at is None:
        return None
    return {
        "who": _WAITS_FOR[Stage(contract.stage)],
        "until": china_day(contract.due_at - _INSTANT),
        "badge": due_of(contract, at),
        "is_late": _days_left(contract.due_at, at) < 0,
    }


def due_of(contract: Contract, at: datetime) -> Badge | None:
    """Say how long who has the turn still has, or nothing while no clock runs."""
    if contract.stage not in ON_THE_CLOCK or contract.due_at is None:
        return None
    return due_badge(_days_left(contract.due_at, at))


def due_until(due_at: datetime | None, at: datetime) -> Badge | None:
    """Say how long a term still runs, or nothing where there is none."""
    return None if due_at is None else due_badge(_days_left(due_at, at))


def until_words(until: datetime | None) -> str:
    """Say until when a grant holds."""
    if until is None:
        return _("一直有效，可随时收回")
    return _("有效期至 %(day)s") % {"day": full_day(china_day(until - _INSTANT))}


def _days_left(due_at: datetime, at: datetime) -> int:
    # A term ends when its last day is over.
    return (china_day(due_at - _INSTANT) - china_day(at)).days


def due_badge(left: int) -> Badge:
    """Say how many days are left, or by how many somebody is late."""
    if left < 0:
        words = ngettext("已超期 %(count)s 天", "已超期 %(count)s 天", -left)
        return Badge(words % {"count": -left}, "bad", "square")
    if left == 0:
        return Badge(_("今天到期"), "warn", "half")
    words = ngettext("剩 %(count)s 天", "剩 %(count)s 天", left)
    return Badge(words % {"count": left}, "warn" if left <= 3 else "", "plain")


def sums_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Show how the technology amount follows from what was typed, and what does not add up."""
    value = values.get("contract_value") or Decimal(0)
    costs = values.get("costs") or []
    lines: list[dict[str, Any]] = [
        {"label": _("合同成交总额"), "amount": value, "operator": "", "kind": ""}
    ]
    for row in costs:
        kept = bool(row.get("is_within_reason"))
        lines.append(
            {
                "label": row.get("description") or _("非技术性费用"),
                "amount": Decimal(0) if kept else row.get("amount") or Decimal(0),
                "operator": "−",
                "kind": "",
                "rule_label": _("合理数量，不扣除") if kept else "",
            }
        )
    technology = value - sum((line["amount"] for line in lines[1:]), Decimal(0))
    lines.append(
        {"label": _("技术交易额"), "amount": technology, "operator": "=", "kind": "sum"}
    )
    return {
        "lines": lines,
        "value": value,
        "technology": max(technology, Decimal(0)),
        "warnings": _warnings(value, technology, values.get("lines") or []),
    }


def deduction_lines(deductions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what a decision took off, line by line with its reason."""
    return [
        {
            "label": _("扣除第 %(position)s 项费用") % {"position": row["position"] + 1},
            "amount": Decimal(str(row.get("deduction") or 0)),
            "operator": "−",
            "kind": "",
            "rule_label": row.get("reason") or "",
        }
        for row in deductions
    ]


def _warnings(
    value: Decimal, technology: Decimal, lines: Sequence[Mapping[str, Any]]
) -> list[str]:
    warnings = []
    if technology < 0:
        warnings.append(_("非技术性费用超过合同成交总额，请核对。"))
    parts = sum((row.get("amount") or Decimal(0) for row in lines), Decimal(0))
    if lines and parts != value:
        said = {"parts": f"{parts:,.2f}", "value": f"{value:,.2f}"}
        warnings.append(_("内容明细合计 %(parts)s 元，与成交总额 %(value)s 元不一致。") % said)
    return warnings
