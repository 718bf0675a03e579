"""The rules as tables of cases: values in, codes and places out."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from yizhan.listings import rules
from yizhan.listings.content import parse_content
from yizhan.listings.details import Content
from yizhan.listings.tests.factories import NEED, OFFER, SERVICE, VALUES

TODAY = date(2026, 3, 2)
NAME = "舟山澜礁泵业有限公司"


def content(kind: str, **changes: Any) -> Content:
    """Return a complete listing with some values changed; `details` are merged."""
    values = {**VALUES[kind], **changes}
    values["details"] = {**VALUES[kind]["details"], **changes.get("details", {})}
    return parse_content(kind, values)


def against(kind: str, **changes: Any) -> set[tuple[str, str]]:
    """Return what stands against handing it in, as (code, place)."""
    refusals = rules.against_submission(
        content(kind, **changes), today=TODAY, organisation_name=NAME
    )
    return {(refusal.code, refusal.place) for refusal in refusals}


@pytest.mark.parametrize("kind", ["need", "offer", "service"])
def test_a_complete_listing_may_be_handed_in(kind: str) -> None:
    """Nothing stands against it."""
    assert against(kind) == set()


RIGHT = OFFER["details"]["ip"][0]
CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("need", {"title": "太短"}, "listings.title_too_short", "title"),
    ("need", {"summary": "太短。"}, "listings.summary_too_short", "summary"),
    ("need", {"fields": []}, "listings.no_field", "fields"),
    ("need", {"fields": ["01", "02", "03", "04"]}, "listings.too_many", "fields"),
    ("need", {"modes": []}, "listings.no_mode", "modes"),
    ("need", {"deadline": "2026-03-02"}, "listings.deadline_passed", "deadline"),
    ("need", {"deadline": "2030-01-01"}, "listings.deadline_too_far", "deadline"),
    ("need", {"indicators": []}, "listings.no_indicator", "indicators"),
    (
        "need",
        {"indicators": [{"name": "外观", "comparator": "text", "value": "无裂纹"}]},
        "listings.no_indicator",
        "indicators",
    ),
    (
        "need",
        {"is_anonymous": True, "title": f"{NAME}水泵叶轮强化"},
        "listings.names_itself",
        "title",
    ),
    *(
        (
            "need",
            {"is_anonymous": True, name: value},
            "listings.names_itself",
            place,
        )
        for name, value, place in (
            (
                "summary",
                f"{' '.join(NAME)} 的水泵叶轮在含沙海水中出现点蚀，需要可批量实施的强化工艺。",
                "summary",
            ),
            ("keywords", [NAME], "keywords"),
            ("details", {"tried": f"{NAME}试过喷涂。"}, "tried"),
            (
                "indicators",
                [{**NEED["indicators"][0], "method": f"{NAME}企业标准"}],
                "indicators",
            ),
        )
    ),
    ("offer", {"is_anonymous": True}, "listings.anonymous_only_needs", "is_anonymous"),
    ("offer", {"details": {"plan_number": ""}}, "listings.no_plan_number", "plan_number"),
    (
        "offer",
        {"details": {"security_check": {"declared": False}}},
        "listings.security_not_declared",
        "security_check",
    ),
    (
        "offer",
        {"details": {"security_check": {"declared": True, "touches": True}}},
        "listings.security_touched",
        "security_check",
    ),
    (
        "offer",
        {"details": {"trl_evidence": []}},
        "listings.no_trl_evidence",
        "trl_evidence",
    ),
    (
        "offer",
        {
            "details": {
                "trl_evidence": [*OFFER["details"]["trl_evidence"], {"level": 9, "text": "x"}]
            }
        },
        "listings.trl_evidence_above",
        "trl_evidence.1.level",
    ),
    (
        "offer",
        {"details": {"ip": [{**RIGHT, "number": "12345"}]}},
        "listings.ip_number_malformed",
        "ip.0.number",
    ),
    (
        "offer",
        {"details": {"ip": [{**RIGHT, "number": ""}]}},
        "listings.no_ip_number",
        "ip.0.number",
    ),
    (
        "offer",
        {"details": {"ip": [{**RIGHT, "expires": "2026-03-01"}]}},
        "listings.ip_expired",
        "ip.0.status",
    ),
    (
        "offer",
        {"details": {"ip": [{**RIGHT, "number": "ZL2004 1 0000000.1", "expires": None}]}},
        "listings.ip_expired",
        "ip.0.status",
    ),
    ("service", {"details": {"service_kind": ""}}, "listings.no_service_kind", "service_kind"),
    (
        "service",
        {"details": {"capacity": "", "equipment": ""}},
        "listings.no_capacity",
        "capacity",
    ),
    ("service", {"details": {"price_note": ""}}, "listings.no_price", "price_note"),
]


@pytest.mark.parametrize(("kind", "changes", "code", "place"), CASES)
def test_a_fault_is_named_at_its_field(
    kind: str, changes: dict[str, Any], code: str, place: str
) -> None:
    """One change, one complaint."""
    assert against(kind, **changes) == {(code, place)}


def test_all_faults_are_named_at_once() -> None:
    """Nobody has to hand in five times to learn five things."""
    found = against("need", title="短", summary="", fields=[], modes=[], indicators=[])
    assert len(found) == 5


@pytest.mark.parametrize(
    "changes",
    [
        {
            "indicators": [],
            "details": {"no_indicator_reason": "尚在摸索，无法先给出数值指标。"},
        },
        {"deadline": None},
        {"deadline": "2026-03-03"},
        {"deadline": TODAY + timedelta(days=3 * 366)},
    ],
)
def test_the_edges_of_a_need_hold(changes: dict[str, Any]) -> None:
    """A reason stands in for numbers; the day after today and three years are inside."""
    assert against("need", **changes) == set()


def test_self_paid_results_need_no_plan_number() -> None:
    """The state's rules are about the state's money."""
    own = {"funding_source": "self", "plan_number": "", "security_check": {}}
    assert against("offer", details=own) == set()


@pytest.mark.parametrize(
    "number",
    [
        "ZL202010000000.9",
        "ZL2022 1 0527718.0",
        "CN202310123456.X",
        "ZL03123456.7",
        "CN110123456A",
        "CN1234567C",
        "US10123456B2",
        "EP3456789A1",
        "WO2020123456A1",
    ],
)
def test_patent_numbers_of_every_form_are_known(number: str) -> None:
    """Applications, publications, old and foreign ones."""
    right = {**RIGHT, "number": number, "expires": "2040-01-01"}
    assert against("offer", details={"ip": [right]}) == set()


def test_the_check_digit_of_an_application_number() -> None:
    """Weights 2 to 9 and 2 to 5, modulo 11: the example the office itself gives."""
    assert rules.patent_number_holds("200310100002.X")
    assert not rules.patent_number_holds("200310100002.3")
    assert rules.patent_number_holds("US10123456B2")


def test_what_only_the_parties_read_may_name_the_house() -> None:
    """They learn the name anyway."""
    hidden = {
        "is_anonymous": True,
        "details": {**NEED["details"], "conditions": f"{NAME}一号车间。"},
        "visibility": {"conditions": "parties_only"},
    }
    assert against("need", **hidden) == set()


def test_nothing_of_a_house_in_doubt_is_published() -> None:
    """Whoever looks at it."""

    def codes(*, is_barred: bool) -> list[str]:
        refusals = rules.against_publication(
            content("need"), today=TODAY, organisation_name=NAME, is_barred=is_barred
        )
        return [refusal.code for refusal in refusals]

    assert codes(is_barred=True) == ["listings.organisation_barred"]
    assert codes(is_barred=False) == []


def test_a_register_may_be_incomplete_but_never_forbidden() -> None:
    """Published as a whole, it still keeps state secrets out."""

    def codes(**changes: Any) -> set[str]:
        bare = {"modes": [], "fields": [], "summary": "", "title": "螺母", **changes}
        refusals = rules.against_bulk_publication(
            content("offer", **bare), today=TODAY, organisation_name=NAME
        )
        return {refusal.code for refusal in refusals}

    assert codes() == set()
    touched = {"security_check": {"declared": True, "touches": True}}
    assert codes(details=touched) == {"listings.security_touched"}
    assert codes(title="") == {"listings.required"}


def test_completeness_counts_what_is_filled_and_names_the_heaviest_gap() -> None:
    """From nothing to everything."""
    empty = parse_content("need", {})
    assert rules.completeness(empty)[0] == 0
    assert rules.completeness(empty)[1][0] == "indicators"
    assert rules.completeness(content("need")) == (100, [])
    assert rules.completeness(content("need", indicators=[]))[0] == 80
    for kind, weights in rules.WEIGHTS.items():
        assert sum(weights.values()) == 100, kind


def test_a_listing_closes_after_its_validity_or_its_deadline() -> None:
    """Whichever comes first; the deadline at midnight in Beijing."""
    at = datetime(2026, 3, 2, tzinfo=UTC)
    due = rules.due_at(kind="need", deadline=None, confirmed_at=at)
    assert due == at + timedelta(days=180)
    early = rules.due_at(kind="need", deadline=date(2026, 3, 10), confirmed_at=at)
    assert early == datetime(2026, 3, 10, 16, tzinfo=UTC)


def test_the_samples_cover_every_kind() -> None:
    """So that a fourth kind cannot come without cases."""
    assert set(VALUES) == {"need", "offer", "service"} == set(rules.WEIGHTS)
    assert all(values["title"] for values in (NEED, OFFER, SERVICE))
