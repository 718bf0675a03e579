"""What may be filed, and how numbers are written; no database."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.contracts import law, rules
from yizhan.contracts.content import Content, parse_content
from yizhan.contracts.rules import Deduction, Filing, Number, Ruling
from yizhan.kernel.refusals import Refused

TODAY = date(2026, 5, 11)
SELLER = {
    "side": "seller",
    "name": "滨海工业大学",
    "uscc": "12100000400000456B",
    "region": "210200",
    "nature": "022",
}
BUYER = {
    "side": "buyer",
    "name": "舟山远洋泵业有限公司",
    "uscc": "91350100M000100Y43",
    "region": "330900",
    "nature": "150",
}
ABROAD = {
    "side": "buyer",
    "name": "Nordsee Pumpen GmbH",
    "country": "304",
    "nature": "900",
}
PATENT = {"type": "invention_patent", "number": "ZL202010000000.9", "title": "渗氮方法"}
COMPLETE: dict[str, Any] = {
    "title": "低温等离子渗氮技术开发",
    "kind": "development",
    "subkind": "commissioned_development",
    "field": "05",
    "ip_type": "know_how",
    "plan_source": "none",
    "objective": "02",
    "payment": "lump_sum",
    "signed_on": "2026-04-20",
    "effective_from": "2026-04-20",
    "effective_until": "2027-04-19",
    "contract_value": "1200000",
    "office": 1,
    "parties": [SELLER, BUYER],
}
SALE = {
    "kind": "assignment",
    "subkind": "patent_right",
    "ip_type": "invention_patent",
    "ip": [PATENT],
    "expected_investment": "0",
    "expected_output": "5000000",
}


def against(changes: dict[str, Any], **others: Any) -> set[tuple[str, str]]:
    """Return the codes and places of what stands against a contract."""
    content = parse_content({**COMPLETE, **changes})
    wanted: dict[str, Any] = {
        "today": TODAY,
        "filer": frozenset({SELLER["uscc"]}),
        "is_filer_verified": True,
        "kinds": law.kinds_known(content.signed_on),
        "import_by_buyer": True,
        "within_term": True,
        "papers": {"contract_text", "ip_certificate", "approval", "licence"},
        "asked": law.paper_rules(),
        "has_twin": False,
        "is_office_open": True,
    }
    found = rules.against_submission(content, Filing(**{**wanted, **others}))
    return {(one.code.removeprefix("contracts."), one.place) for one in found}


def test_a_complete_contract_may_be_filed() -> None:
    assert not against({})
    assert not against(SALE)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"title": "开发"}, ("title_too_short", "title")),
        ({"field": ""}, ("required", "field")),
        ({"contract_value": "0"}, ("required", "contract_value")),
        ({"contract_value": "1000000000000"}, ("amount_absurd", "contract_value")),
        ({"currency": "USD"}, ("required", "exchange_rate")),
        ({"signed_on": "2026-05-12"}, ("day_out_of_range", "signed_on")),
        ({"effective_until": "2026-04-19"}, ("term_order", "effective_until")),
        ({"effective_from": "2025-01-01", "effective_until": "2026-05-10"},
         ("term_over", "effective_until")),
        ({"signed_on": "2020-12-31", **SALE, "kind": "licence", "subkind": "patent_sole"},
         ("kind_not_yet", "kind")),
        ({"signed_on": "1986-05-01"}, ("signed_before_the_law", "signed_on")),
        ({"subkind": "training"}, ("subkind_of_another", "subkind")),
        ({**SALE, "ip": []}, ("assignment_without_right", "ip")),
        ({**SALE, "ip_type": "none", "ip": []}, ("assignment_without_right", "ip_type")),
        ({**SALE, "expected_output": None}, ("required", "expected_output")),
        ({"parties": [SELLER]}, ("side_missing", "parties")),
        ({"parties": [SELLER, {**SELLER, "side": "buyer"}]},
         ("party_on_both_sides", "parties.1.name")),
        ({"parties": [SELLER, SELLER, BUYER]}, ("party_twice", "parties.1.name")),
        ({"parties": [SELLER, {**BUYER, "uscc": "12100000400000456N"}]},
         ("code_wrong", "parties.1.uscc")),
        ({"parties": [SELLER, {**BUYER, "uscc": "M000100Y4"}]},
         ("code_too_old", "parties.1.uscc")),
        ({"parties": [{**SELLER, "side": "buyer"}, {**BUYER, "side": "seller"}]},
         ("filer_not_on_side", "parties")),
        ({"lines": [{"kind": "service", "description": "安装", "amount": "1"}]},
         ("lines_do_not_add_up", "lines")),
        ({"costs": [{"kind": "parts", "description": "泵", "amount": "1200000.01"}]},
         ("costs_above_value", "costs")),
        ({"costs": [{"kind": "carrier", "description": "样机", "amount": "1",
                     "is_within_reason": True}]},
         ("claim_needs_reason", "costs.0.claimed_reason")),
        ({"is_classified": True}, ("classified", "is_classified")),
        ({"screening": {"list": "free"}}, ("screening_without_border", "screening")),
        ({"parties": [SELLER, ABROAD]}, ("screening_missing", "screening")),
        ({"parties": [SELLER, ABROAD], "screening": {"list": "prohibited"}},
         ("export_prohibited", "screening")),
        ({"parties": [SELLER, ABROAD], "screening": {"list": "restricted"}},
         ("licence_needed", "licence_number")),
        ({"parties": [SELLER, ABROAD], "screening": {"list": "free"}},
         ("registration_needed", "licence_number")),
        ({**SALE, "parties": [SELLER, ABROAD], "is_state_funded": True,
          "screening": {"list": "free", "licence_number": "1"}},
         ("approval_needed", "approval_number")),
    ],
)  # fmt: skip
def test_what_stands_against_a_contract_is_said_at_its_place(
    changes: dict[str, Any], refused: tuple[str, str]
) -> None:
    assert refused in against(changes)


def test_everything_is_said_at_once() -> None:
    found = against({"title": "", "parties": [], "contract_value": "0"}, has_twin=True)
    assert {"title_too_short", "side_missing", "required", "filed_already"} <= {
        code for code, _place in found
    }


def test_old_codes_and_old_kinds_hold_for_old_contracts() -> None:
    old = {
        **SALE,
        "signed_on": "2017-06-01",
        "subkind": "patent_ordinary",
        "parties": [SELLER, {**BUYER, "uscc": "M000100Y4"}],
    }
    assert not against(old)


def test_what_comes_from_abroad_is_filed_by_its_buyer() -> None:
    comes_in = {
        "parties": [{**ABROAD, "side": "seller"}, BUYER],
        "screening": {"list": "free", "licence_number": "1"},
    }
    buyer = frozenset({BUYER["uscc"]})
    assert not against(comes_in, filer=buyer)
    assert ("filer_not_on_side", "parties") in against(
        comes_in, filer=buyer, import_by_buyer=False
    )


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "contract_text"),
        ({"plan_source": "national"}, "approval"),
        (SALE, "ip_certificate"),
        ({"parties": [SELLER, ABROAD], "screening": {"list": "free"}}, "licence"),
    ],
)
def test_each_kind_of_contract_has_its_papers(changes: dict[str, Any], kind: str) -> None:
    assert ("paper_missing", f"papers.{kind}") in against(changes, papers=set())


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("contract_value", "-1", "amount_out_of_range"),
        ("contract_value", "0.001", "amount_too_fine"),
        ("contract_value", "1e5", "not_a_number"),
        ("contract_value", "NaN", "not_a_number"),
        ("contract_value", 1.5, "not_a_number"),
        ("signed_on", "20260420", "not_a_date"),
        ("title", "合同\u202e", "control_character"),
        ("kind", "lease", "unknown_value"),
        ("colour", "red", "unknown_field"),
    ],
)
def test_what_has_no_shape_is_refused_at_its_field(name: str, value: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_content({name: value})
    assert [(one.code, one.place) for one in refused.value.refusals] == [
        (f"contracts.{code}", name)
    ]


_FEN = st.decimals(min_value=0, max_value=10**11, places=2)


@given(
    value=_FEN,
    costs=st.lists(st.tuples(_FEN, st.booleans(), st.integers(0, 100)), max_size=5),
)
def test_claim_and_finding_stay_between_nothing_and_the_value(
    value: Decimal, costs: list[tuple[Decimal, bool, int]]
) -> None:
    """What is accepted adds up to the fen; what would go below nothing is refused."""
    content = Content.model_validate(
        {
            "contract_value": value,
            "costs": [
                {
                    "kind": "other",
                    "description": "x",
                    "amount": amount,
                    "is_within_reason": kept,
                }
                for amount, kept, _share in costs
            ],
        }
    )
    taken = {
        index: Deduction(amount=(amount * share / 100).quantize(Decimal("0.01")), reason="x")
        for index, (amount, _kept, share) in enumerate(costs)
    }
    ruling = Ruling(kind="", subkind="", reasons="", deductions=taken)
    codes = {one.code for one in rules.against_ruling(content, ruling, kinds=None)}
    off = sum((one.amount for one in taken.values()), Decimal(0))
    found = rules.technology_amount(content, ruling)
    assert found + off == value
    assert ("contracts.deductions_above_value" in codes) == (found < 0)
    if "contracts.costs_above_value" not in {
        one.code for one in rules.against_amounts(content)
    }:
        assert 0 <= content.claimed_amount <= value


_LAYOUTS = st.sampled_from(["yyyyrrrroonnnnnn", "yyrrrroonnnnnn"])


@given(
    layout=_LAYOUTS,
    year=st.integers(1985, 2084),
    region=st.text("0123456789", min_size=4, max_size=4),
    office=st.text("0123456789", min_size=2, max_size=2),
    serial=st.integers(1, 999_999),
)
def test_a_number_says_what_it_was_made_of(
    layout: str, year: int, region: str, office: str, serial: int
) -> None:
    number = Number(year=year, region=region, office=office, serial=serial)
    text = rules.compose(layout, number)
    assert (len(text), text.isdecimal()) == (len(layout), True)
    assert rules.read(layout, text) == number


def test_a_series_that_is_used_up_is_refused_and_nonsense_is_no_number() -> None:
    with pytest.raises(Refused):
        rules.compose(
            "yyyyrrrroonnnnnn",
            Number(year=2026, region="2102", office="08", serial=10**6),
        )
    for text in ("", "202621020800001", "２026210208000012", "2026-10208000012"):
        assert rules.read("yyyyrrrroonnnnnn", text) is None


def test_the_layout_of_the_day_has_the_length_of_the_day() -> None:
    lengths = [len(law.number_layout(date(year, 6, 1))) for year in (1995, 2002, 2003, 2026)]
    assert lengths == [14, 14, 16, 16]


def test_chance_picks_about_its_share_and_always_the_same() -> None:
    ids = [uuid.UUID(int=n) for n in range(4000)]
    first = [rules.is_in_sample(one, percent=Decimal(5)) for one in ids]
    assert 150 <= sum(first) <= 250
    assert first == [rules.is_in_sample(one, percent=Decimal(5)) for one in ids]
    assert not any(rules.is_in_sample(one, percent=Decimal(0)) for one in ids)
    assert all(rules.is_in_sample(one, percent=Decimal(100)) for one in ids)


@pytest.mark.parametrize(
    ("values", "because"),
    [
        ({}, []),
        ({"amount": Decimal(5_000_000)}, ["large"]),
        ({"amount": Decimal(5_000_000), "large": None}, []),
        ({"is_related": True, "is_sampled": True}, ["related"]),
        ({"is_foreign": True, "is_again": True}, ["foreign", "again"]),
        ({"is_sampled": True}, ["sample"]),
    ],
)
def test_two_registrars_look_where_the_rules_want_it(
    values: dict[str, Any], because: list[str]
) -> None:
    wanted: dict[str, Any] = {
        "amount": Decimal(4_999_999),
        "large": law.large_amount(TODAY),
        "is_related": False,
        "is_foreign": False,
        "is_again": False,
        "is_sampled": False,
    }
    assert rules.second_because(**{**wanted, **values}) == because
