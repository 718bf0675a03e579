"""Where the pages of the inbox are linked from."""

from django.utils.translation import gettext_lazy as _

from yizhan.web.access import SIGNED_IN
from yizhan.web.navigation import WORKBENCH, Entry

LINKS = (
    Entry(
        label=_("待办"),
        url_name="inbox:waiting",
        area=WORKBENCH,
        icon="checkbox",
        permission=SIGNED_IN,
        order=5,
    ),
    Entry(
        label=_("收件箱"),
        url_name="inbox:list",
        area=WORKBENCH,
        icon="bell",
        permission=SIGNED_IN,
        order=6,
    ),
)
