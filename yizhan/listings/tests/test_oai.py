"""OAI-PMH to the letter: errors, tokens, deletions, dates, and any text that people write."""

import gzip
import threading
from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from django.conf import settings
from django.test import Client

from yizhan.listings.models import Listing, ListingChange
from yizhan.listings.oai import answers
from yizhan.listings.oai.xml import OAI, clean
from yizhan.listings.tests.factories import actor_of, make_organisation, make_published
from yizhan.listings.tests.harvesting import settle
from yizhan.listings.tests.test_feed import make_bare
from yizhan.web.feeds import renew_feeds, take_tick, thin_ticks

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.timeout(300)]
NAMES = {"o": OAI, "dc": "http://purl.org/dc/elements/1.1/"}


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "YIZHAN_API_ANONYMOUS_PER_MINUTE", 100_000)


def ask(client: Client, **arguments: str) -> Element:
    """Ask, and return the document."""
    response = client.get("/oai", arguments)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    document: Element = fromstring(response.content)
    return document


def error_of(document: Element) -> str:
    """Return the code of the error."""
    return str(document.find("o:error", NAMES).attrib["code"])  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&extra=1", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=GetRecord&identifier=x", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-01", "badArgument"),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-01T00:00:00Z",
            "badArgument",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01&until=2026-01-01",
            "badArgument",
        ),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=nothing", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=province:", "noRecordsMatch"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:yizhan:1", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:other:1", "idDoesNotExist"),
        ("verb=ListRecords&metadataPrefix=oai_dc", "noRecordsMatch"),
    ],
)
def test_each_error_has_the_code_of_the_protocol(client: Client, query: str, code: str) -> None:
    document = fromstring(client.get(f"/oai?{query}").content)
    assert error_of(document) == code
    request = document.find("o:request", NAMES)
    assert request is not None
    # Arguments that could not be read are not repeated.
    assert bool(request.attrib) == (code not in {"badVerb", "badArgument"})


def test_a_list_is_told_in_pages_and_the_last_token_is_empty(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "PAGE", 2)
    owner = actor_of(make_organisation())
    wanted = {f"oai:yizhan:{make_published(owner).id}" for _number in range(5)}
    settle()
    found, token, pages = [], "", 0
    while True:
        asked = {"resumptionToken": token} if token else {"metadataPrefix": "oai_dc"}
        document = ask(client, verb="ListIdentifiers", **asked)
        found += [str(row.text) for row in document.iter(f"{{{OAI}}}identifier")]
        pages += 1
        token = str(document.find(".//o:resumptionToken", NAMES).text or "")  # type: ignore[union-attr]
        if not token:
            break
    assert (pages, len(found)) == (3, 5)
    assert set(found) == wanted


def test_a_token_of_another_epoch_or_verb_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "PAGE", 1)
    make_published(), make_published()
    settle()
    document = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    token = str(document.find(".//o:resumptionToken", NAMES).text)  # type: ignore[union-attr]
    other = ask(client, verb="ListIdentifiers", resumptionToken=token)
    assert error_of(other) == "badResumptionToken"
    renew_feeds(force=True)
    later = ask(client, verb="ListRecords", resumptionToken=token)
    assert error_of(later) == "badResumptionToken"


def test_what_is_gone_is_told_as_deleted_for_ever(client: Client) -> None:
    listing = make_bare()
    Listing.objects.filter(id=listing.id).delete()
    settle()
    name = f"oai:yizhan:{listing.id}"
    for asked in ({"verb": "ListRecords"}, {"verb": "GetRecord", "identifier": name}):
        document = ask(client, metadataPrefix="oai_dc", **asked)
        header = document.find(".//o:header", NAMES)
        assert header is not None
        assert header.attrib["status"] == "deleted"
        assert document.find(".//o:metadata", NAMES) is None
        specs = {row.text for row in header.iter(f"{{{OAI}}}setSpec")}
        assert specs == {"kind:need", "field:03", "field:05", "province:33"}


def test_any_text_makes_well_formed_xml(client: Client) -> None:
    """Markup is text, and what XML cannot hold is replaced."""
    assert clean("a\x00b\x0bc\ud800d\uffff") == "a�b�c�d�"
    nasty = "<b>&amp; ]]> \"'\x01\x1f </metadata> 𠮷\u2028"
    owner = actor_of(make_organisation(name="<script>alert(1)</script> & 公司"))
    listing = make_published(owner)
    Listing.objects.filter(id=listing.id).update(summary=nasty, keywords=["a\x02b", "<i>"])
    settle()
    document = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    said = [row.text for row in document.iter("{http://purl.org/dc/elements/1.1/}description")]
    assert said == [clean(nasty)]
    creator = document.find(".//dc:creator", NAMES)
    assert creator is not None
    assert creator.text == "<script>alert(1)</script> & 公司"


def test_confidential_fields_and_anonymous_houses_stay_out(client: Client) -> None:
    listing = make_published(is_anonymous=True)
    settle()
    for prefix in ("oai_dc", "yizhan"):
        text = client.get("/oai", {"verb": "ListRecords", "metadataPrefix": prefix}).content
        assert listing.title.encode() in text
        assert str(listing.details["conditions"]).encode() not in text
        assert listing.organisation.name.encode() not in text


def test_answers_come_compressed_and_by_post_too(client: Client) -> None:
    make_published()
    settle()
    asked = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    response = client.post("/oai", asked, headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert b"<ListRecords>" in gzip.decompress(response.content)


def test_the_date_is_when_a_change_could_be_read_not_when_it_was_written(
    client: Client,
) -> None:
    """Written long ago and committed now, it is found by whoever asks since the last answer."""
    listing = make_published()
    settle()
    first = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    last = str(first.findtext("o:responseDate", namespaces=NAMES))
    threading.Event().wait(1.1)
    Listing.objects.filter(id=listing.id).update(title="写得早，提交得晚")
    ListingChange.objects.filter(record_id=listing.id).update(
        at=listing.created_at - timedelta(days=365)
    )
    settle()
    again = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", **{"from": last})
    [stamp] = [str(row.text) for row in again.iter(f"{{{OAI}}}datestamp")]
    assert stamp >= last


def test_old_ticks_are_thinned_and_dates_stay_in_order(client: Client) -> None:
    listing = make_published()
    for number in range(5):
        Listing.objects.filter(id=listing.id).update(title=f"第 {number} 次")
        settle()
        take_tick()
    document = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    now = document.findtext("o:responseDate", namespaces=NAMES)
    assert now is not None
    assert thin_ticks(at=listing.created_at + timedelta(days=9999)) >= 3
    still = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    assert len(list(still.iter(f"{{{OAI}}}header"))) == 1
