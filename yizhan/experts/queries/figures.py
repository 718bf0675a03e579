"""How an expert keeps its clocks, counted from what happened."""

from dataclasses import dataclass
from datetime import datetime
from statistics import median
from uuid import UUID

from yizhan.experts.models import Advice
from yizhan.experts.rules import is_late
from yizhan.experts.stages import AdviceStage

_LEAST_RATINGS = 3
_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts and medians of one expert; a rating is told from three ratings on."""

    received: int = 0
    accepted: int = 0
    declined: int = 0
    lapsed: int = 0
    answered: int = 0
    late: int = 0
    hours_to_decide: int | None = None
    days_to_answer: int | None = None
    rating: str = ""
    rated: int = 0


def figures_of(*, expert_id: UUID) -> Figures:
    """Count every request an expert ever got; what the asker took back counts as received."""
    rows = list(
        Advice.objects.filter(expert_id=expert_id)
        .order_by()
        .values_list("stage", "sent_at", "decided_at", "answered_at", "promised_on", "rating")
    )
    decided = [_seconds(sent, at) for _stage, sent, at, *_ in rows if at]
    answers = [_seconds(sent, at) for _stage, sent, _at, at, *_ in rows if at]
    ratings = [row[5] for row in rows if row[5]]
    stages = [row[0] for row in rows]
    return Figures(
        received=len(rows),
        accepted=sum(1 for row in rows if row[4] and row[2]),
        declined=stages.count(AdviceStage.DECLINED),
        lapsed=stages.count(AdviceStage.LAPSED),
        answered=len(answers),
        late=sum(1 for row in rows if _was_late(row[3], row[4], row[0])),
        hours_to_decide=_ceiling(median(decided) / 3600) if decided else None,
        days_to_answer=_ceiling(median(answers) / _DAY) if answers else None,
        rating=f"{sum(ratings) / len(ratings):.1f}" if len(ratings) >= _LEAST_RATINGS else "",
        rated=len(ratings),
    )


def _was_late(answered_at: datetime | None, promised_on: object, stage: str) -> bool:
    if stage == AdviceStage.OVERDUE:
        return True
    if answered_at is None or promised_on is None:
        return False
    return is_late(promised_on=promised_on, answered_at=answered_at)  # type: ignore[arg-type]


def _seconds(start: datetime, end: datetime) -> int:
    """A clock that was set back in between makes no negative time."""
    return max(0, int((end - start).total_seconds()))


def _ceiling(value: object) -> int:
    return -int(-value // 1)  # type: ignore[operator]
