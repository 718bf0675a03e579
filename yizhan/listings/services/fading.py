"""What time does to listings that nobody confirms: asked, reminded, demoted, hidden."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record, record_many
from yizhan.kernel.actors import Actor
from yizhan.listings import facts, rules
from yizhan.listings.models import Confirmation, Listing
from yizhan.listings.permissions import EXPIRE
from yizhan.listings.queries import due_round, lock_fading
from yizhan.listings.services.drafts import fact_values
from yizhan.listings.stages import FLOW

_FACTS: dict[str, type[facts.RoundFact]] = {
    rules.ASK: facts.ConfirmationAsked,
    rules.REMIND: facts.ConfirmationReminded,
    rules.DEMOTE: facts.ListingDemoted,
    rules.HIDE: facts.ListingHidden,
}
_COLUMNS = {
    rules.REMIND: "reminded_at",
    rules.DEMOTE: "demoted_at",
    rules.HIDE: "hidden_at",
}


@transaction.atomic
def fade_listings(
    *, actor: Actor, organisation_id: UUID, listing_ids: Iterable[UUID], at: datetime
) -> int:
    """Take one step with each listing whose time has come; return how many were moved.

    A listing that another worker holds, that was confirmed meanwhile, or whose time has not
    come is left alone, so that a call too many does nothing.
    """
    if not actor.may(EXPIRE):
        raise PermissionDenied
    taken: dict[str, list[Confirmation]] = defaultdict(list)
    found: list[facts.RoundFact] = []
    for listing in lock_fading(organisation_id=organisation_id, listing_ids=listing_ids):
        due = due_round(listing=listing, at=at)
        if due is None:
            continue
        step, round_ = due
        _take(step, listing, round_, at)
        taken[step].append(round_)
        found.append(_FACTS[step](round_id=round_.id, **fact_values(listing)))
    record_many(found, actor=actor, at=at)
    for step, rounds in taken.items():
        told = facts.ListingsFaded(
            subject_id=organisation_id,
            organisation_id=organisation_id,
            step=step,
            listing_ids=tuple(round_.listing_id for round_ in rounds),
            round_ids=tuple(round_.id for round_ in rounds),
        )
        record(told, actor=actor, at=at)
    return len(found)


def _take(step: str, listing: Listing, round_: Confirmation, at: datetime) -> None:
    following = rules.step_after(kind=listing.kind, step=step, at=at)
    round_.due_at = following[1] if following else None
    if step == rules.ASK:
        round_.asked_at = at
        round_.save(force_insert=True)
        return
    column = _COLUMNS[step]
    setattr(round_, column, at)
    round_.save(update_fields=[column, "due_at"])
    if step == rules.DEMOTE:
        listing.demoted_at = at
        listing.save(update_fields=["demoted_at"])
    elif step == rules.HIDE:
        hide_listing(listing=listing, at=at)


def hide_listing(*, listing: Listing, at: datetime) -> None:
    """Take a locked listing out of sight; `fade_listings` says when, and records it."""
    listing.stage = FLOW.take("hide", stage=listing.stage).target
    listing.version += 1
    listing.updated_at = at
    listing.save(update_fields=["stage", "version", "updated_at"])
