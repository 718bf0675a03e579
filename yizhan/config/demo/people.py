"""The accounts of the demonstration: one for each role, all with the same printed password."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yizhan.config.demo.guard import DOMAIN
from yizhan.config.demo.organisations import FOUNDER
from yizhan.directory import queries, services
from yizhan.directory.models import Person

PASSWORD = "Yizhan-demo-2026"  # noqa: S105 -- printed on purpose, refused outside demonstrations


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody to sign in as: what they come for, and (role, organisation) in order of use."""

    name: str
    title: Any
    purpose: Any
    roles: tuple[tuple[str, str], ...]

    @property
    def email(self) -> str:
        """Return the address to sign in with."""
        return f"{self.name}@{DOMAIN}"


ACCOUNTS = (
    Account("sme", _("企业技术负责人"), _("发布需求、看匹配"), (("member", "lanjiao-pump"),)),
    Account(
        "sme-admin",
        _("企业管理员"),
        _("维护机构资料与成员"),
        (("administrator", "lanjiao-pump"),),
    ),
    Account(
        "tto",
        _("高校成果转化专员"),
        _("发布成果与技术服务"),
        (("administrator", "binhai-gongda"),),
    ),
    Account("broker", _("技术经纪人"), _("为双方牵线"), (("broker", "taihu-tto"),)),
    Account(
        "adviser",
        _("驿站专员"),
        _("诊断本地需求，也在转移机构兼任经纪人"),
        (("adviser", "zhoushan-zhan"), ("broker", "taihu-tto")),
    ),
    Account(
        "station",
        _("驿站负责人"),
        _("管理站点资料与操作员，参加主题组"),
        (("administrator", "huadong-zhan"),),
    ),
    Account("reviewer", _("全国审核员"), _("审核全国的发布"), (("reviewer", "guojia-zhan"),)),
    Account("city", _("市级主管"), _("看本市需求与核实机构"), (("officer", "dalian-keji"),)),
    Account(
        "province", _("省级主管"), _("看本省需求与核实机构"), (("officer", "zhebei-keji"),)
    ),
    Account("national", _("国家主管"), _("看全国与匹配质量"), (("officer", "keji-zongju"),)),
    Account(
        "registrar",
        _("合同登记员"),
        _("认定登记技术合同"),
        (("registrar", "dalian-keji"), ("registrar", "zhebei-keji")),
    ),
    Account(
        "registrar-2",
        _("合同复核登记员"),
        _("复核须由两人办理的合同"),
        (("registrar", "dalian-keji"),),
    ),
    Account("tax", _("税务人员"), _("按授权查阅合同"), (("officer", "dalian-shuiwu"),)),
    Account(
        "bidder",
        _("受让方企业"),
        _("寻找可受让的成果"),
        (("administrator", "maoshan-battery"),),
    ),
    Account("assessor", _("评审专家"), _("评审与打分"), (("assessor", "donghai-cailiao"),)),
    Account(
        "site", _("平台管理员"), _("管理整个平台"), (("site_administrator", "guojia-zhan"),)
    ),
    Account("newcomer", _("新注册人员"), _("尚未加入机构，有一份申请和一份邀请"), ()),
)
_NEWCOMER = ACCOUNTS[-1]
_INVITED_BY, _ASKS_AT = "lanjiao-pump", "oubei-food-mach"


def load_accounts(*, organisations: Mapping[str, UUID], at: datetime) -> None:
    """Make the accounts with confirmed addresses and give them their roles."""
    for account in ACCOUNTS:
        person_id = services.open_account(
            email=account.email, password=PASSWORD, name=str(account.title)
        )
        for order, (role, key) in enumerate(account.roles):
            services.add_member(
                actor=FOUNDER,
                organisation_id=organisations[key],
                person_id=person_id,
                role=role,
                at=at - timedelta(days=90 - order),
            )
    _let_newcomer_wait(organisations, at=at)


def _let_newcomer_wait(organisations: Mapping[str, UUID], *, at: datetime) -> None:
    """Leave an invitation and a request open, so that their pages show something; only once."""
    person_id = services.open_account(email=_NEWCOMER.email, password=PASSWORD, name="")
    person = Person.objects.get(pk=person_id)
    if person.memberships.exists():
        return
    services.invite_member(
        actor=FOUNDER,
        organisation_id=organisations[_INVITED_BY],
        email=_NEWCOMER.email,
        role="member",
        at=at - timedelta(hours=5),
    )
    services.ask_for_role(
        actor=queries.actor_for(person=person),
        organisation_id=organisations[_ASKS_AT],
        role="administrator",
        evidence="行政部，电话 0577-5550 0183；授权委托书已盖章，可当面核对原件。",
        at=at - timedelta(hours=3),
    )
