"""Where a reader stands, in a form that it carries about and cannot make up."""

import base64
import struct
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.signing import BadSignature, Signer

_SHAPE: Final = struct.Struct(">B16sQ16s")
_VERSION: Final = 1
_NOBODY: Final = UUID(int=0)
_HIGHEST: Final = (2**63 - 1, UUID(int=2**128 - 1))


class CursorRefused(Exception):
    """Raised when a reader cannot go on from here: `feeds.unreadable` or `feeds.foreign`."""

    def __init__(self, code: str) -> None:
        """Keep the code; it is permanent."""
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a feed of one epoch: behind this record of this transaction."""

    epoch: UUID
    position: int
    record_id: UUID

    @property
    def place(self) -> tuple[int, UUID]:
        """Return what rows are compared with."""
        return self.position, self.record_id

    def encode(self, *, feed: str) -> str:
        """Write it so that another feed, another site or an inventive reader is found out."""
        packed = _SHAPE.pack(_VERSION, self.epoch.bytes, self.position, self.record_id.bytes)
        plain = base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
        return _signer(feed).sign(plain)

    @classmethod
    def decode(cls, text: str, *, feed: str) -> "Cursor":
        """Read what `encode` wrote, or refuse."""
        try:
            plain = _signer(feed).unsign(text)
            packed = base64.urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
            version, epoch, position, record = _SHAPE.unpack(packed)
        except (BadSignature, ValueError, struct.error) as error:
            raise CursorRefused("feeds.unreadable") from error
        if version != _VERSION:
            raise CursorRefused("feeds.unreadable")
        return cls(UUID(bytes=epoch), position, UUID(bytes=record))

    @classmethod
    def first(cls, epoch: UUID) -> "Cursor":
        """Stand before everything."""
        return cls(epoch, 0, _NOBODY)

    @classmethod
    def last(cls, epoch: UUID) -> "Cursor":
        """Stand behind everything, to read backwards from the newest."""
        return cls(epoch, *_HIGHEST)


def _signer(feed: str) -> Signer:
    return Signer(salt=f"yizhan.feeds.{feed}", sep=".")
