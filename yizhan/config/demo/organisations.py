"""The fictional institutions: entered, verified by the national station, in alliances."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from yizhan.config.demo.reading import number_of, rows_of
from yizhan.directory import queries, services
from yizhan.kernel.actors import Actor, machine
from yizhan.kernel.codes import former_check, uscc_with_check

NATIONAL = "guojia-zhan"
# The first two characters of GB 32100: 11 organs, 12 public bodies, 5x societies, 91 companies.
_REGISTER = {
    "government": "11",
    "university": "12",
    "research_institute": "12",
    "station_national": "12",
    "station_regional": "12",
    "station_local": "12",
    "productivity_centre": "12",
    "training_base": "52",
    "alliance": "51",
}
FOUNDER = machine(
    "demonstration",
    "directory.register",
    "directory.write",
    "directory.verify",
    "directory.manage_members",
    "site.administer",
)
Track = Callable[[Iterable[dict[str, Any]], str], Iterable[dict[str, Any]]]


def load_organisations(*, at: datetime, track: Track) -> dict[str, UUID]:
    """Enter every institution and return its id by the key that other content names it by."""
    rows = list(rows_of("organisations.jsonl"))
    # The national station comes first: it vouches for all others.
    rows.sort(key=lambda row: row["key"] != NATIONAL)
    known = queries.ids_by_uscc(demo_uscc(row) for row in rows)
    ids: dict[str, UUID] = {}
    for row in track(rows, "organisations"):
        found = known.get(demo_uscc(row))
        ids[row["key"]] = found or _enter(row, ids, at)
    for row in rows:
        if row.get("members"):
            _join(row, ids, at)
    _liven(rows, ids, at)
    return ids


def demo_uscc(row: Mapping[str, Any]) -> str:
    """Return the invented but valid code of an institution; the same for every run."""
    stem = f"{number_of(row['key'], 10**8):08d}"
    register = _REGISTER.get(row["kind"], "91")
    return uscc_with_check(f"{register}{row['region']}{stem}{former_check(stem)}")


@transaction.atomic
def _enter(row: Mapping[str, Any], ids: Mapping[str, UUID], at: datetime) -> UUID:
    entered = at - timedelta(days=120 + number_of(row["key"], 400), minutes=len(row["about"]))
    organisation = services.register_organisation(
        actor=FOUNDER, profile=_profile(row), at=entered
    )
    verifier = _verifier(ids)
    later = entered + timedelta(days=1 + number_of(row["name"], 6), hours=3)
    if row["verified"]:
        services.verify_organisation(
            actor=verifier, organisation_id=organisation.id, how=_how(row), at=later
        )
    else:
        services.claim_organisation(actor=FOUNDER, organisation_id=organisation.id, at=later)
    return organisation.id


def _verifier(ids: Mapping[str, UUID]) -> Actor:
    national = ids.get(NATIONAL)
    return (
        replace(FOUNDER, label="创新驿站全国总站", organisation_id=national)
        if national
        else FOUNDER
    )


def _how(row: Mapping[str, Any]) -> str:
    if row["kind"] in {"enterprise", "investor", "bank", "exchange"}:
        return "核对营业执照与法定代表人授权书"
    if row["kind"] == "government":
        return "核对机构编制文件与公函"
    return "核对法人证书与联系人授权书"


def _profile(row: Mapping[str, Any]) -> services.Profile:
    return services.Profile(
        name=row["name"],
        name_en=row.get("name_en") or "",
        kind=row["kind"],
        uscc=demo_uscc(row),
        registered_on=date(
            1985 + number_of(row["key"], 36), 1 + number_of(row["name"], 12), 18
        ),
        size=row.get("size") or "",
        is_rd_type=bool(row.get("rd_type")),
        level=row.get("level") or "",
        region_id=row["region"],
        industry_id=row.get("industry") or None,
        fields=tuple(row["fields"]),
        about=row["about"],
    )


def _join(row: Mapping[str, Any], ids: Mapping[str, UUID], at: datetime) -> None:
    services.set_alliance_members(
        actor=FOUNDER,
        organisation_id=ids[row["key"]],
        member_ids=[ids[key] for key in row["members"]],
        at=at,
    )


def _liven(rows: Iterable[Mapping[str, Any]], ids: Mapping[str, UUID], at: datetime) -> None:
    """Add what administrators work on: an old entry twice, an open seat, two bases; once."""
    by_key = {row["key"]: row for row in rows}
    twin = f"{by_key[_TWICE]['name'].removesuffix('有限公司')}（老厂）"
    if queries.find_organisations(actor=FOUNDER, lines=[twin])[0]:
        return
    old = replace(
        _profile(by_key[_TWICE]),
        name=twin,
        name_en="",
        uscc="",
        former_code=demo_uscc(by_key[_TWICE])[8:17],
        about="早年从纸质档案录入，只有原组织机构代码。",
        registered_on=date(2003, 6, 18),
    )
    services.register_organisation(actor=FOUNDER, profile=old, at=at - timedelta(days=200))
    alliance = next(row for row in by_key.values() if row.get("members"))
    if _TWICE not in alliance["members"]:
        services.offer_seat(
            actor=FOUNDER,
            alliance_id=ids[alliance["key"]],
            member_id=ids[_TWICE],
            note="邀请贵公司参加秋季对接活动",
            at=at - timedelta(days=2),
        )
    for key, title, partners in _BASES:
        services.give_title(
            actor=FOUNDER,
            organisation_id=ids[key],
            grant=services.Grant(
                title=title,
                authority="国家科技主管部门",
                since=date(2025, 3, 1),
                until=date(2029, 2, 28),
                partners=partners,
            ),
            at=at - timedelta(days=30),
        )


_TWICE = "lanjiao-pump"
_BASES = (
    ("binhai-gongda", "international_base", ("DE", "JP")),
    ("taihu-tto", "international_centre", ("SG", "GB", "IL")),
)
