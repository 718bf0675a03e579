"""Seals: Ed25519 over the canonical content, and over every byte of the paper.

The paper carries its seal in its own keywords: it is printed with a blank of the same length,
hashed, signed, and the blank filled in. So a reader without account, database or network
finds any byte that was changed, whatever it drew.
"""

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from yizhan.contracts.certificates.canonical import (
    LARGEST,
    NotCanonical,
    canonical,
    read_canonical,
)

FORMAT = "yizhan-certificate/1"
ALGORITHM = "Ed25519"
ATTACHMENT = "certificate.json"
MOST_BYTES = 4 * 1024 * 1024

_CONTENT_TAG, _PAPER_TAG = b"yizhan certificate content 1\n", b"yizhan certificate paper 1\n"
_BLANK = "0" * 128
_SEAL = re.compile(rb"yizhan-seal:([0-9a-f]{16}):([0-9a-f]{128})")
_TWICE = 2  # typst writes the keywords into the dictionary and into the XMP block
_EMBEDDED = re.compile(
    rb"<</Length (\d{1,6})/Type/EmbeddedFile(/Filter/FlateDecode)?[^>]*>>>>\s*stream\n"
)
_OURS = (b"yizhan-certificate", b"yizhan-seal", b"certificate.json")


class Verdict(StrEnum):
    """What a file turned out to be."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN_KEY = "unknown_key"
    WITHDRAWN_KEY = "withdrawn_key"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """A published key and the time in which it sealed."""

    id: str
    public: str
    made_at: datetime
    retired_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Say whether the key was in use at that time."""
        return self.made_at <= at and (self.retired_at is None or at <= self.retired_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What was found in a file.

    The `content` of an altered paper is what its attachment holds under a seal of its own:
    true in itself, but not what the pages must show.
    """

    verdict: Verdict
    content: Mapping[str, Any] | None = None
    digest: str = ""
    key: str = ""
    is_paper: bool = False


def key_id(public: bytes) -> str:
    """Name a key by its own hash, so that a name cannot be given to another key."""
    return sha256(public).hexdigest()[:16]


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical content."""
    return sha256(canonical(content)).hexdigest()


def sign_content(content: Mapping[str, Any], key: Ed25519PrivateKey) -> str:
    """Return the signature of a content."""
    return key.sign(_CONTENT_TAG + canonical(content)).hex()


def envelope(content: Mapping[str, Any], *, key: str, signature: str) -> bytes:
    """Write content and signature as one file."""
    seal = {
        "algorithm": ALGORITHM,
        "key": key,
        "sha256": digest_of(content),
        "value": signature,
    }
    return canonical({"content": content, "signature": seal})


def blank_seal(key: str) -> str:
    """Return the words that stand in the paper until it is sealed."""
    return f"yizhan-seal:{key}:{_BLANK}"


def seal_paper(pdf: bytes, key: str, private: Ed25519PrivateKey) -> bytes:
    """Fill the blank with the signature of the whole paper."""
    blank = blank_seal(key).encode()
    if pdf.count(blank) != _TWICE:
        raise ValueError("The paper has no blank for its seal.")
    value = private.sign(_PAPER_TAG + sha256(pdf).digest()).hex()
    return pdf.replace(blank, f"yizhan-seal:{key}:{value}".encode())


def open_file(raw: bytes, keys: Iterable[PublicKey]) -> Opened:
    """Judge a file, PDF or JSON, by the published keys alone."""
    known = {key.id: key for key in keys}
    if len(raw) > MOST_BYTES or not any(mark in raw for mark in _OURS):
        return Opened(verdict=Verdict.NOT_OURS)
    if raw.startswith(b"%PDF"):
        return _open_paper(raw, known)
    return _open_envelope(raw, known)


def _open_paper(raw: bytes, keys: Mapping[str, PublicKey]) -> Opened:
    inner = _inside(raw, keys)
    seals = _SEAL.findall(raw)
    if len(seals) != _TWICE or seals[0] != seals[1]:
        return _as_paper(inner, Verdict.ALTERED)
    name, value = (part.decode() for part in seals[0])
    key = keys.get(name)
    if key is None:
        return _as_paper(inner, Verdict.UNKNOWN_KEY)
    blank = raw.replace(value.encode(), _BLANK.encode())
    if not _signed(key, value, _PAPER_TAG + sha256(blank).digest()):
        return _as_paper(inner, Verdict.ALTERED)
    if key.withdrawn_at is not None:
        return _as_paper(inner, Verdict.WITHDRAWN_KEY)
    return _as_paper(inner, inner.verdict)


def _inside(raw: bytes, keys: Mapping[str, PublicKey]) -> Opened:
    for found in _EMBEDDED.finditer(raw):
        body = raw[found.end() : found.end() + int(found[1])]
        opened = _open_envelope(_inflated(body) if found[2] else body, keys)
        if opened.content is not None:
            return opened
    return Opened(verdict=Verdict.ALTERED)


def _inflated(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, LARGEST)
    except zlib.error:
        return b""


def _as_paper(inner: Opened, verdict: Verdict) -> Opened:
    is_sound = inner.verdict is Verdict.GENUINE
    return Opened(
        verdict=verdict,
        content=inner.content if is_sound else None,
        digest=inner.digest if is_sound else "",
        key=inner.key,
        is_paper=True,
    )


def _open_envelope(raw: bytes, keys: Mapping[str, PublicKey]) -> Opened:
    try:
        document = read_canonical(raw)
        content, seal = document["content"], document["signature"]
        digest = digest_of(content)
        key = keys.get(seal["key"])
        name, value = str(seal["key"]), str(seal["value"])
        is_formed = (
            set(document) == {"content", "signature"}
            and seal == {"algorithm": ALGORITHM, "key": name, "sha256": digest, "value": value}
            and content["format"] == FORMAT
        )
        issued_at = datetime.fromisoformat(content["issued_at"])
    except (NotCanonical, KeyError, TypeError, ValueError):
        return Opened(verdict=Verdict.ALTERED)
    if not is_formed:
        return Opened(verdict=Verdict.ALTERED)
    if key is None:
        return Opened(verdict=Verdict.UNKNOWN_KEY, key=name)
    if not _signed(key, value, _CONTENT_TAG + canonical(content)) or not key.covers(issued_at):
        return Opened(verdict=Verdict.ALTERED, key=name)
    withdrawn = key.withdrawn_at is not None
    return Opened(
        verdict=Verdict.WITHDRAWN_KEY if withdrawn else Verdict.GENUINE,
        content=content,
        digest=digest,
        key=name,
    )


def _signed(key: PublicKey, value: str, message: bytes) -> bool:
    try:
        public = bytes.fromhex(key.public)
        if key_id(public) != key.id:
            return False
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(value), message)
    except (InvalidSignature, ValueError):
        return False
    return True
