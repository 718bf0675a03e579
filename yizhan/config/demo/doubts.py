"""Listings in doubt: what nobody confirmed for weeks, and a text that another house copied."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from yizhan.config.demo.listings import AUTHOR, Cast
from yizhan.directory.queries import organisation_names
from yizhan.kernel.actors import machine
from yizhan.listings import rules, services
from yizhan.listings.models import Confirmation, Listing
from yizhan.listings.queries import fading_ids, values_of
from yizhan.listings.stages import Stage

FADING, COPIED, COPYING = "lanjiao-pump", "binhai-gongda", "taihu-tto"
# Days since the last word: asked, reminded, ranked lower, hidden.
_AGES = (33, 48, 66, 95)
_WORKER = machine("demonstration", "listings.expire")


def load_doubts(*, organisations: Mapping[str, UUID], at: datetime) -> None:
    """Let a few needs fade, and hand in a copy of a result; once."""
    names = organisation_names(organisations.values())
    cast = Cast(organisations, names, at)
    if Confirmation.objects.exists():
        return
    with transaction.atomic():
        _fade(cast)
        _copy(cast)


def _fade(cast: Cast) -> None:
    """Put the last word back by as many days as each stands for, and let the clock come by."""
    keys = {organisation_id: key for key, organisation_id in cast.organisations.items()}
    needs = Listing.objects.filter(kind="need", stage=Stage.PUBLISHED, is_anonymous=False)
    # One of the account that people try first, the others wherever they are oldest.
    # A word cannot be older than what it is about.
    old = {"published_at__lt": cast.at - timedelta(days=_AGES[0])}
    mine = needs.filter(organisation_id=cast.organisations[FADING])
    first = mine.filter(**old).order_by("serial")[:1] or mine.order_by("published_at")[:1]
    rest = needs.exclude(organisation_id=cast.organisations[FADING])
    chosen = [*first, *rest.order_by("published_at", "serial")[: len(_AGES) - 1]]
    for listing, days in zip(chosen, _AGES, strict=False):
        owner = cast.owner(keys[listing.organisation_id])
        then = cast.at - timedelta(days=days)
        if listing.published_at is None or then <= listing.published_at:
            continue
        services.confirm_listing(actor=owner, listing_id=listing.id, at=then)
        table = rules.TIMETABLES[listing.kind]
        for day in (table.ask, table.remind, table.demote, table.hide):
            if day > days:
                break
            _step(listing, then + timedelta(days=day))


def _step(listing: Listing, moment: datetime) -> None:
    due = fading_ids(at=moment, limit=1_000).get(listing.organisation_id, [])
    services.fade_listings(
        actor=_WORKER,
        organisation_id=listing.organisation_id,
        listing_ids=[id_ for id_ in due if id_ == listing.id],
        at=moment,
    )


def _copy(cast: Cast) -> None:
    """Hand in a result of another house under a new title, with a sentence put before it."""
    first = (
        Listing.objects.filter(
            organisation_id=cast.organisations[COPIED],
            kind="offer",
            stage=Stage.PUBLISHED,
            visibility={},
        )
        .order_by("published_at", "serial")
        .first()
    )
    if first is None:
        return
    text = f"本中心受托推广以下成果，欢迎来人来函。{first.summary}"
    values = {
        **values_of(first),
        "title": f"受托推广：{first.title}"[:120],
        "summary": text,
        "region": "",
    }
    owner = cast.owner(COPYING)
    draft = services.create_draft(
        actor=owner, kind="offer", values=values, key=uuid5(AUTHOR, "copy"), at=cast.at
    )
    if draft.stage == Stage.DRAFT:
        services.submit_listing(actor=owner, listing_id=draft.id, at=cast.at)
