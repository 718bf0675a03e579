"""How the inbox speaks of saved searches and of new matches, and how a link stops them."""

from django.utils.translation import gettext_lazy as _

from yizhan.inbox.services import register_topic
from yizhan.inbox.terms import Every, Topic
from yizhan.matching import services


def connect() -> None:
    """Register the two topics."""
    register_topic(
        Topic(
            code=services.SEARCH_TOPIC,
            label=_("我的订阅"),
            title=_("订阅「%(name)s」有 %(count)s 条新信息"),
            mail=Every.DAILY,
            lines=services.lines_of_search,
            stop=services.stop_search,
        )
    )
    register_topic(
        Topic(
            code=services.NEED_TOPIC,
            label=_("需求的新匹配"),
            title=_("需求「%(title)s」有 %(count)s 项新的匹配"),
            mail=Every.DAILY,
            lines=services.lines_of_need,
            stop=services.stop_need,
        )
    )
