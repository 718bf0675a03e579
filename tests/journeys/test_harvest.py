"""A machine copies everything, over the API and OAI-PMH, while another process writes."""

import json
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from lxml import etree  # type: ignore[import-untyped]
from oaipmh_scythe import (
    BadArgument,
    BadResumptionToken,
    CannotDisseminateFormat,
    IdDoesNotExist,
    NoRecordsMatch,
    Scythe,
)

from tests.town import Town
from yizhan.listings.models import Listing
from yizhan.listings.oai import answers
from yizhan.listings.stages import SHOWN
from yizhan.listings.tests.harvesting import public_state, settle
from yizhan.web.feeds import take_tick

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

_LIBPQ = ("dbname", "user", "password", "passfile", "host", "port")

# Titles change, needs are withdrawn and come back, in transactions that end in any order.
WRITER = """
import json, random, sys, threading, time
import psycopg
values = json.loads(sys.argv[1])
def write(number):
    chance = random.Random(number)
    with psycopg.connect(**values) as link:
        ids = [row[0] for row in link.execute(
            "SELECT id FROM listings_listing WHERE stage IN ('published', 'withdrawn')"
            " ORDER BY id")]
        link.commit()
        ends = time.monotonic() + 8
        turn = 0
        while time.monotonic() < ends:
            turn += 1
            for one in sorted(chance.sample(ids, min(3, len(ids)))):
                link.execute("UPDATE listings_listing SET title = %s WHERE id = %s",
                             [f"{number}-{turn}", one])
                if chance.random() < 0.2:
                    link.execute("UPDATE listings_listing SET stage = 'withdrawn'"
                                 " WHERE id = %s AND stage = 'published' AND kind = 'need'",
                                 [one])
                elif chance.random() < 0.2:
                    for stage in ('draft', 'submitted', 'published'):
                        link.execute(
                            "UPDATE listings_listing SET stage = %s, submitted_at = now(),"
                            " published_at = now(), withdrawn_at = NULL"
                            " WHERE id = %s AND kind = 'need' AND stage = ANY (%s)",
                            [stage, one, {'draft': ['withdrawn'], 'submitted': ['draft'],
                                          'published': ['submitted']}[stage]])
            time.sleep(chance.random() * 0.05)
            link.rollback() if chance.random() < 0.1 else link.commit()
def tried(number):
    try:
        write(number)
    except BaseException as error:
        failed.append(error)
failed = []
threads = [threading.Thread(target=tried, args=(number,)) for number in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
sys.exit(repr(failed) if failed else 0)
"""


