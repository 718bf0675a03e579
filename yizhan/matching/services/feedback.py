"""Take down what a person says of a match, with the match as it stood."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.kernel.actors import Actor, anonymous
from yizhan.kernel.refusals import refuse_if
from yizhan.listings.queries import listing_for, view_of
from yizhan.matching import rules
from yizhan.matching.facts import FeedbackGiven
from yizhan.matching.models import Feedback, Match
from yizhan.matching.queries import scored_pair
from yizhan.matching.relevance.scoring import score

if TYPE_CHECKING:
    from yizhan.listings.models import Listing


@transaction.atomic
def give_feedback(
    *,
    actor: Actor,
    need_id: UUID,
    offer_id: UUID,
    verdict: str,
    reason: str = "",
    note: str = "",
    at: datetime,
) -> Feedback:
    """Store a verdict on a pair; the score it was given for is kept with all its inputs.

    The same word said twice in a row is stored once.
    """
    if not actor.may("matching.use") or actor.organisation_id is None:
        raise PermissionDenied
    need = listing_for(actor=actor, listing_id=need_id, kind="need")
    offer = listing_for(actor=actor, listing_id=offer_id)
    parties = {need.organisation_id, offer.organisation_id}
    note = note.strip()
    refuse_if(
        rules.against_feedback(
            verdict=verdict,
            reason=reason,
            note=note,
            is_party=actor.organisation_id in parties or actor.may("listings.review"),
            is_open=need.is_open and offer.is_open and offer.kind != "need",
        )
    )
    said = Feedback(
        match=_match_of(need, offer, at=at),
        organisation_id=actor.organisation_id,
        author_id=actor.id,
        verdict=verdict,
        reason=reason,
        note=note,
        at=at,
    )
    return _kept(said, actor=actor, at=at)


def _match_of(need: "Listing", offer: "Listing", *, at: datetime) -> Match:
    """Return the match of the pair as it stands, locked until the transaction ends."""
    # Scored as everybody may read it, so that nobody's confidential text is copied.
    nobody = anonymous()
    inputs = scored_pair(view_of(need, actor=nobody), view_of(offer, actor=nobody))
    made = score(inputs)
    match, _fresh = Match.objects.get_or_create(
        need=need,
        offer=offer,
        need_version=need.version,
        offer_version=offer.version,
        weights=made.weights_version,
        defaults={"score": made.score, "inputs": inputs.to_json(), "created_at": at},
    )
    # Two words at once are taken one after the other, so that the same one is kept once.
    return Match.objects.select_for_update().get(pk=match.pk)


def _kept(said: Feedback, *, actor: Actor, at: datetime) -> Feedback:
    match = said.match
    last = match.feedback.filter(organisation_id=said.organisation_id).first()
    word = (said.verdict, said.reason, said.note)
    if last and (last.verdict, last.reason, last.note) == word:
        return last
    said.save(force_insert=True)
    record(
        FeedbackGiven(
            subject_id=match.id,
            need_id=match.need_id,
            offer_id=match.offer_id,
            verdict=said.verdict,
            reason=said.reason,
            score=str(match.score),
        ),
        actor=actor,
        at=at,
    )
    return said
