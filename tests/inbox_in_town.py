"""What somebody in the town was told, saved, and may stop by a link."""

from typing import TYPE_CHECKING

from yizhan.inbox.letters import token_for
from yizhan.inbox.models import Notice
from yizhan.inbox.services import tell
from yizhan.matching.searching.criteria import Criteria
from yizhan.matching.services import SEARCH_TOPIC, save_search

if TYPE_CHECKING:
    from tests.town import Town


def settle_inbox(town: "Town") -> None:
    """Let the member have a saved search, a notice of it, and the link of its mail."""
    member = town.actors["member"]
    assert member.person_id is not None
    search = save_search(actor=member, criteria=Criteria(text="渗氮"), name="渗氮", at=town.at)
    tell(
        people=[member.person_id],
        topic=SEARCH_TOPIC,
        key="town",
        url="/subscriptions/",
        values={"name": "渗氮", "count": "1", "told": town.at.isoformat()},
        subject_id=search.pk,
        at=town.at,
    )
    town.ids["search"] = search.pk
    town.ids["notice"] = Notice.objects.get(key="town").pk
    town.words["stop"] = token_for(
        person_id=member.person_id, topic=SEARCH_TOPIC, subject_id=search.pk
    )
