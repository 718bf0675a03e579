"""What asks for a look of its own, so that a listing is not decided together with others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from yizhan.kernel.refusals import Refusal
from yizhan.listings.checklists import Item
from yizhan.listings.rules.review import Checklist, Given
from yizhan.listings.terms import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """What machines found against one listing; nothing at all lets it go with the others."""

    against: Sequence[Refusal] = ()
    denied: Sequence[Item] = ()
    untold: Sequence[Item] = ()
    twins: int = 0
    claims: int = 0

    def __bool__(self) -> bool:
        """Say whether there is any."""
        return bool(self.against or self.denied or self.untold or self.twins or self.claims)


def doubts(
    items: Sequence[Item],
    proposals: Mapping[str, str],
    *,
    against: Sequence[Refusal],
    twins: int,
    claims: int,
) -> Doubts:
    """Gather the rules it breaks, the questions a machine denies or leaves open, its likes."""
    judged = [item for item in items if item.machine]
    return Doubts(
        against=tuple(against),
        denied=tuple(item for item in judged if proposals.get(item.code) == Answer.NO),
        untold=tuple(item for item in judged if not proposals.get(item.code)),
        twins=twins,
        claims=claims,
    )


def shared_questions(items: Sequence[Item]) -> Iterator[Item]:
    """Yield what only a person can tell, so that it is asked of whoever decides on many."""
    return (item for item in items if not item.machine)


def filled_in(
    items: Sequence[Item],
    proposals: Mapping[str, str],
    answers: Mapping[str, Given],
    *,
    edition: str,
) -> Checklist:
    """Return the checklist of one of many: machines answer theirs, the person the rest."""
    given = {
        item.code: Given(answer=proposals.get(item.code, ""))
        if item.machine
        else answers.get(item.code, Given())
        for item in items
    }
    return Checklist(edition=edition, answers=given)
