"""What a contract begins with when it comes from a need or an offer."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from yizhan.contracts.terms import (
    CHINA,
    IpStatus,
    IpType,
    Kind,
    Nature,
    Payment,
    PlanSource,
    SubKind,
)
from yizhan.directory.terms import Kind as HouseKind
from yizhan.listings.queries import ListingView
from yizhan.listings.terms import FundingSource, IpWish, Mode
from yizhan.listings.terms import IpKind as ListedRight
from yizhan.listings.terms import IpStatus as ListedStatus
from yizhan.listings.terms import Kind as ListingKind

if TYPE_CHECKING:
    from yizhan.directory.models import Organisation

_MODES: Mapping[str, tuple[str, str]] = {
    Mode.COMMISSIONED_DEVELOPMENT: (Kind.DEVELOPMENT, SubKind.COMMISSIONED_DEVELOPMENT),
    Mode.JOINT_DEVELOPMENT: (Kind.DEVELOPMENT, SubKind.COOPERATIVE_DEVELOPMENT),
    Mode.ASSIGNMENT: (Kind.ASSIGNMENT, ""),
    Mode.EQUITY_CONTRIBUTION: (Kind.ASSIGNMENT, ""),
    Mode.EXCLUSIVE_LICENCE: (Kind.LICENCE, SubKind.PATENT_EXCLUSIVE),
    Mode.SOLE_LICENCE: (Kind.LICENCE, SubKind.PATENT_SOLE),
    Mode.ORDINARY_LICENCE: (Kind.LICENCE, SubKind.PATENT_ORDINARY),
    Mode.CONSULTING: (Kind.CONSULTING, ""),
    Mode.SERVICE: (Kind.SERVICE, SubKind.GENERAL_SERVICE),
    Mode.PILOT_PLATFORM: (Kind.SERVICE, SubKind.GENERAL_SERVICE),
}
_RIGHTS: Mapping[str, str] = {
    ListedRight.INVENTION_PATENT: IpType.INVENTION_PATENT,
    ListedRight.UTILITY_MODEL: IpType.UTILITY_MODEL,
    ListedRight.DESIGN: IpType.DESIGN_PATENT,
    ListedRight.SOFTWARE_COPYRIGHT: IpType.SOFTWARE_COPYRIGHT,
    ListedRight.PLANT_VARIETY: IpType.PLANT_VARIETY,
    ListedRight.IC_LAYOUT: IpType.LAYOUT_DESIGN,
    ListedRight.TECHNICAL_SECRET: IpType.KNOW_HOW,
}
_STATES: Mapping[str, str] = {
    ListedStatus.PENDING: IpStatus.PENDING,
    ListedStatus.GRANTED: IpStatus.IN_FORCE,
    ListedStatus.EXPIRED: IpStatus.EXPIRED,
}
_PLANS: Mapping[str, str] = {
    FundingSource.NATIONAL: PlanSource.NATIONAL,
    FundingSource.MINISTRY: PlanSource.MINISTRY,
    FundingSource.PROVINCE: PlanSource.PROVINCE,
    FundingSource.CITY: PlanSource.PREFECTURE,
}
_NATURES: Mapping[str, str] = {
    HouseKind.UNIVERSITY: Nature.N022,
    HouseKind.RESEARCH_INSTITUTE: Nature.N021,
}
# How a draft says whose the results are, after what the need wishes.
_OWNERSHIP: Mapping[str, str] = {
    IpWish.CLIENT: "归甲方所有",
    IpWish.SUPPLIER: "归乙方所有",
    IpWish.JOINT: "归双方共有",
}


def party_of(house: "Organisation") -> dict[str, Any]:
    """Return an organisation as a row of parties."""
    return {
        "name": house.name,
        "uscc": house.uscc,
        "country": CHINA,
        "region": str(house.region_id),
        "nature": _NATURES.get(house.kind, ""),
    }


def begun_by(home: "Organisation") -> dict[str, Any]:
    """Return what a contract without a source begins with: the filer sells."""
    return {"currency": "CNY", "sellers": [party_of(home)]}


def begun_from(
    view: ListingView, *, home: "Organisation", other: "Organisation | None"
) -> dict[str, Any]:
    """Return what a contract about a need or an offer begins with.

    `other` is the organisation behind the listing, when the reader may know it.
    """
    is_need = view.kind == ListingKind.NEED
    is_own = other is not None and other.id == home.id
    theirs = [party_of(other)] if other is not None and not is_own else []
    ours = [party_of(home)]
    # Who wrote a need buys; who wrote an offer sells.
    ours_sell = is_need != is_own
    kind, subkind = next((_MODES[code] for code in view.modes if code in _MODES), ("", ""))
    rights = [_right(row) for row in view.details.get("ip") or []]
    source = str(view.details.get("funding_source") or "")
    amount = view.price_max if view.price_max == view.price_min else None
    return {
        "currency": "CNY",
        "need" if is_need else "offer": view.id,
        "title": view.title,
        "kind": kind,
        "subkind": subkind,
        "field": view.fields[0] if view.fields else "",
        "industry": view.industry,
        "sellers": ours if ours_sell else theirs,
        "buyers": theirs if ours_sell else ours,
        "contract_value": amount,
        "payment": Payment.EQUITY if Mode.EQUITY_CONTRIBUTION in view.modes else "",
        "lines": [{"subkind": subkind, "description": view.summary[:500], "amount": amount}],
        "ip": rights,
        "ip_type": rights[0]["type"] if rights else "",
        "plan_source": _PLANS.get(source, ""),
        "plan_reference": str(view.details.get("plan_number") or ""),
        "is_state_funded": source in _PLANS,
    }


def beyond_the_form(view: ListingView) -> dict[str, Any]:
    """Return what a listing says that only the draft has room for."""
    wish = str(view.details.get("ip_wish") or "")
    return {"ownership": _OWNERSHIP.get(wish, ""), "indicators": view.indicators}


def _right(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": _RIGHTS.get(str(row.get("kind")), ""),
        "number": str(row.get("number") or ""),
        "title": "",
        "status": _STATES.get(str(row.get("status")), ""),
        "expires_on": row.get("expires"),
    }
