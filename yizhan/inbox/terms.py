"""How often mail comes, the states of a mail, and what another context registers here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yizhan.kernel.actors import Actor

# The preference of this name stops the daily mail as a whole.
DIGEST = "inbox.digest"


class Every(TextChoices):
    """When a notice is mailed as well."""

    AT_ONCE = "at_once", _("立即发邮件")
    DAILY = "daily", _("并入每日汇总")
    NEVER = "never", _("不发邮件")


class MailState(TextChoices):
    """Where a mail is on its way."""

    PENDING = "pending", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发送")
    DROPPED = "dropped", _("不再需要")
    FAILED = "failed", _("对方拒收")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that a mail lists below its sentence."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The notice that a mail is about, for who fills in its lines."""

    person_id: UUID
    subject_id: UUID | None
    values: Mapping[str, str]


# The lines of a mail as they hold at the moment of sending; None when nothing is left to say.
Lines = Callable[[About], Sequence[Line] | None]
# Stops what a link in a mail names, when it is less than the topic: (person, subject, moment).
Stop = Callable[[UUID, UUID, datetime], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A kind of notice. `title` and `body` are sentences with named places for the values.

    They are filled in when they are read, in the reader's language; `words` turns the codes
    among the values into words: {"role": {"member": _("成员")}}.
    """

    code: str
    label: Any
    title: Any
    body: Any = ""
    mail: Every = Every.AT_ONCE
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lines: Lines | None = None
    stop: Stop | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingItem:
    """One thing that waits for somebody: since when, and until when it should be done."""

    title: str
    url: str
    since: datetime
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A kind of thing that waits; `provide` finds what waits for an actor, oldest first."""

    code: str
    label: Any
    provide: Callable[[Actor], Sequence[WaitingItem]]
