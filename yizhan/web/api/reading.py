"""Reading bodies: strict UTF-8 JSON of bounded size and depth."""

import json
from typing import Any, NoReturn

from django.conf import settings
from django.http import HttpRequest
from django.http.request import RawPostDataException
from ninja.parser import Parser

from yizhan.web.api.problems import Problematic

DEEPEST = 32


class StrictParser(Parser):
    """Reads what JSON allows and nothing else: no NaN, no other encodings, no deep nests."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the values of the body."""
        return read_json(request.body)


def read_json(body: bytes) -> Any:
    """Return the values of a document, or refuse it."""
    try:
        text = body.decode("utf-8")
        values = json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise Problematic(400, "api.too_deep", {"limit": DEEPEST}) from None
    except ValueError:  # also not UTF-8, and an integer of more than 4300 digits
        raise Problematic(400, "api.unreadable") from None
    if _is_deeper(values, DEEPEST):
        raise Problematic(400, "api.too_deep", {"limit": DEEPEST})
    return values


def check_body(request: HttpRequest, *, reads: bool) -> None:
    """Refuse a body by its headers, before one byte of it is read."""
    limit = settings.YIZHAN_API_MAX_BODY
    said = request.META.get("CONTENT_LENGTH") or ""
    if "HTTP_TRANSFER_ENCODING" in request.META and not said:
        raise Problematic(411, "api.length_required")
    length = int(said) if said.isascii() and said.isdigit() and len(said) < 16 else None
    if said and (length is None or length > limit):
        raise Problematic(413, "api.too_large", {"limit": limit})
    if reads and length and request.content_type != "application/json":
        raise Problematic(415, "api.not_json")
    if reads:
        _read(request, limit)


def _read(request: HttpRequest, limit: int) -> None:
    try:
        if len(request.body) > limit:
            raise Problematic(413, "api.too_large", {"limit": limit})
    except (RawPostDataException, OSError):  # cut off on the way
        raise Problematic(400, "api.unreadable") from None


def _refuse(_word: str) -> NoReturn:
    raise ValueError


def _is_deeper(values: Any, limit: int) -> bool:
    level: list[Any] = [values]
    for _step in range(limit):
        level = [
            inner
            for item in level
            if isinstance(item, (dict, list))
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return True
