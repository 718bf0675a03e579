"""How often one caller may ask: a bucket of tokens that fills up again, one row each.

The row is taken and counted in one statement, so any number of processes share it exactly.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from yizhan.web.api.problems import Problematic
from yizhan.web.models import Bucket

# The bucket holds one minute's worth: a burst is fine, a stream is not.
_TAKE = """
INSERT INTO web_bucket AS b (name, tokens, is_served, at)
VALUES (%(name)s, %(most)s - 1, %(most)s >= 1, %(at)s)
ON CONFLICT (name) DO UPDATE SET
    tokens = full_.now_ - CASE WHEN full_.now_ >= 1 THEN 1 ELSE 0 END,
    is_served = full_.now_ >= 1,
    at = GREATEST(b.at, %(at)s)
RETURNING tokens, is_served
"""
_NOW = """
LEAST(%(most)s, b.tokens + GREATEST(0, extract(epoch FROM %(at)s - b.at)) * %(most)s / 60.0)
"""
_STATEMENT = _TAKE.replace("full_.now_", _NOW.strip())


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a caller's minute."""

    limit: int
    left: int
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers of the RateLimit draft."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(self.seconds),
        }


def forget_full(*, at: datetime) -> int:
    """Drop the buckets that have filled up again: they say what no bucket says too."""
    count, _rows = Bucket.objects.filter(at__lt=at - timedelta(minutes=2)).delete()
    return count


def take(name: str, *, most: int, at: datetime) -> Allowance:
    """Take one token, or refuse and say when the next one will be there."""
    values: dict[str, Any] = {"name": name[:120], "most": most, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, values)
        tokens, is_served = cursor.fetchone()
    rate = most / 60
    full_in = math.ceil((most - tokens) / rate) if rate else 60
    if not is_served:
        seconds = max(1, math.ceil((1 - tokens) / rate)) if rate else 60
        headers = Allowance(most, 0, seconds).headers | {"Retry-After": str(seconds)}
        raise Problematic(429, "api.too_many_requests", {"seconds": seconds}, headers=headers)
    return Allowance(most, int(tokens), full_in)
