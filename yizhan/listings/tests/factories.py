"""Listings at every stage, made by the real services; and the people who act on them."""

import uuid
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from yizhan.directory.models import Membership, Organisation, Person
from yizhan.directory.rules import PERMISSIONS
from yizhan.kernel.actors import Actor
from yizhan.listings import rules, services
from yizhan.listings.checklists import edition_on
from yizhan.listings.models import Listing
from yizhan.listings.queries import content_of

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

NEED: dict[str, Any] = {
    "title": "海水泵叶轮低温表面强化工艺",
    "summary": (
        "叶轮在含沙海水中连续运行六个月后出现密集点蚀坑与冲刷沟槽，"
        "需要一种可批量实施的强化工艺。"
    ),
    "keywords": ["双相不锈钢", "点蚀"],
    "region": "330900",
    "industry": "C34",
    "fields": ["03", "05"],
    "modes": ["commissioned_development"],
    "trl_min": 5,
    "trl_max": 7,
    "price_min": Decimal(800_000),
    "price_max": Decimal(1_200_000),
    "deadline": "2026-12-31",
    "indicators": [
        {"name": "表面显微硬度", "comparator": "ge", "value": "850", "unit": "HV"},
        {"name": "处理温度", "comparator": "le", "value": "450", "unit": "℃"},
    ],
    "details": {
        "tried": "超音速喷涂，流道深处够不着。",
        "conditions": "失效叶轮十二件，运行记录十八个月。",
        "requirements": "有批量处理经验。",
        "ip_wish": "joint",
        "region_preference": ["yangtze"],
    },
    "visibility": {"conditions": "after_contact"},
}
OFFER: dict[str, Any] = {
    "title": "低温等离子渗氮复合强化技术",
    "summary": "在四百摄氏度以下对双相不锈钢实施渗氮，获得膨胀奥氏体层，点蚀电位较基体提高。",
    "region": "210200",
    "industry": "M73",
    "fields": ["05"],
    "modes": ["ordinary_licence"],
    "trl_min": 7,
    "trl_max": 7,
    "price_min": Decimal(1_800_000),
    "indicators": [
        {
            "name": "表面硬度",
            "comparator": "eq",
            "value": "1050",
            "unit": "HV",
            "method": "GB/T 4340.1",
            "measured_by": "本单位实验室",
            "measured_on": "2025-06-01",
            "alternative": "650",
        }
    ],
    "details": {
        "advantage": "比盐浴处理少一道清洗工序。",
        "economics": "每件处理成本约 120 元。",
        "trl_evidence": [{"level": 7, "text": "在循环水泵上运行 1,200 小时。"}],
        "ip": [
            {
                "kind": "invention_patent",
                "number": "ZL202010000000.9",
                "status": "granted",
                "expires": "2040-01-01",
                "owners": "滨海工业大学",
            }
        ],
        "funding_source": "national",
        "plan_number": "2020YFB0000000",
        "security_check": {"declared": True, "touches": False},
        "licence_policy": "open_licence",
    },
    "visibility": {"price": "parties_only", "economics": "after_contact"},
}
SERVICE: dict[str, Any] = {
    "title": "盐雾与电化学腐蚀试验服务",
    "summary": "提供中性盐雾、循环腐蚀和极化曲线测试，出具检测报告。",
    "fields": ["05"],
    "modes": ["service"],
    "details": {
        "service_kind": "testing",
        "capacity": "每周一百二十件。",
        "equipment": "盐雾箱三台，电化学工作站两台。",
        "price_note": "按件计价，三百元起。",
        "turnaround": "七个工作日",
    },
}
VALUES = {"need": NEED, "offer": OFFER, "service": SERVICE}


def make_organisation(**values: Any) -> Organisation:
    """Store one verified enterprise in 舟山 unless told otherwise."""
    wanted = {
        "verification": "verified",
        "verified_at": AT,
        "name": f"舟山{uuid.uuid4().hex[:6]}泵业有限公司",
        "kind": "enterprise",
        "size": "medium",
        "region_id": "330900",
        "industry_id": "C34",
        "created_at": AT,
    }
    return Organisation.objects.create(**{**wanted, **values})


def make_person(**values: Any) -> Person:
    """Store one account."""
    return Person.objects.create(**{"email": f"{uuid.uuid4().hex[:10]}@example.org", **values})


