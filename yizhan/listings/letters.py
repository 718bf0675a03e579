"""The signed part of a link that asks somebody whether a listing is still true.

It names a round and a person, and an end; whoever holds it may answer for that one listing
and see nothing but its public text. It is no session and opens nothing else.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse

_SALT = "yizhan.listings.confirmation"
# From the first question to the day an unanswered listing is hidden, and half a year more.
LASTING = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a valid link says."""

    round_id: UUID
    person_id: UUID
    ends_at: datetime


def token_for(*, round_id: UUID, person_id: UUID, at: datetime) -> str:
    """Sign a link for one round and one person."""
    ends = int((at + LASTING).timestamp())
    said = {"r": round_id.hex, "p": person_id.hex, "e": ends}
    return _signer().sign_object(said, compress=False)


def read_token(token: str) -> Letter | None:
    """Read a token that we signed; nothing for any other text."""
    try:
        said = _signer().unsign_object(token)
        return Letter(
            round_id=UUID(said["r"]),
            person_id=UUID(said["p"]),
            ends_at=datetime.fromtimestamp(said["e"], UTC),
        )
    except (BadSignature, KeyError, TypeError, ValueError):
        return None


def address_of(*, round_id: UUID, person_id: UUID, at: datetime) -> str:
    """Return the path of the page on which the person answers."""
    token = token_for(round_id=round_id, person_id=person_id, at=at)
    return reverse("listings:still-true", args=[token])


def _signer() -> Signer:
    return Signer(salt=_SALT)
