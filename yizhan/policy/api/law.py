"""The law of a day, and every public calculator, by GET: nothing is stored."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Query

from yizhan.kernel.refusals import Refusal, Refused
from yizhan.policy import queries
from yizhan.policy.api import shapes
from yizhan.policy.messages import say
from yizhan.policy.results import CALCULATORS
from yizhan.web.api.problems import Problematic
from yizhan.web.api.routes import Routes

routes = Routes("law", say=say)
SCOPE = "law:read"


@routes.get(
    "/law/parameters",
    name="law-parameters",
    answer=shapes.ParameterList,
    scope=SCOPE,
    public=True,
)
def law_parameters(
    request: HttpRequest,  # noqa: ARG001 - the same for all
    asked: Query[shapes.Wanted],
) -> shapes.ParameterList:
    """List what the law fixes, with the values in force on a day."""
    day = asked.day or localdate()
    found = queries.parameters(chapter=str(asked.chapter or ""), words=asked.q)
    return shapes.ParameterList(items=[shapes.parameter_out(one, day) for one in found])


@routes.get(
    "/law/parameters/{key}",
    name="law-parameter",
    answer=shapes.HistoryOut,
    scope=SCOPE,
    public=True,
)
def law_parameter(
    request: HttpRequest,  # noqa: ARG001 - the same for all
    key: str,
    asked: Query[shapes.OfDay],
) -> shapes.HistoryOut:
    """Read one parameter with its whole history."""
    found = queries.lawbook().get(key)
    if found is None:
        raise Problematic(404, "api.not_found")
    return shapes.history_out(found, asked.day or localdate())


@routes.get(
    "/law/calculators/transfer",
    name="law-transfer",
    answer=shapes.TransferOut,
    scope=SCOPE,
    public=True,
)
def law_transfer(
    request: HttpRequest,  # noqa: ARG001 - the same for all
    asked: Query[shapes.TransferAsked],
) -> shapes.TransferOut:
    """Judge the relief on technology-transfer income and tax the income."""
    day, answer = _answer("transfer", asked)
    verdict = answer["verdict"]
    codes = [one.code for one in queries.CONDITIONS]
    return shapes.TransferOut(
        **_told(day, answer),
        is_eligible=verdict.is_eligible,
        conditions=[
            shapes.ConditionOut(code=code, label=str(label), reference=reference, state=state)
            for code, (label, reference, state) in zip(codes, answer["conditions"], strict=True)
        ],
        next_fact=verdict.next_fact,
        missing=list(verdict.missing),
    )


@routes.get(
    "/law/calculators/technology",
    name="law-technology",
    answer=shapes.CalculationOut,
    scope=SCOPE,
    public=True,
)
def law_technology(
    request: HttpRequest,  # noqa: ARG001 - the same for all
    asked: Query[shapes.TechnologyAsked],
) -> shapes.CalculationOut:
    """Work out the technology amount of a contract."""
    return _calculated("technology", asked)


@routes.get(
    "/law/calculators/turnover",
    name="law-turnover",
    answer=shapes.CalculationOut,
    scope=SCOPE,
    public=True,
)
def law_turnover(
    request: HttpRequest,  # noqa: ARG001 - the same for all
    asked: Query[shapes.TurnoverAsked],
) -> shapes.CalculationOut:
    """Work out VAT or, before it, business tax of one item."""
    return _calculated("turnover", asked)


@routes.get(
    "/law/calculators/stamp",
    name="law-stamp",
    answer=shapes.CalculationOut,
    scope=SCOPE,
    public=True,
)
def law_stamp(
    request: HttpRequest,  # noqa: ARG001 - the same for all
    asked: Query[shapes.StampAsked],
) -> shapes.CalculationOut:
    """Work out the stamp duty of each party."""
    return _calculated("stamp", asked)


@routes.get(
    "/law/calculators/research",
    name="law-research",
    answer=shapes.CalculationOut,
    scope=SCOPE,
    public=True,
)
def law_research(
    request: HttpRequest,  # noqa: ARG001 - the same for all
    asked: Query[shapes.ResearchAsked],
) -> shapes.CalculationOut:
    """Work out the extra deduction of research expense."""
    return _calculated("research", asked)


@routes.get(
    "/law/calculators/sharing",
    name="law-sharing",
    answer=shapes.CalculationOut,
    scope=SCOPE,
    public=True,
)
def law_sharing(
    request: HttpRequest,  # noqa: ARG001 - the same for all
    asked: Query[shapes.SharingAsked],
) -> shapes.CalculationOut:
    """Work out the least award of those who made a result."""
    return _calculated("sharing", asked)


@routes.get(
    "/law/calculators/award",
    name="law-award",
    answer=shapes.CalculationOut,
    scope=SCOPE,
    public=True,
)
def law_award(
    request: HttpRequest,  # noqa: ARG001 - the same for all
    asked: Query[shapes.AwardAsked],
) -> shapes.CalculationOut:
    """Work out the income tax on a cash award."""
    return _calculated("award", asked)


def _calculated(name: str, asked: shapes.OfDay) -> shapes.CalculationOut:
    return shapes.CalculationOut(**_told(*_answer(name, asked)))


def _answer(name: str, asked: shapes.OfDay) -> tuple[date, Any]:
    """Ask the form of the page, so that page and API can never differ."""
    found = CALCULATORS[name]
    given = asked.model_dump(exclude_none=True) | {"day": asked.day or localdate()}
    form = found.form(given)
    if not form.is_valid():
        raise Refused(
            [
                Refusal("law.wrong_value", {"said": str(said)}, place=place)
                for place, errors in form.errors.items()
                for said in errors
            ]
        )
    try:
        return form.cleaned_data["day"], found.answer(form)
    except queries.Silent as silent:
        values = {"parameter": silent.parameter, "day": silent.day.isoformat()}
        raise Refused([Refusal("law.silent", values)]) from None


def _told(day: date, answer: Any) -> dict[str, Any]:
    return {
        "day": day,
        "figures": [
            shapes.FigureOut(label=str(label), amount=amount.replace(",", ""))
            for label, amount in answer["figures"]
        ],
        "remarks": [str(one) for one in answer["remarks"]],
        "ledger": shapes.lines_out(answer["rows"]),
    }
