"""The links to the pages of listings, for headers, footers and the rail of the workbench."""

from django.utils.translation import gettext_lazy as _

from yizhan.listings.messages import NEW_LABELS
from yizhan.web import navigation
from yizhan.web.navigation import ACTION, FOOTER, PUBLIC, WORKBENCH, Entry


def declare() -> None:
    """Tell the web kit which pages there are."""
    navigation.declare(*_public(), *_work())


def _public() -> list[Entry]:
    lists = [
        ("need", _("技术需求")),
        ("offer", _("科技成果")),
        ("service", _("服务与平台")),
    ]
    entries = []
    for order, (kind, label) in enumerate(lists, start=1):
        name = f"listings:{kind}-list"
        entries.append(Entry(label=label, url_name=name, area=PUBLIC, order=order * 10))
        entries.append(
            Entry(label=label, url_name=name, area=FOOTER, group=_("找合作"), order=order * 10)
        )
    entries.append(
        Entry(
            label=_("信息怎样保持新鲜"),
            url_name="listings:freshness",
            area=FOOTER,
            group=_("规则与标准"),
            order=40,
        )
    )
    action = Entry(
        label=_("发布需求"), url_name="listings:need-new", area=ACTION, icon="plus", order=10
    )
    for order, (new, words) in enumerate(NEW_LABELS.items(), start=1):
        name = f"listings:{new}-new"
        entries.append(
            Entry(label=words, url_name=name, area=FOOTER, group=_("办事"), order=order * 10)
        )
    return [*entries, action, *_rules()]


def _rules() -> list[Entry]:
    standard = Entry(
        label=_("信息发布标准"),
        url_name="listings:standard",
        area=FOOTER,
        group=_("规则与标准"),
        order=60,
    )
    validator = Entry(
        label=_("校验文件"),
        url_name="listings:standard-validate",
        area=FOOTER,
        group=_("规则与标准"),
        order=61,
    )
    turnaround = Entry(
        label=_("审核用时"),
        url_name="listings:turnaround",
        area=FOOTER,
        group=_("规则与标准"),
        order=65,
    )
    return [standard, validator, turnaround]


def _work() -> list[Entry]:
    return [
        Entry(
            label=_("我的发布"),
            short=_("发布"),
            url_name="listings:mine",
            area=WORKBENCH,
            icon="files",
            permission="listings.read_own",
            order=20,
        ),
        Entry(
            label=_("待审核"),
            short=_("审核"),
            url_name="listings:review-queue",
            area=WORKBENCH,
            icon="checklist",
            permission="listings.review",
            order=30,
        ),
        Entry(
            label=_("相近的信息"),
            short=_("查重"),
            url_name="listings:pair-queue",
            area=WORKBENCH,
            icon="copy",
            permission="listings.review",
            order=35,
        ),
    ]
