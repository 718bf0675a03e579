"""Saved searches of the demonstration's accounts; the first look of the worker fills them.

The look-out is placed before everything that is loaded, so what was published of late is new
to it, as it would be on a platform that has been running.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.http import QueryDict

from yizhan.config.demo.guard import DOMAIN
from yizhan.directory.models import Person
from yizhan.directory.queries import actor_for
from yizhan.matching.indexing.outbox import present_position
from yizhan.matching.models import Watch
from yizhan.matching.searching.criteria import parse
from yizhan.matching.services import save_search
from yizhan.matching.terms import Pace

LATELY = timedelta(days=21)
_SEARCHES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "sme": (
        ("表面强化与耐磨", "kind=offer&field=03&field=05", Pace.AT_ONCE),
        ("海水泵", "kind=offer&q=海水泵", Pace.DAILY),
    ),
    "tto": (("先进制造的技术需求", "kind=need&field=03", Pace.AT_ONCE),),
    "broker": (
        ("长三角的新成果", "kind=offer&place=yangtze", Pace.AT_ONCE),
        ("中试平台", "kind=service&q=中试", Pace.WEEKLY),
    ),
    "bidder": (("新能源成果", "kind=offer&field=06", Pace.AT_ONCE),),
}


def place_lookout(*, at: datetime) -> None:
    """Begin to look before the listings are loaded; a platform that looks already goes on."""
    Watch.objects.get_or_create(
        pk=1, defaults={"position": present_position(), "at": at - LATELY}
    )


def load_searches(*, at: datetime) -> int:
    """Save each account's searches that are not saved yet, and count them."""
    count = 0
    for account, searches in _SEARCHES.items():
        person = Person.objects.get(email=f"{account}@{DOMAIN}")
        for name, address, pace in searches:
            save_search(
                actor=actor_for(person=person),
                criteria=parse(QueryDict(address)),
                name=name,
                pace=pace,
                at=at - LATELY,
            )
            count += 1
    return count
