"""Saving a search, changing how it is told, and stopping it."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.kernel.actors import Actor, machine
from yizhan.kernel.refusals import Refusal, refuse_if
from yizhan.listings.queries import listing_for
from yizhan.listings.terms import Kind
from yizhan.matching import rules
from yizhan.matching.facts import NeedMuted, SearchChanged, SearchRemoved, SearchSaved
from yizhan.matching.models import MutedNeed, SavedSearch
from yizhan.matching.searching.criteria import Criteria, address_of
from yizhan.matching.terms import Pace

_UNSUBSCRIBE = "unsubscribe"


@transaction.atomic
def save_search(
    *, actor: Actor, criteria: Criteria, name: str, at: datetime, pace: str = Pace.DAILY
) -> SavedSearch:
    """Keep a search of the actor's; the same one again is taken up, not doubled."""
    if actor.person_id is None:
        raise PermissionDenied
    address = address_of(criteria)
    mine = SavedSearch.objects.filter(person_id=actor.person_id)
    known = mine.filter(criteria=address).first()
    if known is not None:
        return change_search(
            actor=actor, search_id=known.pk, pace=known.pace, is_paused=False, at=at
        )
    refuse_if(rules.against_saving(name=name, held=mine.count()))
    search, is_new = SavedSearch.objects.get_or_create(
        person_id=actor.person_id,
        criteria=address,
        defaults={
            "name": name.strip() or str(Kind(criteria.kind).label),
            "kind": criteria.kind,
            "pace": pace,
            "created_at": at,
        },
    )
    if is_new:
        fact = SearchSaved(subject_id=search.pk, kind=str(search.kind), pace=str(search.pace))
        record(fact, actor=actor, at=at)
    return search


@transaction.atomic
def change_search(
    *, actor: Actor, search_id: UUID, pace: str, is_paused: bool, at: datetime
) -> SavedSearch:
    """Tell the finds at another pace, pause, or take up again."""
    search = _mine(actor, search_id)
    if pace not in Pace.values:
        refuse_if([Refusal("matching.unknown_pace", {}, "pace")])
    if (search.pace, search.is_paused) == (pace, is_paused):
        return search
    if search.is_paused and not is_paused:
        search.created_at = at  # what was published during the pause is not told
        search.save(update_fields=["created_at"])
    return _set(search, pace, is_paused=is_paused, actor=actor, at=at)


@transaction.atomic
def remove_search(*, actor: Actor, search_id: UUID, at: datetime) -> None:
    """Forget a search and what it found."""
    search = _mine(actor, search_id)
    record(SearchRemoved(subject_id=search.pk), actor=actor, at=at)
    search.delete()


@transaction.atomic
def mute_need(*, actor: Actor, need_id: UUID, is_muted: bool, at: datetime) -> None:
    """Hear nothing more of new matches for a need, or hear of them again."""
    if actor.person_id is None:
        raise PermissionDenied
    need = listing_for(actor=actor, listing_id=need_id, kind="need")
    _mute(actor.person_id, need.pk, is_muted=is_muted, actor=actor, at=at)


@transaction.atomic
def stop_search(person_id: UUID, search_id: UUID, at: datetime) -> None:
    """Pause a search by the link in a mail; one that is gone is stopped already."""
    found = SavedSearch.objects.select_for_update().filter(pk=search_id, person_id=person_id)
    for search in found.filter(is_paused=False):
        _set(search, search.pace, is_paused=True, actor=machine(_UNSUBSCRIBE), at=at)


@transaction.atomic
def stop_need(person_id: UUID, need_id: UUID, at: datetime) -> None:
    """Mute a need by the link in a mail."""
    _mute(person_id, need_id, is_muted=True, actor=machine(_UNSUBSCRIBE), at=at)


def _mine(actor: Actor, search_id: UUID) -> SavedSearch:
    if actor.person_id is None:
        raise SavedSearch.DoesNotExist
    return SavedSearch.objects.select_for_update().get(pk=search_id, person_id=actor.person_id)


def _set(
    search: SavedSearch, pace: str, *, is_paused: bool, actor: Actor, at: datetime
) -> SavedSearch:
    search.pace, search.is_paused = pace, is_paused
    search.save(update_fields=["pace", "is_paused"])
    fact = SearchChanged(subject_id=search.pk, pace=str(pace), is_paused=is_paused)
    record(fact, actor=actor, at=at)
    return search


def _mute(
    person_id: UUID, need_id: UUID, *, is_muted: bool, actor: Actor, at: datetime
) -> None:
    if is_muted:
        _row, changed = MutedNeed.objects.get_or_create(
            person_id=person_id, need_id=need_id, defaults={"at": at}
        )
    else:
        count, _by = MutedNeed.objects.filter(person_id=person_id, need_id=need_id).delete()
        changed = bool(count)
    if changed:
        record(NeedMuted(subject_id=need_id, is_muted=is_muted), actor=actor, at=at)
