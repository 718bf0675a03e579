"""Who could be asked about a need, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yizhan.experts.models import Expert
from yizhan.experts.queries.views import ExpertView, view_of
from yizhan.experts.rules import Fit, asked_terms, fit_of
from yizhan.experts.stages import ExpertStage
from yizhan.kernel.actors import Actor

CANDIDATES = 200
_MOST_WORDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedWords:
    """What everybody may read of a need; the wiring takes it from the public view."""

    words: tuple[str, ...]
    fields: tuple[str, ...]
    industry: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An expert as the reader sees it, and how it fits."""

    expert: ExpertView
    fit: Fit


def experts_for_need(
    *, actor: Actor, need: NeedWords, today: date, most: int = 5
) -> list[Suggestion]:
    """Return the listed experts that fit best; each shares a word, or field and industry."""
    rows = Expert.objects.filter(stage=ExpertStage.LISTED)
    rows = rows.exclude(on_leave_until__gte=today).select_related("organisation", "region")
    found = _compared(rows.filter(_says_one_of(need.words)), need)
    if sum(1 for _expert, fit in found if fit.words) < most:
        # Too few share a word: whoever serves the same trade in the same field stands in.
        known = {expert.pk for expert, _fit_ in found}
        trade = rows.filter(
            fields__overlap=list(need.fields), industries__overlap=_with_section(need.industry)
        )
        found += _compared(trade.exclude(pk__in=known), need)
    fitting = [pair for pair in found if pair[1].words or pair[1].is_same_industry]
    fitting.sort(key=lambda pair: (-pair[1].score, pair[0].name, pair[0].pk))
    return [Suggestion(expert=view_of(e, actor=actor), fit=fit) for e, fit in fitting[:most]]


def _compared(rows: QuerySet[Expert], need: NeedWords) -> list[tuple[Expert, Fit]]:
    """Compare the first of the rows; in no order, because sorting thousands costs most."""
    return [(expert, _fit(expert, need)) for expert in rows.order_by()[:CANDIDATES]]


def _says_one_of(words: Iterable[str]) -> Q:
    """Ask for whoever says the whole of at least one word; nobody, when there are none."""
    found = Q(pk__in=[])
    for word in list(words)[:_MOST_WORDS]:
        if terms := asked_terms(word):
            found |= Q(terms__contains=sorted(terms))
    return found


def _with_section(industry: str) -> list[str]:
    """Name a division and its section: C34 and C."""
    return sorted({industry, industry[:1]} - {""})


def _fit(expert: Expert, need: NeedWords) -> Fit:
    return fit_of(
        words=need.words,
        terms=expert.terms,
        fields=(need.fields, expert.fields),
        industries=(need.industry, expert.industries),
        regions=(need.region, expert.region_id),
    )
