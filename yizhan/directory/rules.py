"""What the rules say about organisations, their codes and their roles."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from stdnum.cn import uscc as gb32100
from stdnum.exceptions import ValidationError

from yizhan.kernel.refusals import Refusal

# What any confirmed account may do before it stands for an organisation.
ACCOUNT = frozenset({"matching.use", "directory.register"})

# What each role may do besides, within its organisation; `reach` says how far it sees.
_OWN = frozenset({"listings.write", "listings.read_own", "imports.run"})
PERMISSIONS: Mapping[str, frozenset[str]] = {
    "member": ACCOUNT | _OWN,
    "administrator": ACCOUNT | _OWN | {"directory.write", "directory.manage_members"},
    "broker": ACCOUNT | {"listings.write", "listings.read_own"},
    "adviser": ACCOUNT | _OWN | {"listings.review"},
    "reviewer": ACCOUNT | {"listings.review", "listings.read_own", "directory.verify"},
    "registrar": ACCOUNT,
    "assessor": ACCOUNT,
    "officer": ACCOUNT | {"listings.review", "directory.verify", "matching.quality"},
    "site_administrator": ACCOUNT
    | _OWN
    | {
        "listings.review",
        "directory.write",
        "directory.verify",
        "directory.manage_members",
        "matching.quality",
        "site.administer",
    },
}

# What only a verified organisation's people may do: to look at or decide on the rows of others.
OVER_OTHERS = frozenset(
    {"listings.review", "directory.verify", "matching.quality", "site.administer"}
)

_STATIONS = frozenset({"station_national", "station_regional", "station_local"})
_SERVICES = frozenset(
    {"transfer_institution", "exchange", "science_park", "productivity_centre", "university"}
    | {"research_institute"}
)

# Which kinds of organisation may hold a role; a role not named here may be held in every kind.
HELD_IN: Mapping[str, frozenset[str]] = {
    "broker": _STATIONS | _SERVICES,
    "adviser": _STATIONS,
    "reviewer": _STATIONS | {"government"},
    "registrar": _STATIONS | {"government", "productivity_centre", "exchange"},
    "officer": frozenset({"government"}),
    "site_administrator": frozenset({"government", "station_national"}),
}

_NATIONAL = frozenset({"central", "ministry"})
_PREFIX = {"province": 2, "city": 4, "county": 6}
_REACHING = frozenset({"reviewer", "officer", "adviser"})


def permissions_of(*, role: str, is_verified: bool) -> frozenset[str]:
    """Return what a role may do; before verification nothing that touches others' rows."""
    held = PERMISSIONS[role]
    return held if is_verified else held - OVER_OTHERS


def reach(*, role: str, kind: str, level: str, region: str) -> str | None:
    """Return the GB/T 2260 prefix a role sees: "" the nation, None its own rows only."""
    if role == "site_administrator":
        return ""
    return reach_of_kind(kind=kind, level=level, region=region) if role in _REACHING else None


def reach_of_kind(*, kind: str, level: str, region: str) -> str | None:
    """Return how far the reviewing roles of such an organisation reach, or None."""
    if kind == "station_national":
        return ""
    if kind == "government":
        return "" if level in _NATIONAL else region[: _PREFIX.get(level, 6)]
    if kind == "station_regional":
        return region[:2]
    if kind == "station_local":
        return region[:4]
    return None


def covers(reached: str | None, region: str) -> bool:
    """Say whether a reach takes in a region code or another reach."""
    return reached is not None and region.startswith(reached)


def against_role(*, role: str, kind: str, by_site: bool) -> Iterator[Refusal]:
    """Refuse a role that such an organisation cannot give."""
    if role not in PERMISSIONS:
        yield Refusal("membership.role_unknown", {"role": role}, "role")
        return
    if kind not in HELD_IN.get(role, {kind}):
        yield Refusal("membership.role_not_for_kind", {"role": role, "kind": kind}, "role")
    if role == "site_administrator" and not by_site:
        yield Refusal("membership.role_by_site_only", {"role": role}, "role")


def against_leaving(*, role: str, other_administrators: int) -> Iterator[Refusal]:
    """Refuse to take the last administrator out of an organisation."""
    if role == "administrator" and not other_administrators:
        yield Refusal("membership.last_administrator", {}, "role")


