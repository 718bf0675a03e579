"""The answer to each verb."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID
from xml.etree.ElementTree import Element

from django.conf import settings

from yizhan.directory.queries import provinces
from yizhan.directory.terms import Field
from yizhan.listings import queries
from yizhan.listings.models import ListingChange
from yizhan.listings.oai.arguments import Harvest, filter_of, harvest_of
from yizhan.listings.oai.errors import OaiError
from yizhan.listings.oai.formats import FORMATS, write_metadata
from yizhan.listings.oai.xml import OAI, XSI, add
from yizhan.listings.terms import Kind
from yizhan.web.feeds import CursorRefused, read_page, take_tick
from yizhan.web.feeds.ticks import dates_of, first_date

PAGE: Final = 100
_PREFIX: Final = "oai:yizhan:"
_SCHEMA: Final = f"{OAI} {OAI}OAI-PMH.xsd"

Verb = Callable[[Element, Mapping[str, str]], None]


def answer(arguments: Mapping[str, str], *, at: datetime) -> Element:
    """Return the whole document for arguments that were found to fit."""
    root = envelope(arguments, at=at)
    try:
        part = Element(f"{{{OAI}}}{arguments['verb']}")
        _VERBS[arguments["verb"]](part, arguments)
        root.append(part)
    except OaiError as error:
        if error.code == "badArgument":
            return refusal(error, at=at)
        add(root, OAI, "error", error.sentence, code=error.code)
    return root


def envelope(arguments: Mapping[str, str], *, at: datetime) -> Element:
    """Return the document without its answer; `at` is a moment before anything was read."""
    root = Element(f"{{{OAI}}}OAI-PMH")
    root.set(f"{{{XSI}}}schemaLocation", _SCHEMA)
    add(root, OAI, "responseDate", _written(at))
    add(root, OAI, "request", _base_url(), **arguments)
    return root


def refusal(error: OaiError, *, at: datetime) -> Element:
    """Answer a request that could not be read; its arguments are not repeated."""
    root = envelope({}, at=at)
    add(root, OAI, "error", error.sentence, code=error.code)
    return root


def _identify(part: Element, _arguments: Mapping[str, str]) -> None:
    take_tick()
    add(part, OAI, "repositoryName", "驿站 Yizhan")
    add(part, OAI, "baseURL", _base_url())
    add(part, OAI, "protocolVersion", "2.0")
    add(part, OAI, "adminEmail", settings.DEFAULT_FROM_EMAIL)
    add(
        part,
        OAI,
        "earliestDatestamp",
        _written(first_date() or datetime(1970, 1, 1, tzinfo=UTC)),
    )
    add(part, OAI, "deletedRecord", "persistent")
    add(part, OAI, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    add(part, OAI, "compression", "gzip")


def _list_formats(part: Element, arguments: Mapping[str, str]) -> None:
    if "identifier" in arguments:
        _row_of(arguments["identifier"], take_tick())
    for form in FORMATS.values():
        made = add(part, OAI, "metadataFormat")
        schema = form.schema
        add(made, OAI, "metadataPrefix", form.prefix)
        is_ours = schema.startswith("/")
        add(made, OAI, "schema", f"{settings.YIZHAN_BASE_URL}{schema}" if is_ours else schema)
        add(made, OAI, "metadataNamespace", form.space)


def _list_sets(part: Element, arguments: Mapping[str, str]) -> None:
    if "resumptionToken" in arguments:
        raise OaiError("badResumptionToken", "The list of sets is given whole.")
    sets = {"kind": "类别", "field": "技术领域", "province": "省份"}
    sets |= {f"kind:{kind.value}": str(kind.label) for kind in Kind}
    sets |= {f"field:{field.value}": str(field.label) for field in Field}
    sets |= {f"province:{row.code[:2]}": row.full for row in provinces()}
    for spec, name in sets.items():
        made = add(part, OAI, "set")
        add(made, OAI, "setSpec", spec)
        add(made, OAI, "setName", name)


def _get_record(part: Element, arguments: Mapping[str, str]) -> None:
    prefix = _known_prefix(arguments["metadataPrefix"])
    row = _row_of(arguments["identifier"], take_tick())
    _record(part, row, prefix, dates_of([row.position]))


def _list(part: Element, arguments: Mapping[str, str]) -> None:
    harvest = harvest_of(arguments)
    prefix = _known_prefix(harvest.prefix)
    wanted = filter_of(harvest.set_spec)
    bound = take_tick()
    until = bound if harvest.until is None else min(bound, harvest.until)
    rows = queries.listing_changes(wanted).filter(position__gte=harvest.since)
    try:
        page = read_page(rows, cursor=harvest.place, limit=PAGE, until=until)
    except CursorRefused as error:
        sentence = "The token is of an earlier state of this repository; start again."
        raise OaiError("badResumptionToken", sentence) from error
    if not page.rows and not harvest.cursor:
        raise OaiError("noRecordsMatch", "Nothing matches.")
    dates = dates_of(row.position for row in page.rows)
    for row in page.rows:
        if harvest.verb == "ListIdentifiers":
            _header(part, row, dates)
        else:
            _record(part, row, prefix, dates)
    _token(
        part, harvest, "" if page.is_last else harvest.after(page.after, told=len(page.rows))
    )


def _token(part: Element, harvest: Harvest, token: str) -> None:
    if token or harvest.cursor:
        add(part, OAI, "resumptionToken", token, cursor=str(harvest.told))


def _record(
    part: Element, row: ListingChange, prefix: str, dates: Mapping[int, datetime]
) -> None:
    record = add(part, OAI, "record")
    _header(record, row, dates)
    if row.is_public and row.listing is not None:
        write_metadata(add(record, OAI, "metadata"), row.listing, prefix)


def _header(part: Element, row: ListingChange, dates: Mapping[int, datetime]) -> None:
    marks = {} if row.is_public else {"status": "deleted"}
    header = add(part, OAI, "header", **marks)
    add(header, OAI, "identifier", f"{_PREFIX}{row.record_id}")
    add(header, OAI, "datestamp", _written(dates[row.position]))
    add(header, OAI, "setSpec", f"kind:{row.kind}")
    for field in row.fields:
        add(header, OAI, "setSpec", f"field:{field}")
    add(header, OAI, "setSpec", f"province:{row.province}")


def _row_of(identifier: str, bound: int) -> ListingChange:
    _before, prefix, name = identifier.partition(_PREFIX)
    try:
        wanted = UUID(name if prefix and not _before else "")
        rows = queries.listing_changes().filter(position__lt=bound)
        return rows.get(record_id=wanted)
    except (ValueError, ListingChange.DoesNotExist) as error:
        raise OaiError("idDoesNotExist", "There is no such record.") from error


def _known_prefix(prefix: str) -> str:
    if prefix not in FORMATS:
        raise OaiError("cannotDisseminateFormat", "There is no such format.")
    return prefix


def _base_url() -> str:
    return f"{settings.YIZHAN_BASE_URL}/oai"


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_VERBS: Final[Mapping[str, Verb]] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list,
    "ListRecords": _list,
}
