"""Who may stand in a contract, with which codes, and who files it."""

from collections.abc import Iterator
from datetime import date

from yizhan.contracts.content import Content, PartyItem
from yizhan.contracts.terms import Nature, Side
from yizhan.kernel.codes import FORMER_CODE_ENDS, is_former_code, is_uscc
from yizhan.kernel.refusals import Refusal

_FORMER_LENGTH = 9


def against_parties(content: Content) -> Iterator[Refusal]:
    """Name what is wrong with the two sides."""
    seen: dict[str, str] = {}
    for side in Side.values:
        if not content.side(side):
            yield Refusal("contracts.side_missing", {"side": side}, place="parties")
    for index, party in enumerate(content.parties):
        place = f"parties.{index}"
        yield from _against_party(party, content.signed_on, place)
        if not party.key:
            continue
        before = seen.setdefault(party.key, party.side)
        if before != party.side:
            values = {"name": party.name}
            yield Refusal("contracts.party_on_both_sides", values, place=f"{place}.name")
        elif party is not _first(content, party.key):
            yield Refusal("contracts.party_twice", {"name": party.name}, place=f"{place}.name")


def against_filer(
    content: Content, *, filer: frozenset[str], import_by_buyer: bool
) -> Iterator[Refusal]:
    """Refuse a filer who does not stand where the law wants it; `filer` is its keys.

    The seller files; what comes from abroad its buyer files, once the law says so.
    """
    sellers = content.side(Side.SELLER)
    comes_in = bool(sellers) and all(party.is_foreign for party in sellers)
    side = Side.BUYER if comes_in and import_by_buyer else Side.SELLER
    if not any(party.key in filer or party.uscc in filer for party in content.side(side)):
        yield Refusal("contracts.filer_not_on_side", {"side": side.value}, place="parties")


def _first(content: Content, key: str) -> PartyItem | None:
    return next((party for party in content.parties if party.key == key), None)


def _against_party(party: PartyItem, signed_on: date | None, place: str) -> Iterator[Refusal]:
    if len(party.name) < 2:
        yield Refusal("contracts.required", place=f"{place}.name")
    if not party.nature:
        yield Refusal("contracts.required", place=f"{place}.nature")
    if party.is_foreign:
        if party.uscc:
            yield Refusal("contracts.foreign_has_no_code", place=f"{place}.uscc")
        return
    if not party.region:
        yield Refusal("contracts.required", place=f"{place}.region")
    if party.uscc:
        yield from _against_code(party.uscc, signed_on, f"{place}.uscc")
    elif party.nature != Nature.N400:
        yield Refusal("contracts.required", place=f"{place}.uscc")


def _against_code(code: str, signed_on: date | None, place: str) -> Iterator[Refusal]:
    if len(code) != _FORMER_LENGTH:
        if not is_uscc(code):
            yield Refusal("contracts.code_wrong", {"code": code}, place=place)
        return
    if not is_former_code(code):
        yield Refusal("contracts.code_wrong", {"code": code}, place=place)
    elif signed_on is not None and signed_on >= FORMER_CODE_ENDS:
        yield Refusal("contracts.code_too_old", {"day": FORMER_CODE_ENDS}, place=place)
