"""Rules as tables: codes, roles, reach, verification."""

import random
from datetime import date
from typing import Any

import pytest

from yizhan.directory import rules
from yizhan.directory.terms import Kind, Role
from yizhan.directory.tests.factories import make_uscc
from yizhan.kernel.codes import is_former_code, is_uscc, normal_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def codes(refusals: Any) -> Any:
    """Return the codes of refusals."""
    return [refusal.code for refusal in refusals]


def test_a_generated_code_is_valid_and_any_single_slip_is_not() -> None:
    # 31 is prime and no weight is a multiple of it: every single wrong character is caught.
    dice = random.Random(31)
    for serial in dice.sample(range(10**8), 40):
        code = make_uscc(serial)
        assert is_uscc(code), code
        place = dice.randrange(18)
        wrong = dice.choice([c for c in ALPHABET if c != code[place]])
        assert not is_uscc(code[:place] + wrong + code[place + 1 :])


def test_neighbours_that_change_places_are_caught() -> None:
    dice = random.Random(7)
    for serial in dice.sample(range(10**8), 40):
        code = make_uscc(serial)
        place = dice.randrange(17)
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert is_uscc(swapped) == (swapped == code)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("９１１１００００１２３４５６７８９Ｘ", "91110000123456789X"),
        (" 9133 0900-ma2a abcd 1x ", "91330900MA2AABCD1X"),
        ("", ""),
    ],
)
def test_codes_are_written_half_width_and_in_capitals(written: Any, normal: Any) -> None:
    assert normal_code(written) == normal


@pytest.mark.parametrize("code", ["", "0" * 18, "91330900MA2AABCD1", "舟" * 18, "I" * 18])
def test_what_is_no_code_is_refused_without_a_crash(code: Any) -> None:
    assert not is_uscc(code)


def test_the_former_code_keeps_its_own_check() -> None:
    assert is_former_code("D2143569X")  # the example of GB 11714
    assert not is_former_code("D21435690")
    assert not is_former_code("D2143569")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"uscc": make_uscc(1)}, []),
        ({"uscc": make_uscc(1)[:-1] + "#"}, ["organisation.uscc_invalid"]),
        ({}, ["organisation.code_required"]),
        ({"kind": "alliance"}, []),
        ({"former_code": "D2143569X", "registered_on": date(2017, 12, 31)}, []),
        (
            {"former_code": "D2143569X", "registered_on": date(2018, 1, 1)},
            ["organisation.former_code_too_late"],
        ),
        ({"former_code": "D2143569X"}, ["organisation.registered_on_required"]),
        (
            {"former_code": "D21435690"},
            ["organisation.former_code_invalid", "organisation.registered_on_required"],
        ),
        ({"former_code": "D2143569X", "uscc": make_uscc(2)}, []),
    ],
)
def test_one_code_is_needed_and_the_former_one_only_for_the_old(
    values: Any, expected: Any
) -> None:
    given = {"kind": "enterprise", "uscc": "", "former_code": "", "registered_on": None}
    assert codes(rules.against_codes(**{**given, **values})) == expected


def test_all_reasons_come_at_once() -> None:
    found = rules.against_profile(
        name=" ", kind="enterprise", size="", level="", is_region_retired=True
    )
    assert codes(found) == [
        "organisation.name_too_short",
        "organisation.size_required",
        "organisation.region_retired",
    ]


@pytest.mark.parametrize(
    ("role", "kind", "level", "region", "expected"),
    [
        ("officer", "government", "central", "110102", ""),
        ("officer", "government", "ministry", "110102", ""),
        ("officer", "government", "province", "330100", "33"),
        ("officer", "government", "city", "330900", "3309"),
        ("officer", "government", "county", "330902", "330902"),
        ("reviewer", "station_national", "", "110102", ""),
        ("reviewer", "station_regional", "", "330100", "33"),
        ("adviser", "station_local", "", "330902", "3309"),
        ("member", "government", "central", "110102", None),
        ("administrator", "station_national", "", "110102", None),
        ("reviewer", "enterprise", "", "330900", None),
        ("site_administrator", "government", "county", "330902", ""),
    ],
)
def test_how_far_a_role_reaches(
    role: Any, kind: Any, level: Any, region: Any, expected: Any
) -> None:
    assert rules.reach(role=role, kind=kind, level=level, region=region) == expected


def test_every_role_has_permissions_and_every_permission_a_known_shape() -> None:
    assert set(rules.PERMISSIONS) == set(Role.values)
    assert all("." in p for held in rules.PERMISSIONS.values() for p in held)
    assert {kind for kinds in rules.HELD_IN.values() for kind in kinds} <= set(Kind.values)


def test_an_unverified_organisation_gives_nobody_power_over_others() -> None:
    for role in Role.values:
        held = rules.permissions_of(role=role, is_verified=False)
        assert not held & rules.OVER_OTHERS, role


@pytest.mark.parametrize(
    ("reached", "own", "kind", "level", "region", "expected"),
    [
        ("33", False, "enterprise", "", "330900", []),
        ("", False, "government", "central", "110102", []),
        ("33", True, "enterprise", "", "330900", ["organisation.own_verification"]),
        ("31", False, "enterprise", "", "330900", ["organisation.not_your_region"]),
        (None, False, "enterprise", "", "330900", ["organisation.not_your_region"]),
        (
            "330902",
            False,
            "government",
            "city",
            "330902",
            ["organisation.reaches_further_than_you"],
        ),
        (
            "11",
            False,
            "government",
            "ministry",
            "110102",
            ["organisation.reaches_further_than_you"],
        ),
    ],
)
def test_who_may_judge_whom(
    reached: Any, own: Any, kind: Any, level: Any, region: Any, expected: Any
) -> None:
    found = rules.against_judging(
        reached=reached, own=own, kind=kind, level=level, region=region
    )
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("role", "kind", "by_site", "expected"),
    [
        ("member", "bank", False, []),
        ("reviewer", "enterprise", False, ["membership.role_not_for_kind"]),
        ("officer", "station_national", True, ["membership.role_not_for_kind"]),
        ("site_administrator", "government", False, ["membership.role_by_site_only"]),
        ("site_administrator", "government", True, []),
        ("king", "government", True, ["membership.role_unknown"]),
    ],
)
def test_which_roles_an_organisation_may_give(
    role: Any, kind: Any, by_site: Any, expected: Any
) -> None:
    assert codes(rules.against_role(role=role, kind=kind, by_site=by_site)) == expected
