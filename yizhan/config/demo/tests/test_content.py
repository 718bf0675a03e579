"""What is written for the demonstration keeps the rules that everybody keeps."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from yizhan.config.demo.listings import FILES, Cast, _values
from yizhan.config.demo.reading import rows_of
from yizhan.listings.content import read_content
from yizhan.listings.rules import against_submission
from yizhan.listings.terms import Kind

AT = datetime(2026, 11, 25, tzinfo=UTC)


def the_cast() -> Cast:
    """Return the institutions with invented ids."""
    ids: Mapping[str, UUID] = {
        row["key"]: uuid5(NAMESPACE_URL, row["key"]) for row in rows_of("organisations.jsonl")
    }
    names = {ids[row["key"]]: row["name"] for row in rows_of("organisations.jsonl")}
    return Cast(ids, names, AT)


@pytest.mark.parametrize("kind", list(FILES))
def test_every_written_listing_could_be_handed_in(kind: Kind) -> None:
    """No complaint about form, none about completeness."""
    cast = the_cast()
    complaints: list[Any] = []
    for row in rows_of(FILES[kind]):
        content, refusals = read_content(kind, _values(cast, kind, row, AT))
        name = cast.names[cast.organisations[row["organisation"]]]
        assert content is not None, (row["key"], refusals)
        against = against_submission(content, today=AT.date(), organisation_name=name)
        complaints += [(row["key"], refusal) for refusal in (*refusals, *against)]
    assert not complaints


@pytest.mark.parametrize("kind", list(FILES))
def test_keys_of_written_listings_are_unique(kind: Kind) -> None:
    """The key is what a second run recognises a listing by."""
    keys = [row["key"] for row in rows_of(FILES[kind])]
    assert len(keys) == len(set(keys))
