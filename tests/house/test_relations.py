"""A merge of organisations leaves nothing behind: every column that names one is known."""

from yizhan.directory import services


def test_every_column_that_names_an_organisation_says_what_a_merge_does_with_it() -> None:
    """Register the new one in `wiring/merging.py`; until then every merge is refused."""
    assert services.unknown_relations() == []


def test_nothing_is_registered_that_is_no_longer_there() -> None:
    """A name with a mistake in it would guard nothing."""
    assert services.stale_relations() == []
