"""Where the pages of experts are linked from."""

from django.utils.translation import gettext_lazy as _

from yizhan.web import navigation
from yizhan.web.access import SIGNED_IN
from yizhan.web.navigation import FOOTER, PUBLIC, WORKBENCH, Entry

LIST = "experts:expert-list"


def declare() -> None:
    """Tell the web kit which pages there are."""
    navigation.declare(
        Entry(label=_("专家咨询"), url_name=LIST, area=PUBLIC, order=35),
        Entry(label=_("专家咨询"), url_name=LIST, area=FOOTER, group=_("找合作"), order=35),
        Entry(
            label=_("专家咨询"),
            short=_("咨询"),
            url_name="experts:advice-list",
            area=WORKBENCH,
            icon="message",
            permission=SIGNED_IN,
            order=40,
        ),
        Entry(
            label=_("待确认的专家"),
            short=_("专家"),
            url_name="experts:expert-queue",
            area=WORKBENCH,
            icon="user-check",
            permission="experts.confirm",
            order=62,
        ),
    )