def actor_of(organisation: Organisation, role: str = "member", **values: Any) -> Actor:
    """Return somebody who acts for the organisation in the role."""
    wanted = {
        "id": uuid.uuid4(),
        "person_id": uuid.uuid4(),
        "label": f"{organisation.name} · {role}",
        "organisation_id": organisation.id,
        "permissions": PERMISSIONS[role],
        "region": None,
    }
    return Actor(**{**wanted, **values})


def make_reviewer(region: str = "33") -> Actor:
    """Return a reviewer of a station whose reach is the region."""
    station = make_organisation(name=f"驿站{uuid.uuid4().hex[:6]}", kind="station_regional")
    return actor_of(station, "reviewer", region=region)


def make_draft(actor: Actor | None = None, kind: str = "need", **values: Any) -> Listing:
    """Store one complete draft."""
    owner = actor or actor_of(make_organisation())
    return services.create_draft(
        actor=owner, kind=kind, values={**VALUES[kind], **values}, at=AT
    )


def make_submitted(actor: Actor | None = None, kind: str = "need", **values: Any) -> Listing:
    """Store one listing that waits for review."""
    owner = actor or actor_of(make_organisation())
    listing = make_draft(owner, kind, **values)
    return services.submit_listing(actor=owner, listing_id=listing.id, at=AT)


def make_published(actor: Actor | None = None, kind: str = "need", **values: Any) -> Listing:
    """Store one listing that everybody may read."""
    return publish(make_submitted(actor, kind, **values))


def publish(listing: Listing, *, reviewer: Actor | None = None, at: datetime = AT) -> Listing:
    """Say yes with every question answered, with two pairs of eyes where the state has paid."""
    first = reviewer or make_reviewer(str(listing.region_id)[:2])
    given: dict[str, Any] = {
        "listing_id": listing.id,
        "checklist": make_checklist(listing, at=at),
        "at": at,
    }
    if not rules.is_state_funded(content_of(listing)):
        return services.publish_listing(actor=first, **given)
    services.propose_listing(actor=first, **given)
    second = make_reviewer(first.region or "")
    return services.countersign_listing(actor=second, **given)


def make_checklist(
    listing: Listing, *, at: datetime = AT, note: str = "已电话核对。", **answers: str
) -> rules.Checklist:
    """Fill in the checklist of the day: yes to everything but what `answers` says."""
    edition = edition_on(rules.day_of(at))
    given = {
        item.code: rules.Given(answer=answers.get(item.code, "yes"), note=note)
        for item in edition.items_for(listing.kind)
    }
    return rules.Checklist(edition=edition.code, answers=given)


def answered(listing: Listing) -> dict[str, str]:
    """Return what a browser sends for a checklist that is filled in."""
    checklist = make_checklist(listing)
    sent = {"edition": checklist.edition}
    for code, given in checklist.answers.items():
        sent |= {f"answer_{code}": given.answer, f"note_{code}": given.note}
    return sent


def sign_in(client: Any, organisation: Organisation, role: str = "member") -> Any:
    """Sign a new person in, in one role of the organisation, and return the client."""
    person = make_person()
    Membership.objects.create(
        person=person, organisation=organisation, role=role, created_at=AT
    )
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def posted(kind: str, **changes: str) -> dict[str, Any]:
    """Return what a browser sends for a complete form."""
    form = {
        "need": {
            "title": NEED["title"],
            "summary": NEED["summary"],
            "fields_": ["03"],
            "modes": ["commissioned_development"],
            "region": "浙江省 舟山市",
            "industry": "C34",
            "price_min": "80",
            "price_max": "120",
            "language": "zh-hans",
            "tried": "喷涂，流道深处够不着。",
            "visible_tried": "after_contact",
        },
        "offer": {
            "title": OFFER["title"],
            "summary": OFFER["summary"],
            "fields_": ["05"],
            "modes": ["ordinary_licence"],
            "trl_min": "3",
            "licence_policy": "negotiated",
            "funding_source": "self",
        },
        "service": {
            "title": SERVICE["title"],
            "summary": SERVICE["summary"],
            "fields_": ["05"],
            "service_kind": "testing",
            "capacity": "每周一百二十件。",
            "price_note": "按件计价。",
        },
    }[kind]
    rows = {"need": ["indicators"], "offer": ["indicators", "trl_evidence", "ip"]}
    management: dict[str, str] = {}
    for prefix in rows.get(kind, ["indicators"]):
        management |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
    indicator = {
        "indicators-0-name": "表面显微硬度",
        "indicators-0-comparator": "ge",
        "indicators-0-value": "850",
        "indicators-0-unit": "HV",
    }
    return {**form, **management, **indicator, "key": str(uuid.uuid4()), **changes}
