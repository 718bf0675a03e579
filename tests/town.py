"""A small town: organisations, people in every role, listings at every stage, one index.

Built once per run through the services, in a database of its own. Who only reads shares it;
who writes with real commits takes a copy (`own_town`).
"""

import dataclasses
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.contracts_in_town import settle_contracts
from tests.copies import copy_database, drop_database, inside
from tests.experts_in_town import settle_experts
from tests.inbox_in_town import settle_inbox
from tests.keys_in_town import make_keys
from tests.listings_in_town import settle_listings
from tests.stations_in_town import settle_stations
from tests.statistics_in_town import settle_statistics
from yizhan.directory import queries as directory
from yizhan.directory import services as staffing
from yizhan.directory.models import Organisation, Person
from yizhan.directory.tests import factories as people
from yizhan.imports.models import Run
from yizhan.imports.services import create_run, map_columns, perform_run, start_run
from yizhan.kernel.actors import Actor
from yizhan.matching.indexing.gateway import forget_retriever
from yizhan.matching.indexing.rebuild import rebuild

PASSWORD = people.PASSWORD
TABLE = (
    "成果编号,成果名称,成果简介,技术领域,合作方式,成熟度,转化报价（万元）\n"
    "B-1,稀土永磁电机转子整体充磁,转子装配后一次充磁，充磁一致性提高到百分之九十八。,先进制造,委托开发,7,85\n"
    "B-2,,缺少名称的一行。,新材料,转让,6,30\n"
)


@dataclass
class Town:
    """Where the town lives, and the names of what is in it."""

    database: str
    index: Path
    files: Path
    at: datetime
    actors: dict[str, Actor] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    ids: dict[str, UUID] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """Return a client signed in as one of the people; "visitor" is nobody."""
        client = Client()
        if role in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client


