"""What a harvester asks: the verb, its arguments, and the token that stands for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from django.core import signing
from django.http import QueryDict

from yizhan.directory.terms import Field
from yizhan.listings.oai.errors import OaiError
from yizhan.listings.queries.changes import FEED, FeedFilter
from yizhan.listings.terms import Kind
from yizhan.web.feeds import Cursor, CursorRefused, position_before, position_until

# verb → (required, optional); a token stands alone.
VERBS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
_LISTS: Final = frozenset({"ListIdentifiers", "ListRecords"})
_SALT: Final = "yizhan.oai"
_DAY, _SECOND = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """A list being harvested: what part of the feed, in which form, how far."""

    verb: str
    prefix: str
    set_spec: str = ""
    since: int = 0
    until: int | None = None
    cursor: str = ""
    told: int = 0

    @property
    def place(self) -> Cursor | None:
        """Return where the last page ended."""
        return Cursor.decode(self.cursor, feed=FEED) if self.cursor else None

    def after(self, cursor: Cursor, *, told: int) -> str:
        """Return the token of the next page."""
        following = replace(self, cursor=cursor.encode(feed=FEED), told=self.told + told)
        values = [getattr(following, name) for name in self.__slots__]
        return signing.dumps(values, salt=_SALT, compress=True)


def arguments_of(sent: QueryDict) -> dict[str, str]:
    """Return the arguments when the verb takes them, or refuse as the protocol says."""
    verbs = sent.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise OaiError("badVerb", "The verb is missing, repeated or unknown.")
    required, optional = VERBS[verbs[0]]
    if verbs[0] in _LISTS and "resumptionToken" in sent:
        required, optional = frozenset({"resumptionToken"}), frozenset()
    names = set(sent) - {"verb"}
    for name in sorted(names):
        if name not in required | optional or len(sent.getlist(name)) != 1:
            raise OaiError("badArgument", f"{name[:40]!r} is repeated or not of this verb.")
    if missing := sorted(required - names):
        raise OaiError("badArgument", f"{', '.join(missing)} is missing.")
    return {name: str(sent[name]) for name in ("verb", *sorted(names))}


def harvest_of(arguments: Mapping[str, str]) -> Harvest:
    """Return what is to be harvested, from the arguments or from the token."""
    if "resumptionToken" in arguments:
        return _resumed(arguments["resumptionToken"], arguments["verb"])
    since, until = _moments(arguments.get("from", ""), arguments.get("until", ""))
    return Harvest(
        verb=arguments["verb"],
        prefix=arguments["metadataPrefix"],
        set_spec=arguments.get("set", ""),
        since=position_before(since) if since else 0,
        until=position_until(until) if until else None,
    )


def filter_of(set_spec: str) -> FeedFilter:
    """Turn a set into a part of the feed; what is no set holds nothing."""
    name, _colon, value = set_spec.partition(":")
    known = {"kind": Kind.values, "field": Field.values}
    is_province = name == "province" and len(value) == 2 and value.isdecimal()
    if not value and name in {"", "kind", "field", "province"} and ":" not in set_spec:
        return FeedFilter()
    if is_province or value in known.get(name, []):
        return FeedFilter(**{name: value})
    raise OaiError("noRecordsMatch", "There is no such set.")


def _resumed(token: str, verb: str) -> Harvest:
    try:
        values = signing.loads(token, salt=_SALT)
        harvest = Harvest(**dict(zip(Harvest.__slots__, values, strict=True)))
        _place = harvest.place
    except (signing.BadSignature, CursorRefused, TypeError, ValueError) as error:
        raise OaiError("badResumptionToken", "The token is not ours.") from error
    if harvest.verb != verb:
        raise OaiError("badResumptionToken", "The token belongs to another verb.")
    return harvest


def _moments(since: str, until: str) -> tuple[datetime | None, datetime | None]:
    if since and until and len(since) != len(until):
        raise OaiError("badArgument", "from and until differ in granularity.")
    first, last = _moment(since), _moment(until)
    if first and last and first > last:
        raise OaiError("badArgument", "from is later than until.")
    if last and len(until) == 10:
        last += timedelta(days=1) - timedelta(seconds=1)
    return first, last


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        form = _DAY if len(text) == 10 else _SECOND
        return datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError as error:
        raise OaiError("badArgument", "A date is not of the form of the protocol.") from error
