"""Where the pages of the network are linked from."""

from django.utils.translation import gettext_lazy as _

from yizhan.stations.stages import APPRAISE, WORK
from yizhan.web import navigation
from yizhan.web.navigation import FOOTER, PUBLIC, WORKBENCH, Entry

LIST = "stations:station-list"


def declare() -> None:
    """Tell the web kit which pages there are."""
    navigation.declare(
        Entry(label=_("驿站网络"), url_name=LIST, area=PUBLIC, order=45),
        Entry(label=_("驿站网络"), url_name=LIST, area=FOOTER, group=_("找合作"), order=45),
        Entry(
            label=_("网络标准文件"),
            url_name="stations:document-list",
            area=FOOTER,
            group=_("找合作"),
            order=46,
        ),
        Entry(
            label=_("我的驿站"),
            short=_("驿站"),
            url_name="stations:station-mine",
            area=WORKBENCH,
            icon="route",
            permission=WORK,
            order=45,
        ),
        Entry(
            label=_("驿站评估"),
            short=_("评估"),
            url_name="stations:station-queue",
            area=WORKBENCH,
            icon="clipboard-check",
            permission=APPRAISE,
            order=64,
        ),
    )
