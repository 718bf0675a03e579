"""The security gate before acceptance: secrets, borders, and what the state has paid for."""

from collections.abc import Iterator

from yizhan.contracts.content import Content
from yizhan.contracts.terms import IpType, Kind, Screening, Side, SubKind
from yizhan.kernel.refusals import Refusal

_MOVES_RIGHTS = frozenset({Kind.ASSIGNMENT})
_EXCLUSIVE = frozenset({SubKind.PATENT_EXCLUSIVE, SubKind.PATENT_SOLE})


def against_gate(content: Content) -> Iterator[Refusal]:
    """Give every reason why the platform may not take the contract on."""
    if content.is_classified:
        # Secrets go to the office on paper; not even their title may stay here.
        yield Refusal("contracts.classified", place="is_classified")
    if content.is_foreign:
        yield from _against_border(content)
    elif content.screening.list:
        yield Refusal("contracts.screening_without_border", place="screening")
    if is_state_funded_abroad(content) and not content.screening.approval_number:
        yield Refusal("contracts.approval_needed", place="approval_number")


def is_state_funded_abroad(content: Content) -> bool:
    """Say whether rights the state has paid for are assigned or tied up abroad."""
    goes_abroad = any(party.is_foreign for party in content.side(Side.BUYER))
    if not content.is_state_funded or not goes_abroad:
        return False
    has_right = content.ip_type not in {"", IpType.NONE} or bool(content.ip)
    return has_right and (content.kind in _MOVES_RIGHTS or content.subkind in _EXCLUSIVE)


def _against_border(content: Content) -> Iterator[Refusal]:
    listed = content.screening.list
    if not listed:
        yield Refusal("contracts.screening_missing", place="screening")
    elif listed == Screening.PROHIBITED:
        yield Refusal("contracts.export_prohibited", place="screening")
    elif not content.screening.licence_number:
        code = "licence_needed" if listed == Screening.RESTRICTED else "registration_needed"
        yield Refusal(f"contracts.{code}", place="licence_number")