@pytest.fixture(scope="session")
def town(
    pristine: str, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """Build the town."""
    folder = tmp_path_factory.mktemp("town")
    name = pristine.replace("_pristine", "_town")
    made = Town(name, folder / "index", folder / "files", datetime.now(UTC))
    with django_db_blocker.unblock():
        copy_database(pristine, name)
        with placed(made):
            _build(made)
        yield made
        drop_database(name)


@pytest.fixture
def in_town(town: Town, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """Look at the shared town; whoever writes rolls back."""
    with django_db_blocker.unblock(), placed(town):
        yield town


@pytest.fixture
def own_town(town: Town, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[Town]:
    """Give the test a copy of the town to change for good."""
    own = dataclasses.replace(
        town,
        database=f"{town.database}_own",
        index=tmp_path / "index",
        files=tmp_path / "files",
    )
    with django_db_blocker.unblock():
        connection.close()
        copy_database(town.database, own.database)
        shutil.copytree(town.index, own.index)
        shutil.copytree(town.files, own.files)
        with placed(own):
            yield own
        drop_database(own.database)


class placed(inside):  # noqa: N801 -- reads as a word where it is used
    """Let this process work in a town: its database, its index, its files."""

    def __init__(self, town: Town) -> None:
        """Remember where."""
        super().__init__(town.database)
        self._town = town
        self._patch = pytest.MonkeyPatch()

    def __enter__(self) -> None:
        """Change over."""
        self._patch.setattr(settings, "YIZHAN_INDEX", self._town.index)
        self._patch.setattr(settings, "YIZHAN_FILES", self._town.files)
        super().__enter__()

    def __exit__(self, *details: object) -> None:
        """Change back."""
        super().__exit__(*details)
        self._patch.undo()
        forget_retriever()


def _build(town: Town) -> None:
    mill = _organisation(town, "mill", name="舟山潮生泵业有限公司", name_en="Chaosheng Pumps")
    rival = _organisation(town, "rival", region_id="210200", name="大连辽海阀门有限公司")
    university = _organisation(
        town,
        "university",
        kind="university",
        size="",
        region_id="210200",
        name="滨海工业大学",
    )
    _offices(town)
    _person(town, "account", None)
    _person(town, "administrator", mill, "administrator")
    _person(town, "member", mill)
    _person(town, "other_member", rival)
    _person(town, "scholar", university)
    _person(town, "registrar", Organisation.objects.get(name="舟山市科技局"), "registrar")
    _waiting(town, mill)
    settle_listings(town)
    _imports(town)
    town.keys |= make_keys(town.ids, town.at)
    settle_experts(town)
    settle_stations(town)
    settle_contracts(town)
    settle_statistics(town)
    settle_inbox(town)
    rebuild(at=town.at, workers=0)


def _offices(town: Town) -> None:
    for name, title, role, values in (
        ("adviser", "浙江区域驿站", "adviser", {"kind": "station_regional"}),
        ("reviewer", "浙江区域驿站", "reviewer", {"kind": "station_regional"}),
        (
            "national_adviser",
            "国家驿站",
            "adviser",
            {"kind": "station_national", "region_id": "110000"},
        ),
        (
            "far_reviewer",
            "辽宁区域驿站",
            "reviewer",
            {"kind": "station_regional", "region_id": "210000"},
        ),
        (
            "city",
            "舟山市科技局",
            "officer",
            {"kind": "government", "level": "city", "region_id": "330900"},
        ),
        (
            "province",
            "浙江省科技厅",
            "officer",
            {"kind": "government", "level": "province", "region_id": "330000"},
        ),
        (
            "nation",
            "国家科技部门",
            "officer",
            {"kind": "government", "level": "central", "region_id": "110000"},
        ),
    ):
        office = Organisation.objects.filter(name=title).first() or _organisation(
            town, title, name=title, size="", **{"region_id": "330000", **values}
        )
        _person(town, name, office, role)
    centre = Organisation.objects.get(name="国家科技部门")
    _person(town, "site", centre, "site_administrator")


def _organisation(town: Town, key: str, **values: Any) -> Organisation:
    organisation = people.make_organisation(**values)
    town.ids[key] = organisation.id
    return organisation


def _person(
    town: Town, name: str, organisation: Organisation | None, role: str = "member"
) -> Person:
    email = f"{name}@example.org"
    person = people.make_person(email, PASSWORD)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    town.emails[name] = email
    if organisation is None:
        town.actors[name] = directory.actor_for(person=person)
    else:
        membership = people.make_member(organisation, role, person)
        town.ids[f"{name}.membership"] = membership.id
        town.actors[name] = directory.actor_of_membership(membership)
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    town.sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return person


def _waiting(town: Town, mill: Organisation) -> None:
    """Add what asks for a decision: memberships, an invitation, identities."""
    account, by, at = town.actors["account"], town.actors["administrator"], town.at
    asker = directory.actor_for(person=people.make_person())
    town.ids["asked"] = staffing.ask_for_role(
        actor=asker, organisation_id=mill.id, role="member", evidence="工作证", at=at
    ).id
    town.ids["invitation"] = staffing.invite_member(
        actor=by,
        organisation_id=mill.id,
        email=town.emails["account"],
        role="member",
        at=at,
    ).id
    claimed = staffing.register_organisation(
        actor=directory.actor_for(person=people.make_person()),
        profile=people.make_profile(name="舟山待核仪表有限公司"),
        at=at,
    )
    rejected = staffing.register_organisation(
        actor=directory.actor_for(person=people.make_person()),
        profile=people.make_profile(name="舟山存疑贸易有限公司"),
        at=at,
    )
    staffing.reject_organisation(
        actor=town.actors["province"], organisation_id=rejected.id, reason="查无此号", at=at
    )
    alliance = _organisation(
        town, "alliance", kind="alliance", size="", uscc="", name="海洋装备表面工程联盟"
    )
    staffing.set_alliance_members(
        actor=people.FOUNDER, organisation_id=alliance.id, member_ids=[mill.id], at=at
    )
    town.ids |= {"claimed": claimed.id, "rejected": rejected.id}
    _doubles(town, alliance)
    assert account.person_id is not None


def _doubles(town: Town, alliance: Organisation) -> None:
    """Add a house without people that looks like the mill, a claim on it, an open seat."""
    twin = Organisation.objects.create(
        name="舟山潮生泵业公司",
        kind="enterprise",
        size="small",
        region_id="330900",
        website="https://www.chaosheng.example/",
        created_at=town.at,
    )
    staffing.note_duplicates(twin.id, at=town.at)
    claim = staffing.start_claim(
        actor=town.actors["account"], organisation_id=twin.id, evidence="销售部", at=town.at
    )
    paper = staffing.add_paper(
        actor=town.actors["account"],
        claim_id=claim.id,
        name="授权书.pdf",
        chunks=[b"%PDF-1.7"],
        at=town.at,
    )
    seat = staffing.offer_seat(
        actor=people.FOUNDER,
        alliance_id=alliance.id,
        member_id=town.ids["rival"],
        at=town.at,
    )
    pair = directory.likely_pairs(people.FOUNDER).get(second_id__in=[twin.id, town.ids["mill"]])
    held = directory.seats_of(alliance=alliance, actor=people.FOUNDER)[0]
    title = staffing.give_title(
        actor=people.FOUNDER,
        organisation_id=town.ids["mill"],
        grant=staffing.Grant(
            title="international_base", authority="科技部", since=town.at.date()
        ),
        at=town.at,
    )
    merged = Organisation.objects.create(
        name="舟山潮生水泵厂",
        kind="enterprise",
        size="small",
        region_id="330900",
        created_at=town.at,
    )
    staffing.merge_organisations(
        actor=people.FOUNDER,
        kept_id=town.ids["mill"],
        absorbed_id=merged.id,
        versions=None,
        chosen=(),
        reason="同一执照",
        at=town.at,
    )
    town.ids |= {"title": title.id, "merged": merged.id}
    town.ids |= {"twin": twin.id, "claim": claim.id, "pair": pair.id}
    town.ids["claim.paper"] = paper.id
    town.ids |= {"seat.open": seat.id, "seat.held": held.id}


def _imports(town: Town) -> None:
    """Leave one run that waits for its mapping and one that has ended with a refused row."""
    actor, at = town.actors["member"], town.at
    # The same file within half a minute is the same upload.
    for key, later in (("run.uploaded", timedelta()), ("run.finished", timedelta(minutes=1))):
        town.ids[key] = create_run(
            actor=actor,
            target_code="listings.offer",
            file_name="成果.csv",
            chunks=[TABLE.encode()],
            at=at + later,
        ).id
    run = Run.objects.get(pk=town.ids["run.finished"])
    map_columns(actor=actor, run_id=run.id, plan=run.mapping, at=at)
    start_run(actor=actor, run_id=run.id, at=at, in_background=False)
    perform_run(run_id=run.id, clock=lambda: at)
