"""A request sent twice is done once: the second copy gets the first one's answer.

The row is inserted in the transaction that does the work. A copy that arrives meanwhile waits
at the unique index until that transaction ends: committed, it reads the answer; rolled back
(a refusal, a crash, a kill), it does the work itself. No row can stay half done.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse

from yizhan.web.api.problems import Problematic
from yizhan.web.models import StoredAnswer

HEADER: Final = "Idempotency-Key"
PATTERN: Final = r"^[A-Za-z0-9._-]{8,80}$"
KEPT_FOR: Final = timedelta(hours=24)
_PATIENCE: Final = "10s"
_STORED_HEADERS: Final = ("Content-Type", "Location", "ETag")
_CLAIM = """
INSERT INTO web_storedanswer AS a
    (caller_id, key, fingerprint, status, headers, body, expires_at)
VALUES (%(caller)s, %(key)s, %(fingerprint)s, NULL, '{}', '', %(until)s)
ON CONFLICT (caller_id, key) DO UPDATE
    SET fingerprint = %(fingerprint)s, status = NULL, body = '', expires_at = %(until)s
    WHERE a.expires_at <= %(at)s
RETURNING id
"""


def key_of(request: HttpRequest, *, is_required: bool) -> str:
    """Return the key of a request that may be repeated, "" for none."""
    said = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if said is None:
        if is_required:
            raise Problematic(400, "api.repeat_key_required")
        return ""
    if re.fullmatch(PATTERN, said) is None:
        raise Problematic(400, "api.repeat_key_malformed")
    return str(said)


def once(
    request: HttpRequest,
    *,
    caller_id: UUID,
    key: str,
    at: datetime,
    act: Callable[[], HttpResponse],
) -> HttpResponse:
    """Do the work, or return the answer that the first copy of the request got."""
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        claimed = _claim(caller_id, key, fingerprint, at)
        if claimed is None:
            return _first_answer(caller_id, key, fingerprint)
        response = act()
        if response.status_code >= 400:
            # Nothing was done: the same key may be used again once the mistake is mended.
            transaction.set_rollback(True)
            return response
        _store(claimed, response)
    return response


def forget_expired(*, at: datetime) -> int:
    """Drop the answers nobody may ask for any more."""
    count, _rows = StoredAnswer.objects.filter(expires_at__lte=at).delete()
    return count


def _fingerprint(request: HttpRequest) -> str:
    said = f"{request.method} {request.get_full_path()}\n".encode()
    return sha256(said + request.body).hexdigest()


def _claim(caller_id: UUID, key: str, fingerprint: str, at: datetime) -> int | None:
    values: dict[str, Any] = {
        "caller": caller_id,
        "key": key,
        "fingerprint": fingerprint,
        "at": at,
        "until": at + KEPT_FOR,
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [_PATIENCE])
            cursor.execute(_CLAIM, values)
            row = cursor.fetchone()
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "55P03":  # lock not available
            raise
        raise Problematic(409, "api.repeat_running", headers={"Retry-After": "5"}) from None
    return row[0] if row else None


def _first_answer(caller_id: UUID, key: str, fingerprint: str) -> HttpResponse:
    stored = StoredAnswer.objects.get(caller_id=caller_id, key=key)
    if stored.fingerprint != fingerprint:
        raise Problematic(422, "api.repeat_key_reused")
    headers = {**stored.headers, "Idempotency-Replayed": "true"}
    return HttpResponse(stored.body.encode(), status=stored.status, headers=headers)


def _store(claimed: int, response: HttpResponse) -> None:
    headers = {name: response[name] for name in _STORED_HEADERS if name in response}
    StoredAnswer.objects.filter(pk=claimed).update(
        status=response.status_code, headers=headers, body=response.content.decode()
    )
