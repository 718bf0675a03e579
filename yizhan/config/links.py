"""The links to the pages that no context owns: the interfaces for machines."""

from django.utils.translation import gettext_lazy as _

from yizhan.web import navigation
from yizhan.web.navigation import FOOTER, Entry


def declare() -> None:
    """Tell the web kit which pages there are."""
    for order, (name, label) in enumerate(
        (("api-guide", _("开放接口")), ("open-data", _("开放数据")))
    ):
        entry = Entry(
            label=label, url_name=name, area=FOOTER, group=_("规则与标准"), order=90 + order
        )
        navigation.declare(entry)
