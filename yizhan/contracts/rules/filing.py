"""Every reason why a contract may not be filed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from yizhan.contracts.content import EARLIEST, Content
from yizhan.contracts.rules.amounts import against_amounts
from yizhan.contracts.rules.gate import against_gate
from yizhan.contracts.rules.papers import PaperRule, against_papers
from yizhan.contracts.rules.parties import against_filer, against_parties
from yizhan.contracts.terms import KIND_OF, LICENCES, IpType, Kind
from yizhan.kernel.refusals import Refusal

SHORTEST_TITLE = 4
_REQUIRED = (
    "kind",
    "subkind",
    "field",
    "ip_type",
    "plan_source",
    "objective",
    "payment",
    "signed_on",
    "effective_from",
    "effective_until",
    "office",
)
_MOVES_RIGHTS = frozenset({Kind.ASSIGNMENT, Kind.LICENCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What the rules must know besides the content itself.

    `kinds` are those of the day of signing, None where the law is silent; `within_term` says
    whether the law of today takes on only what still runs.
    """

    today: date
    filer: frozenset[str]
    is_filer_verified: bool
    kinds: tuple[str, ...] | None
    import_by_buyer: bool
    within_term: bool
    papers: Collection[str]
    asked: Sequence[PaperRule]
    has_twin: bool
    is_office_open: bool


def against_submission(content: Content, filing: Filing) -> Iterator[Refusal]:
    """Give every reason at once."""
    if len(content.title) < SHORTEST_TITLE:
        yield Refusal("contracts.title_too_short", {"least": SHORTEST_TITLE}, place="title")
    for name in _REQUIRED:
        if not getattr(content, name):
            yield Refusal("contracts.required", place=name)
    if content.office and not filing.is_office_open:
        yield Refusal("contracts.office_closed", place="office")
    yield from against_kind(content, filing.kinds)
    yield from _against_days(content, filing)
    yield from _against_rights(content)
    yield from against_parties(content)
    if not filing.is_filer_verified:
        yield Refusal("contracts.filer_not_verified")
    yield from against_filer(
        content, filer=filing.filer, import_by_buyer=filing.import_by_buyer
    )
    yield from against_amounts(content)
    yield from against_gate(content)
    yield from against_papers(content, filing.papers, filing.asked, day=filing.today)
    if filing.has_twin:
        yield Refusal("contracts.filed_already")


def against_kind(content: Content, kinds: tuple[str, ...] | None) -> Iterator[Refusal]:
    """Refuse kinds that did not exist on the day of signing, and sub-kinds of another kind."""
    if content.signed_on is not None and kinds is None:
        yield Refusal("contracts.signed_before_the_law", place="signed_on")
    if kinds is not None and content.kind and content.kind not in kinds:
        yield Refusal("contracts.kind_not_yet", {"kind": content.kind}, place="kind")
    for place, kind, subkind in (
        ("subkind", content.kind, content.subkind),
        *(
            (f"lines.{index}.subkind", line.kind, line.subkind)
            for index, line in enumerate(content.lines)
        ),
    ):
        if subkind and kind and not subkind_fits(kind, subkind, kinds):
            yield Refusal("contracts.subkind_of_another", place=place)


def subkind_fits(kind: str, subkind: str, kinds: tuple[str, ...] | None) -> bool:
    """Say whether the sub-kind belongs to the kind; licences were assignments once."""
    if KIND_OF.get(subkind) == kind:
        return True
    was_assignment = kinds is not None and Kind.LICENCE not in kinds
    return was_assignment and kind == Kind.ASSIGNMENT and subkind in LICENCES


def _against_days(content: Content, filing: Filing) -> Iterator[Refusal]:
    signed, start, end = content.signed_on, content.effective_from, content.effective_until
    if signed is not None and not EARLIEST <= signed <= filing.today:
        yield Refusal("contracts.day_out_of_range", place="signed_on")
    if start is not None and end is not None and start > end:
        yield Refusal("contracts.term_order", place="effective_until")
    elif end is not None and filing.within_term and end < filing.today:
        yield Refusal("contracts.term_over", place="effective_until")
    for index, item in enumerate(content.ip):
        granted, expires = item.granted_on, item.expires_on
        if granted is not None and expires is not None and granted > expires:
            yield Refusal("contracts.term_order", place=f"ip.{index}.expires_on")


def _against_rights(content: Content) -> Iterator[Refusal]:
    if content.ip_type == IpType.NONE and content.ip:
        yield Refusal("contracts.rights_denied", place="ip_type")
    if content.kind not in _MOVES_RIGHTS:
        return
    if content.ip_type == IpType.NONE:
        yield Refusal("contracts.assignment_without_right", place="ip_type")
    elif not content.ip:
        yield Refusal("contracts.assignment_without_right", place="ip")
    for index, item in enumerate(content.ip):
        if not item.type:
            yield Refusal("contracts.required", place=f"ip.{index}.type")
        if not item.number and item.type != IpType.KNOW_HOW:
            yield Refusal("contracts.required", place=f"ip.{index}.number")
