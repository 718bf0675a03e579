"""The links to the pages of the law book."""

from django.utils.translation import gettext_lazy as _

from yizhan.web import navigation
from yizhan.web.navigation import FOOTER, WORKBENCH, Entry


def declare() -> None:
    """Tell the web kit which pages there are."""
    group = _("规则与标准")
    navigation.declare(
        Entry(
            label=_("政策法规参数"),
            url_name="policy:parameters",
            area=FOOTER,
            group=group,
            order=20,
        ),
        Entry(
            label=_("税收优惠计算"),
            url_name="policy:calculator",
            area=FOOTER,
            group=group,
            order=21,
        ),
        Entry(
            label=_("法规参数复核"),
            short=_("法规"),
            url_name="policy:stale",
            area=WORKBENCH,
            icon="scale",
            permission="site.administer",
            order=80,
        ),
    )
