"""What happens to requests when two organisations turn out to be one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yizhan.experts.models import Advice
from yizhan.experts.services.clocks import WORKER, return_request
from yizhan.experts.stages import OPEN


@transaction.atomic
def move_requests(*, kept_id: UUID, absorbed_id: UUID, at: datetime) -> int:
    """Let the requests of the absorbed house be the kept one's; of two open ones one ends.

    An expert has at most one open question from a house: the absorbed house's goes back.
    """
    rows = Advice.objects.filter(organisation_id=absorbed_id)
    kept = Advice.objects.filter(organisation_id=kept_id, stage__in=OPEN)
    twice = rows.filter(stage__in=OPEN, expert_id__in=kept.values("expert_id"))
    for advice_id in list(twice.values_list("pk", flat=True)):
        return_request(actor=WORKER, advice_id=advice_id, at=at)
    return rows.update(organisation_id=kept_id)
