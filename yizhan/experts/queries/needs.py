"""Who could be asked about a need, and why."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, When

from yizhan.experts.models import Expert
from yizhan.experts.queries.views import ExpertView, view_of
from yizhan.experts.rules import Fit, asked_terms, fit_of
from yizhan.experts.stages import ExpertStage
from yizhan.kernel.actors import Actor

CANDIDATES = 400


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
    terms = sorted({term for word in need.words for term in asked_terms(word)})
    worded = Q(heads__overlap=terms) if terms else Q(pk__in=[])
    rows = Expert.objects.filter(
        worded | Q(fields__overlap=list(need.fields)), stage=ExpertStage.LISTED
    ).exclude(on_leave_until__gte=today)
    # Where there are more than can be compared, those who share a word come first.
    if terms:
        far = Case(When(worded, then=0), default=1, output_field=IntegerField())
        rows = rows.annotate(far=far).order_by("far", "-listed_at", "id")
    rows = rows.select_related("organisation", "region")
    found = [(expert, _fit(expert, need)) for expert in rows[:CANDIDATES]]
    fitting = [pair for pair in found if pair[1].words or pair[1].is_same_industry]
    fitting.sort(key=lambda pair: (-pair[1].score, pair[0].name, pair[0].pk))
    return [Suggestion(expert=view_of(e, actor=actor), fit=fit) for e, fit in fitting[:most]]


def _fit(expert: Expert, need: NeedWords) -> Fit:
    return fit_of(
        words=need.words,
        terms=expert.terms,
        fields=(need.fields, expert.fields),
        industries=(need.industry, expert.industries),
        regions=(need.region, expert.region_id),
    )
