"""Who may see which listing, which of its fields, and take which step."""

from django.db.models import Q, QuerySet

from yizhan.directory.queries import own_ids
from yizhan.kernel.actors import Actor
from yizhan.listings.models import Listing
from yizhan.listings.stages import FLOW, IN_REVIEW, SHOWN, Stage
from yizhan.listings.terms import PUBLIC_MONEY, Visibility

WRITE, READ_OWN = "listings.write", "listings.read_own"
REVIEW, EXPIRE = "listings.review", "listings.expire"


def visible_to(actor: Actor) -> QuerySet[Listing]:
    """Return the listings the actor may see: the open ones, its own, those it reviews."""
    if actor.may(EXPIRE):
        return Listing.objects.all()
    seen = Q(stage__in=SHOWN)
    if actor.organisation_id and (actor.may(READ_OWN) or actor.may(WRITE)):
        seen |= Q(organisation_id=actor.organisation_id)
    if actor.may(REVIEW) and actor.region is not None:
        seen |= ~Q(stage=Stage.DRAFT) & Q(region__code__startswith=actor.region)
    return Listing.objects.filter(seen)


def owned_by(actor: Actor) -> QuerySet[Listing]:
    """Return the listings of the actor's own organisation, drafts included."""
    if actor.organisation_id is None or not (actor.may(READ_OWN) or actor.may(WRITE)):
        return Listing.objects.none()
    return Listing.objects.filter(organisation_id=actor.organisation_id)


def waiting_for(actor: Actor) -> QuerySet[Listing]:
    """Return the listings that wait for this reviewer: within reach and not its own."""
    if not actor.may(REVIEW) or actor.region is None:
        return Listing.objects.none()
    waiting = Listing.objects.filter(stage__in=IN_REVIEW, region__code__startswith=actor.region)
    return waiting.exclude(organisation_id__in=own_ids(actor))


def is_owner(actor: Actor, listing: Listing) -> bool:
    """Say whether the actor writes for the organisation the listing belongs to."""
    is_own = (
        actor.organisation_id is not None and listing.organisation_id == actor.organisation_id
    )
    return is_own and actor.may(WRITE)


def is_reviewer(actor: Actor, listing: Listing) -> bool:
    """Say whether the listing lies within the actor's reach as a reviewer."""
    reach = actor.region
    return actor.may(REVIEW) and reach is not None and str(listing.region_id).startswith(reach)


def may_take(actor: Actor, listing: Listing, permission: str) -> bool:
    """Say whether a step that asks for the permission is the actor's to take."""
    if permission == WRITE:
        return is_owner(actor, listing)
    if permission == REVIEW:
        return is_reviewer(actor, listing)
    return actor.may(permission)


def open_steps(actor: Actor, listing: Listing) -> list[str]:
    """Name the steps the actor may take now, in the order of the flow."""
    held = {
        permission for permission in (WRITE, REVIEW) if may_take(actor, listing, permission)
    }
    if REVIEW in held and listing.organisation_id in own_ids(actor):
        held -= {REVIEW}
    # The flow knows both ways to publish; which of them it is depends on who has paid.
    not_this_way = "publish" if is_paid_by_state(listing) else "propose"
    steps = FLOW.open_to(stage=listing.stage, permissions=held)
    return [step for step in steps if step != not_this_way]


def is_paid_by_state(listing: Listing) -> bool:
    """Say whether public money is behind a stored listing."""
    return listing.details.get("funding_source") in PUBLIC_MONEY


def reads_all(actor: Actor, listing: Listing) -> bool:
    """Say whether the actor may read even the confidential fields: the owner, its reviewer."""
    is_own = (
        actor.organisation_id is not None and listing.organisation_id == actor.organisation_id
    )
    return (is_own and (actor.may(READ_OWN) or actor.may(WRITE))) or is_reviewer(actor, listing)


def hidden_fields(actor: Actor, listing: Listing) -> dict[str, str]:
    """Name the fields the actor may not read, each with who may."""
    if reads_all(actor, listing):
        return {}
    return {
        name: level for name, level in listing.visibility.items() if level != Visibility.PUBLIC
    }
