"""The needs, offers and services of the town, in every stage, and what is doubted of them."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from yizhan.kernel.actors import Actor
from yizhan.listings import services as writing
from yizhan.listings.letters import token_for
from yizhan.listings.models import Confirmation, Listing, Pair
from yizhan.listings.queries import content_of
from yizhan.listings.rules import is_state_funded
from yizhan.listings.tests.factories import VALUES, make_checklist

if TYPE_CHECKING:
    from tests.town import Town

TRADES = ("海水泵叶轮", "水轮机导叶", "压裂泵阀箱", "阀门密封面", "铜箔表面", "齿轮箱轴承")
WAYS = ("低温等离子渗氮", "激光熔覆", "超音速喷涂", "化学镀镍磷")


def settle_listings(town: "Town") -> None:
    """Let the mill and the university have listings in every stage."""
    member, scholar = town.actors["member"], town.actors["scholar"]
    for kind in VALUES:
        for stage in ("draft", "submitted", "returned", "published", "withdrawn"):
            town.ids[f"{kind}.{stage}"] = make_listing(town, member, kind, stage).id
    town.ids["offer.proposed"] = make_listing(town, member, "offer", "proposed").id
    for number, trade in enumerate(TRADES):
        for way in WAYS:
            extra = {"title": f"{trade}{way}技术", "trl_min": 6, "trl_max": 6}
            details = {
                **VALUES["offer"]["details"],
                "trl_evidence": [{"level": 6, "text": "现场运行六个月。"}],
            }
            make_listing(town, scholar, "offer", "published", details=details, **extra)
        summary = f"{trade}在含沙介质中半年出现点蚀与冲刷沟槽，需要可批量实施的强化工艺。"
        extra = {
            "title": f"{trade}抗冲蚀强化",
            "summary": summary,
            "fields": [f"{number + 1:02d}"],
        }
        make_listing(town, member, "need", "published", **extra)
    offer = make_listing(town, scholar, "offer", "published")
    town.ids["offer.university"] = offer.id
    _doubts(town)


def make_listing(town: "Town", owner: Actor, kind: str, stage: str, **values: Any) -> Listing:
    """Write a listing of the town and bring it to a stage by the verbs of its people."""
    at, reviewer = town.at, town.actors["nation"]
    given = {**VALUES[kind], **values}
    if kind == "need":
        given["deadline"] = f"{at + timedelta(days=120):%Y-%m-%d}"
    listing = writing.create_draft(actor=owner, kind=kind, values=given, at=at)
    if stage == "draft":
        return listing
    listing = writing.submit_listing(actor=owner, listing_id=listing.id, at=at)
    if stage == "returned":
        reasons = {"summary": "请补充介质的含沙量。"}
        return writing.return_listing(
            actor=reviewer, listing_id=listing.id, reasons=reasons, at=at
        )
    if stage == "proposed":
        writing.propose_listing(
            actor=town.actors["national_adviser"],
            listing_id=listing.id,
            checklist=make_checklist(listing, at=at),
            at=at,
        )
    if stage == "withdrawn":
        return writing.withdraw_listing(actor=owner, listing_id=listing.id, at=at)
    if stage == "published":
        return _published(town, listing)
    return listing


def _doubts(town: "Town") -> None:
    """Ask whether a need is still true, and name two needs that say the same."""
    need = Listing.objects.get(id=town.ids["need.published"])
    later = town.at + timedelta(days=14)
    assert need.confirmed_at is not None
    asked = Confirmation.objects.create(
        listing=need, since=need.confirmed_at, asked_at=town.at, due_at=later
    )
    person = town.actors["member"].person_id
    assert person is not None
    town.words["letter"] = token_for(round_id=asked.id, person_id=person, at=town.at)
    halves = [need.id, town.ids["need.submitted"]]
    town.ids["alike"] = Pair.objects.get(first__in=halves, second__in=halves).id


def _published(town: "Town", listing: Listing) -> Listing:
    """Publish it with one pair of eyes, or two where the state has paid."""
    given: dict[str, Any] = {
        "listing_id": listing.id,
        "checklist": make_checklist(listing, at=town.at),
        "at": town.at,
    }
    if not is_state_funded(content_of(listing)):
        return writing.publish_listing(actor=town.actors["nation"], **given)
    writing.propose_listing(actor=town.actors["nation"], **given)
    return writing.countersign_listing(actor=town.actors["national_adviser"], **given)
