"""Where the pages of statistics are linked from."""

from django.utils.translation import gettext_lazy as _

from yizhan.web import navigation
from yizhan.web.navigation import FOOTER, PUBLIC, WORKBENCH, Entry

_NATION = "statistics:nation"


def declare() -> None:
    """Tell the web kit which pages there are."""
    group = _("规则与标准")
    navigation.declare(
        Entry(label=_("市场统计"), url_name=_NATION, area=PUBLIC, order=50),
        Entry(
            label=_("技术市场统计"),
            short=_("统计"),
            url_name=_NATION,
            area=WORKBENCH,
            icon="chart-bar",
            permission="contracts.supervise",
            order=55,
        ),
        Entry(
            label=_("十一五目标对照"),
            url_name="statistics:plan",
            area=FOOTER,
            group=group,
            order=40,
        ),
        Entry(
            label=_("统计开放数据"),
            url_name="statistics:open",
            area=FOOTER,
            group=group,
            order=41,
        ),
        Entry(
            label=_("已发布统计表"),
            url_name="statistics:tables",
            area=FOOTER,
            group=group,
            order=42,
        ),
    )