def against_judging(
    *, reached: str | None, own: bool, kind: str, level: str, region: str
) -> Iterator[Refusal]:
    """Refuse a verifier of another region, of the own organisation, or of a lesser reach.

    Without the last rule a county could call a ministry into being.
    """
    if own:
        yield Refusal("organisation.own_verification")
    if not covers(reached, region):
        yield Refusal("organisation.not_your_region", {"region": region})
    granted = reach_of_kind(kind=kind, level=level, region=region)
    if granted is not None and covers(reached, region) and not covers(reached, granted):
        yield Refusal("organisation.reaches_further_than_you")


def against_alliance(
    *, kind: str, own_id: object, member_ids: Collection[object]
) -> Iterator[Refusal]:
    """Refuse members for what is no alliance, and an alliance within itself."""
    if kind != "alliance":
        yield Refusal("alliance.not_an_alliance")
    if own_id in member_ids:
        yield Refusal("alliance.member_of_itself", {}, "members")


# 国发〔2015〕33号 gave the old codes a transition that ended with 2017.
FORMER_CODE_ENDS = date(2018, 1, 1)
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_VALUES = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def normal_code(text: str) -> str:
    """Write a code as the standard does: half-width, upper case, without blanks and hyphens."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in plain if c.isalnum())


def is_uscc(code: str) -> bool:
    """Say whether a normal code satisfies GB 32100-2015 with its check character."""
    try:
        # No registration department has the number 0; without this eighteen zeros would pass.
        return len(code) == 18 and code[0] != "0" and gb32100.validate(code) == code
    except ValidationError:
        return False


def uscc_with_check(stem: str) -> str:
    """Append the check character to the first seventeen."""
    return stem + gb32100.calc_check_digit(stem)


def is_former_code(code: str) -> bool:
    """Say whether a normal code satisfies GB 11714-1997 (组织机构代码)."""
    if len(code) != 9 or any(c not in _VALUES for c in code):
        return False
    return code[8] == former_check(code[:8])


def former_check(stem: str) -> str:
    """Return the check character of GB 11714 for eight characters."""
    total = sum(w * _VALUES[c] for w, c in zip(_WEIGHTS, stem, strict=True))
    return "0123456789X0"[11 - total % 11]


def against_codes(
    *, kind: str, uscc: str, former_code: str, registered_on: date | None
) -> Iterator[Refusal]:
    """Refuse wrong codes; one is needed, except for an alliance, which is no legal person."""
    if not uscc and not former_code and kind != "alliance":
        yield Refusal("organisation.code_required", {}, "uscc")
    if uscc and not is_uscc(uscc):
        yield Refusal("organisation.uscc_invalid", {"code": uscc}, "uscc")
    if former_code and not is_former_code(former_code):
        yield Refusal("organisation.former_code_invalid", {"code": former_code}, "former_code")
    if former_code and not uscc:
        yield from _against_former_code_alone(registered_on)


def _against_former_code_alone(registered_on: date | None) -> Iterator[Refusal]:
    if registered_on is None:
        yield Refusal("organisation.registered_on_required", {}, "registered_on")
    elif registered_on >= FORMER_CODE_ENDS:
        values = {"day": FORMER_CODE_ENDS, "registered_on": registered_on}
        yield Refusal("organisation.former_code_too_late", values, "former_code")


def against_profile(
    *, name: str, kind: str, size: str, level: str, is_region_retired: bool
) -> Iterator[Refusal]:
    """Refuse what makes an organisation impossible to tell from others."""
    if len(name.strip()) < 2:
        yield Refusal("organisation.name_too_short", {}, "name")
    if kind == "enterprise" and not size:
        yield Refusal("organisation.size_required", {}, "size")
    if kind == "government" and not level:
        yield Refusal("organisation.level_required", {}, "level")
    if is_region_retired:
        yield Refusal("organisation.region_retired", {}, "region")


# What makes an organisation the one that was verified; changing it asks for verification again.
IDENTITY = frozenset({"name", "kind", "level", "region_id", "uscc", "former_code"})
