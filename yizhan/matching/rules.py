"""What stands against a word on a match. Values in, refusals out."""

from collections.abc import Iterator

from yizhan.kernel.refusals import Refusal

LONGEST_NOTE = 500


def against_feedback(
    *, verdict: str, reason: str, note: str, is_party: bool, is_open: bool
) -> Iterator[Refusal]:
    """Give every reason why the word may not be taken down."""
    if not is_party:
        yield Refusal("matching.not_a_party")
    if not is_open:
        yield Refusal("matching.not_open")
    if verdict == "unsuitable" and not reason:
        yield Refusal("matching.reason_missing", place="reason")
    if len(note) > LONGEST_NOTE:
        yield Refusal("matching.note_too_long", {"limit": LONGEST_NOTE}, place="note")
