"""Clearing what has been said long ago: notices first, then the mails that carried them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from yizhan.inbox.models import Mail, Notice
from yizhan.inbox.rules import UNREAD_TIMES
from yizhan.inbox.terms import MailState

ENDED = (MailState.SENT, MailState.FAILED, MailState.DROPPED)


@transaction.atomic
def clear_old(*, at: datetime, days: int, limit: int = 5000) -> int:
    """Delete a batch of what is over its term; return how many rows went, zero when done.

    A mail stays as long as a notice points to it: without its mail a notice would look as if
    it had still to be told.
    """
    edge = at - timedelta(days=days)
    unread_edge = at - timedelta(days=days * UNREAD_TIMES)
    read = Q(read_at__isnull=False, created_at__lt=edge)
    notices = Notice.objects.filter(read | Q(created_at__lt=unread_edge))
    # What a mail under way still has to say stays with it.
    said = notices.exclude(mail__state__in=[MailState.PENDING, MailState.SENDING])
    old = said.order_by("created_at").values_list("pk", flat=True)[:limit]
    gone = Notice.objects.filter(pk__in=list(old)).delete()[0]
    held = Exists(Notice.objects.filter(mail=OuterRef("pk")))
    mails = Mail.objects.filter(~held, state__in=ENDED, created_at__lt=edge)
    ids = mails.order_by("created_at").values_list("pk", flat=True)[:limit]
    return gone + Mail.objects.filter(pk__in=list(ids)).delete()[0]
