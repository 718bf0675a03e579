"""What may be said of two listings that are alike, and by whom."""

from collections.abc import Iterator

from yizhan.kernel.refusals import Refusal

VERDICTS = ("same", "different")
SHORTEST_WHY, LONGEST_WHY = 4, 500


def against_answer(*, said: str, why: str, verdict: str) -> Iterator[Refusal]:
    """Give every reason against an owner's answer; what differs must be said."""
    if said not in VERDICTS:
        yield Refusal("listings.unknown_value", place="said")
    if verdict:
        yield Refusal("listings.pair_decided")
    if said == "different":
        yield from _against_why(why)
    elif len(why) > LONGEST_WHY:
        yield Refusal("listings.too_long", {"limit": LONGEST_WHY}, place="why")


def against_verdict(
    *, verdict: str, why: str, is_of_pair: bool, is_earlier: bool, is_own: bool
) -> Iterator[Refusal]:
    """Give every reason against a reviewer's verdict; overruling the dates needs a reason."""
    if verdict not in VERDICTS:
        yield Refusal("listings.unknown_value", place="verdict")
    if not is_of_pair:
        yield Refusal("listings.not_of_pair", place="origin")
    if is_own:
        yield Refusal("listings.own_review")
    if verdict == "different" or not is_earlier:
        yield from _against_why(why)
    elif len(why) > LONGEST_WHY:
        yield Refusal("listings.too_long", {"limit": LONGEST_WHY}, place="why")


def _against_why(why: str) -> Iterator[Refusal]:
    if len(why.strip()) < SHORTEST_WHY:
        yield Refusal("listings.no_reason", place="why")
    elif len(why) > LONGEST_WHY:
        yield Refusal("listings.too_long", {"limit": LONGEST_WHY}, place="why")
