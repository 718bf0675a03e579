"""The links to the pages of matching."""

from django.utils.translation import gettext_lazy as _

from yizhan.web import navigation
from yizhan.web.access import SIGNED_IN
from yizhan.web.navigation import FOOTER, PUBLIC, WORKBENCH, Entry


def declare() -> None:
    """Tell the web kit which pages there are."""
    navigation.declare(
        Entry(
            label=_("我的订阅"),
            short=_("订阅"),
            url_name="matching:subscriptions",
            area=WORKBENCH,
            icon="bookmark",
            permission=SIGNED_IN,
            order=40,
        ),
        Entry(label=_("粘贴匹配"), url_name="matching:paste", area=PUBLIC, order=5),
        Entry(
            label=_("粘贴难题匹配"),
            url_name="matching:paste",
            area=FOOTER,
            group=_("找合作"),
            order=5,
        ),
        Entry(
            label=_("匹配算法说明"),
            url_name="matching:algorithm",
            area=FOOTER,
            group=_("规则与标准"),
            order=10,
        ),
    )
