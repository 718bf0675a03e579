"""What anybody may ask of a certificate, as the public page answers it."""

from datetime import date

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Query

from yizhan.contracts.api.shapes import Verified, VerifyQuery
from yizhan.contracts.certificates.codes import read_code
from yizhan.contracts.certificates.verifying import Shown, shown_by_code, shown_by_number
from yizhan.contracts.messages import sentence
from yizhan.web.api import callers, limits
from yizhan.web.api.problems import Problematic
from yizhan.web.api.routes import Routes

routes = Routes("contracts", say=sentence)
# As on the page: numbers must not be counted through.
_MOST = 30


@routes.get(
    "/contracts/verify",
    name="contract-verify",
    answer=Verified,
    scope="contracts:read",
    public=True,
    may_lack=True,
)
def contract_verify(request: HttpRequest, asked: Query[VerifyQuery]) -> Verified:
    """Say what a certificate is worth, by the code on it or by number and day."""
    network = callers.network_of(callers.address_of(request))
    limits.take(f"verify:{network}", most=_MOST, at=now())
    shown = _found(asked)
    if shown is None:
        raise Problematic(404, "api.not_found")
    return Verified(
        standing=str(shown.standing.value),
        number=shown.number,
        kind=shown.kind,
        office=shown.office,
        registered_on=shown.registered_on,
        sellers=[str(one) for one in shown.sellers],
        buyers=[str(one) for one in shown.buyers],
        title=shown.title,
    )


def _found(asked: VerifyQuery) -> Shown | None:
    if asked.code:
        code = read_code(asked.code)
        return shown_by_code(code) if code else None
    try:
        day = date.fromisoformat(asked.registered_on)
    except ValueError:
        return None
    return shown_by_number(asked.number, registered_on=day) if asked.number else None
