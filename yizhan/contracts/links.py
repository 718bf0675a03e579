"""The links to the pages of contracts, for footers and the rail of the workbench."""

from django.utils.translation import gettext_lazy as _

from yizhan.contracts.stages import REGISTER, SUPERVISE, WRITE
from yizhan.web import navigation
from yizhan.web.navigation import FOOTER, PUBLIC, WORKBENCH, Entry


def declare() -> None:
    """Tell the web kit which pages there are."""
    navigation.declare(*_work(), *_public())


def _work() -> list[Entry]:
    return [
        Entry(
            label=_("我的合同"),
            short=_("合同"),
            url_name="contracts:contract-list",
            area=WORKBENCH,
            icon="file-certificate",
            permission=WRITE,
            order=25,
        ),
        Entry(
            label=_("登记工作台"),
            short=_("登记台"),
            url_name="contracts:desk",
            area=WORKBENCH,
            icon="gavel",
            permission=REGISTER,
            order=15,
        ),
        Entry(
            label=_("登记监督"),
            short=_("监督"),
            url_name="contracts:supervision",
            area=WORKBENCH,
            icon="eye-check",
            permission=SUPERVISE,
            order=36,
        ),
    ]


def _public() -> list[Entry]:
    return [
        Entry(
            label=_("登记技术合同"),
            url_name="contracts:contract-list",
            area=FOOTER,
            group=_("办事"),
            order=50,
        ),
        Entry(
            label=_("合同核验"),
            url_name="contracts:verify",
            area=PUBLIC,
            order=70,
        ),
        Entry(
            label=_("登记证明核验"),
            url_name="contracts:verify",
            area=FOOTER,
            group=_("办事"),
            order=52,
        ),
    ]
