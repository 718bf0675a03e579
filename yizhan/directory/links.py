"""Where the pages of the directory are linked from."""

from django.utils.translation import gettext_lazy as _

from yizhan.web.access import SIGNED_IN
from yizhan.web.navigation import (
    ACCOUNT,
    ANONYMOUS,
    FOOTER,
    PUBLIC,
    WORKBENCH,
    Entry,
)

LIST = "directory:organisation-list"
LINKS = (
    Entry(label=_("机构名录"), url_name=LIST, area=PUBLIC, order=40),
    Entry(
        label=_("登录"),
        url_name="account_login",
        area=ACCOUNT,
        permission=ANONYMOUS,
        comes_back=True,
    ),
    Entry(
        label=_("注册"),
        url_name="account_signup",
        area=ACCOUNT,
        permission=ANONYMOUS,
        comes_back=True,
        order=110,
    ),
    Entry(
        label=_("机构核实"),
        short=_("核实"),
        url_name="directory:verification-queue",
        area=WORKBENCH,
        icon="shield-check",
        permission="directory.verify",
        order=60,
    ),
    Entry(
        label=_("身份与邀请"),
        short=_("身份"),
        url_name="directory:role-list",
        area=WORKBENCH,
        icon="id-badge-2",
        permission=SIGNED_IN,
        order=90,
    ),
    Entry(label=_("机构名录"), url_name=LIST, area=FOOTER, group=_("找合作"), order=40),
    Entry(
        label=_("登记单位"),
        url_name="directory:organisation-new",
        area=FOOTER,
        group=_("办事"),
        order=40,
    ),
)