@pytest.fixture
def harvested(own_town: Town, site: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Open the platform to busy harvesters, with small pages."""
    monkeypatch.setattr(settings, "YIZHAN_API_ANONYMOUS_PER_MINUTE", 100_000)
    monkeypatch.setattr(settings, "YIZHAN_BASE_URL", site)
    monkeypatch.setattr(answers, "PAGE", 10)
    return site


@pytest.fixture
def client(harvested: str) -> Iterator[Any]:
    """Lend a harvester that was not written by us, once the copied feed has settled."""
    take_tick()
    settle()
    with Scythe(f"{harvested}/oai") as stranger:
        yield stranger


@pytest.fixture
def writer(own_town: Town) -> Iterator[subprocess.Popen[bytes]]:
    """Start the process that writes."""
    # All of libpq's own words: a server of ours takes the password from a file.
    given = connection.get_connection_params()
    values = {name: given[name] for name in _LIBPQ if given.get(name)}
    process = subprocess.Popen([sys.executable, "-c", WRITER, json.dumps(values)])
    yield process
    process.kill()
    process.wait()


class ApiHarvest:
    """Follows the change feed of the API."""

    def __init__(self, site: str) -> None:
        """Begin at the beginning."""
        self.address, self.cursor = f"{site}/api/v1/listings/changes", ""
        self.copy: dict[str, str] = {}
        self.told: list[tuple[str, str, str]] = []

    def go_on(self) -> None:
        """Read to the present end."""
        while True:
            asked = urllib.parse.urlencode({"limit": 10, "cursor": self.cursor})
            answer = json.loads(_read(f"{self.address}?{asked}"))
            for item in answer["items"]:
                self.told.append((item["id"], item["change"], item["changed_at"]))
                if item["is_public"]:
                    self.copy[item["id"]] = item["record"]["title"]
                else:
                    self.copy.pop(item["id"], None)
            self.cursor = answer["next"]
            if not answer["has_more"]:
                return


class OaiHarvest:
    """Harvests by date with a client that was not written by us."""

    def __init__(self, client: Any) -> None:
        """Begin with everything."""
        self.client = client
        self.since: str | None = None
        self.copy: dict[str, str] = {}

    def go_on(self) -> list[str]:
        """Harvest what has a date since the last answer; return what was public, in order."""
        began = self._date()
        seen = []
        try:
            records = self.client.list_records(
                metadata_prefix="yizhan", from_=self.since, ignore_deleted=False
            )
            for record in records:
                name = record.header.identifier.rpartition(":")[2]
                if record.deleted:
                    self.copy.pop(name, None)
                else:
                    self.copy[name] = record.metadata["title"][0]
                    seen.append(f"{name} {self.copy[name]}")
        except NoRecordsMatch:
            pass
        self.since = began
        return seen

    def _date(self) -> str:
        root = self.client.identify().xml.getroottree().getroot()
        return str(root.findtext("{http://www.openarchives.org/OAI/2.0/}responseDate"))


def public() -> dict[str, str]:
    """Return what everybody may see now, by the ids of both protocols."""
    return {str(key): title for key, title in public_state().items()}


def test_everything_is_harvested_while_another_process_writes(
    harvested: str, client: Any, writer: subprocess.Popen[bytes]
) -> None:
    """Over both ways nothing is skipped; over the feed nothing comes twice."""
    api, oai = ApiHarvest(harvested), OaiHarvest(client)
    rounds = 0
    while writer.poll() is None:
        api.go_on()
        seen = oai.go_on()
        assert len(seen) == len(set(seen))
        rounds += 1
    settle()
    api.go_on()
    oai.go_on()
    assert writer.returncode == 0
    # Each round begins while the other process is at work; a busy machine makes few.
    assert rounds
    assert len(api.told) > len(public())
    assert api.copy == public()
    assert oai.copy == public()
    assert len(api.told) == len(set(api.told))


def test_a_stranger_s_client_harvests_sets_dates_and_single_records(client: Any) -> None:
    identity = client.identify()
    assert identity.deletedRecord == "persistent"
    assert identity.granularity == "YYYY-MM-DDThh:mm:ssZ"
    assert {form.metadataPrefix for form in client.list_metadata_formats()} == {
        "oai_dc",
        "yizhan",
    }
    sets = {row.setSpec for row in client.list_sets()}
    assert {"kind", "kind:need", "field:05", "province:33"} <= sets
    settle()
    everything = {r.header.identifier: r for r in client.list_records(metadata_prefix="oai_dc")}
    assert {name.rpartition(":")[2] for name in everything} >= set(public())
    for kind in ("need", "offer", "service"):
        found = {
            header.identifier.rpartition(":")[2]
            for header in _headers(client, f"kind:{kind}")
            if not header.deleted
        }
        wanted = Listing.objects.filter(stage__in=SHOWN, kind=kind).values_list("id", flat=True)
        assert found == {str(key) for key in wanted}
    name, record = next((n, r) for n, r in everything.items() if not r.deleted)
    one = client.get_record(identifier=name, metadata_prefix="oai_dc")
    assert one.metadata["title"] == record.metadata["title"]
    assert one.header.datestamp == record.header.datestamp
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    assert list(client.list_identifiers(metadata_prefix="oai_dc", from_=today, until=today))


def test_the_errors_reach_a_stranger_s_client_as_what_they_are(client: Any) -> None:
    with pytest.raises(NoRecordsMatch):
        list(client.list_identifiers(metadata_prefix="oai_dc", until="2001-01-01"))
    with pytest.raises(IdDoesNotExist):
        client.get_record(identifier="oai:yizhan:nobody", metadata_prefix="oai_dc")
    with pytest.raises(CannotDisseminateFormat):
        list(client.list_records(metadata_prefix="marc21"))
    with pytest.raises(NoRecordsMatch):
        list(client.list_records(metadata_prefix="oai_dc", set_="field:99"))
    with pytest.raises(BadArgument):
        list(client.list_records(metadata_prefix="oai_dc", from_="yesterday"))
    with pytest.raises(BadResumptionToken):
        list(client.list_records(resumption_token="made up"))


def test_every_record_keeps_our_own_schema(harvested: str, client: Any) -> None:
    """The schema is handed out at the address that every record names."""
    schema = etree.XMLSchema(etree.fromstring(_read(f"{harvested}/oai/yizhan-1.0.xsd")))
    settle()
    count = 0
    for record in client.list_records(metadata_prefix="yizhan", ignore_deleted=True):
        [listing] = record.xml.iter("{urn:yizhan:standard:1.0}listing")
        schema.assertValid(etree.ElementTree(listing))
        count += 1
    assert count == len(public())


def test_who_asks_too_much_is_told_when_to_come_back(
    harvested: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "YIZHAN_API_ANONYMOUS_PER_MINUTE", 2)
    address = f"{harvested}/oai?verb=Identify"
    _read(address), _read(address)
    with pytest.raises(urllib.error.HTTPError) as refused:
        _read(address)
    assert refused.value.code == 503
    assert int(refused.value.headers["Retry-After"]) >= 1
    refused.value.close()


def _read(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=20) as said:  # noqa: S310 -- our own server
        return bytes(said.read())


def _headers(client: Any, name: str) -> list[Any]:
    return list(
        client.list_identifiers(metadata_prefix="oai_dc", set_=name, ignore_deleted=False)
    )
