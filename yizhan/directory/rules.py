"""What the rules say about organisations, their codes and their roles."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from yizhan.kernel.codes import FORMER_CODE_ENDS, is_former_code, is_uscc
from yizhan.kernel.refusals import Refusal

# What any confirmed account may do before it stands for an organisation.
ACCOUNT = frozenset({"matching.use", "directory.register", "experts.profile"})

# What each role may do besides, within its organisation; `reach` says how far it sees.
_OWN = frozenset(
    {"listings.write", "listings.read_own", "imports.run", "experts.ask", "contracts.write"}
)
PERMISSIONS: Mapping[str, frozenset[str]] = {
    "member": ACCOUNT | _OWN,
    "administrator": ACCOUNT
    | _OWN
    | {"directory.write", "directory.manage_members", "experts.confirm"}
    | {"stations.apply", "stations.work"},
    "broker": ACCOUNT
    | {"listings.write", "listings.read_own", "experts.ask", "contracts.write"},
    "adviser": ACCOUNT | _OWN | {"listings.review", "experts.ask_for_others", "stations.work"},
    "reviewer": ACCOUNT
    | {"listings.review", "listings.read_own", "directory.verify", "experts.confirm"},
    "registrar": ACCOUNT | {"contracts.register", "imports.run"},
    "assessor": ACCOUNT,
    "officer": ACCOUNT
    | {"listings.review", "directory.verify", "matching.quality"}
    | {"experts.confirm", "experts.supervise", "contracts.supervise", "contracts.tax"}
    | {"stations.appraise"},
    "site_administrator": ACCOUNT
    | _OWN
    | {
        "listings.review",
        "directory.write",
        "directory.verify",
        "directory.manage_members",
        "matching.quality",
        "site.administer",
        "experts.confirm",
        "experts.supervise",
        "contracts.supervise",
        "stations.appraise",
    },
}

# What only a verified organisation's people may do: to look at or decide on the rows of others.
OVER_OTHERS = frozenset(
    {"listings.review", "directory.verify", "matching.quality", "site.administer"}
    | {"experts.confirm", "experts.supervise", "experts.ask_for_others"}
    | {"contracts.register", "contracts.supervise", "contracts.tax"}
    | {"stations.appraise"}
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

# What one person, or one organisation, may begin within a day; more is not work but a flood.
DAY = timedelta(days=1)
MOST_A_DAY: Mapping[str, int] = {
    "organisation.too_many": 5,
    "claim.too_many": 5,
    "membership.too_many": 10,
    "invitation.too_many": 50,
}


def against_flood(*, code: str, begun: int) -> Iterator[Refusal]:
    """Refuse one more of what was begun too often within a day."""
    most = MOST_A_DAY[code]
    if begun >= most:
        yield Refusal(code, {"most": most})


# Where anybody gets an address: no proof of anything.
FREE_MAIL = frozenset(
    {"qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "vip.163.com", "vip.126.com"}
    | {"188.com", "sina.com", "sina.cn", "vip.sina.com", "sohu.com", "tom.com", "21cn.com"}
    | {"139.com", "189.cn", "wo.cn", "aliyun.com", "gmail.com", "googlemail.com", "outlook.com"}
    | {"outlook.cn", "hotmail.com", "live.com", "live.cn", "msn.com", "yahoo.com", "yahoo.cn"}
    | {"yahoo.com.cn", "icloud.com", "me.com", "proton.me", "protonmail.com", "gmx.com"}
    | {"mail.com", "zoho.com", "yandex.com", "aol.com", "263.net", "chinaren.com", "eyou.com"}
)
# Thousands hold an address there: it shows where somebody is, not that they may speak for it.
_CROWDS = frozenset({"university", "research_institute", "training_base", "science_park"})

CODE_HOLDS = timedelta(minutes=30)
CODE_PAUSE = timedelta(minutes=1)
MOST_CODES, MOST_TRIES = 5, 5
CLAIM_HOLDS = timedelta(days=30)
MOST_PAPERS, MOST_PAPER_BYTES = 5, 10 * 1024 * 1024
# What was shown for a claim is thrown away so long after the claim has ended.
PAPERS_KEPT = timedelta(days=180)
VERIFY_WITHIN = timedelta(days=10)
# An administrator who has not answered in this time may be disputed.
ANSWER_WITHIN = timedelta(days=14)


_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([a-z0-9.-]+\.[a-z0-9-]+)")


def proves_site(*, email: str, site: str) -> bool:
    """Say whether an address belongs to the very domain of a published website."""
    found = _ADDRESS.fullmatch(email.strip().lower())
    return found is not None and found[1] == site and site not in FREE_MAIL


def settles_claim(
    *, kind: str, level: str, region: str, is_dispute: bool, rivals: int, sharers: int
) -> bool:
    """Say whether a proven address alone decides; power over others never comes from a mail."""
    has_power = reach_of_kind(kind=kind, level=level, region=region) is not None
    return not (has_power or kind in _CROWDS or is_dispute or rivals or sharers)


def against_papers(*, held: int, is_open: bool) -> Iterator[Refusal]:
    """Refuse more papers than a verifier would read, and any once the claim has ended."""
    if not is_open:
        yield Refusal("claim.papers_closed", {}, "paper")
    elif held >= MOST_PAPERS:
        yield Refusal("claim.too_many_papers", {"most": MOST_PAPERS}, "paper")


def against_handing_over(*, role: str, is_self: bool, is_here: bool) -> Iterator[Refusal]:
    """Refuse to pass on what one does not hold, or to nobody else of the house."""
    if role != "administrator":
        yield Refusal("membership.not_administrator")
    if is_self or not is_here:
        yield Refusal("membership.no_successor", {}, "successor")


def against_merge(
    *,
    kinds: tuple[str, str],
    levels: tuple[str, str],
    bodies: tuple[str, str],
    verified: tuple[bool, bool],
    reason: str,
) -> Iterator[Refusal]:
    """Refuse what is not two entries of one organisation; the one that is kept stands first."""
    if kinds[0] != kinds[1]:
        yield Refusal("merge.kinds_differ", {"kind": kinds[0], "other_kind": kinds[1]})
    elif levels[0] != levels[1]:
        yield Refusal("merge.levels_differ")
    if bodies[0] and bodies[1] and bodies[0] != bodies[1]:
        yield Refusal("merge.two_codes", {"code": bodies[0], "other": bodies[1]})
    if verified[1] and not verified[0]:
        yield Refusal("merge.keep_the_verified")
    if not reason.strip():
        yield Refusal("organisation.reason_required", {}, "reason")


def comes_along(*, is_verified: bool, kept_is_verified: bool, kept_has_people: bool) -> bool:
    """Say whether the people of a merged organisation keep their roles in the one kept.

    Who entered a house that nobody verified does not come into a verified one this way.
    """
    return is_verified or not (kept_is_verified or kept_has_people)
