"""Telling people something: a notice for each, and mail as each of them wishes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Count

from yizhan.inbox.models import Mail, Notice, Preference
from yizhan.inbox.registry import topic_of
from yizhan.inbox.rules import HOUR, MOST_AN_HOUR
from yizhan.inbox.services.outbox import message_id
from yizhan.inbox.terms import DIGEST, Every, Topic

_INSERT = """
INSERT INTO inbox_notice (id, person_id, topic, key, values, url, subject_id, created_at, every)
SELECT gen_random_uuid(), told.person, %s, %s, %s::jsonb, %s, %s, %s, told.every
FROM unnest(%s::uuid[], %s::text[]) AS told (person, every)
JOIN directory_person AS person ON person.id = told.person AND person.is_active
ORDER BY told.person
ON CONFLICT (person_id, key) DO NOTHING
RETURNING id, person_id, every
"""


@transaction.atomic
def tell(  # noqa: PLR0913 -- who, what, where, and when
    *,
    people: Iterable[UUID],
    topic: str,
    key: str,
    url: str,
    values: Mapping[str, str],
    at: datetime,
    subject_id: UUID | None = None,
    every: Every | None = None,
) -> int:
    """Tell each person once, within the running transaction; say how many heard it now.

    `key` names what is told: the same key is never told again to the same person. `every`
    overrides the person's wish, except the wish for no mail; `subject_id` is what a link to
    unsubscribe stops, where the topic knows how to stop less than itself.
    """
    registered = topic_of(topic)
    if registered is None:
        raise LookupError(f"The topic {topic!r} is not registered.")
    wishes = _wishes(sorted(set(people)), registered, every, at)
    if not wishes:
        return 0
    told = _insert(wishes, topic, key, url, values, subject_id, at)
    _queue([(notice, person) for notice, person, way in told if way == Every.AT_ONCE], at)
    return len(told)


def _wishes(
    people: Sequence[UUID], topic: Topic, every: Every | None, at: datetime
) -> dict[UUID, str]:
    """Say how each wants the mail; who got too much of it within the hour waits for a day."""
    held = Preference.objects.filter(person_id__in=people, topic__in=[topic.code, DIGEST])
    chosen = {(row.person_id, row.topic): row.every for row in held}
    wishes = {person: chosen.get((person, topic.code), topic.mail.value) for person in people}
    if every is not None:
        wishes = {p: way if way == Every.NEVER else every.value for p, way in wishes.items()}
    flooded = _flooded([p for p, way in wishes.items() if way == Every.AT_ONCE], at)
    wishes |= dict.fromkeys(flooded, Every.DAILY.value)
    for person, way in wishes.items():
        if way == Every.DAILY and chosen.get((person, DIGEST)) == Every.NEVER:
            wishes[person] = Every.NEVER.value
    return wishes


def _flooded(people: Sequence[UUID], at: datetime) -> list[UUID]:
    recent = Mail.objects.filter(person_id__in=people, created_at__gt=at - HOUR)
    counted = recent.order_by().values("person_id").annotate(count=Count("id"))
    return list(counted.filter(count__gte=MOST_AN_HOUR).values_list("person_id", flat=True))


def _insert(
    wishes: Mapping[UUID, str],
    topic: str,
    key: str,
    url: str,
    values: Mapping[str, str],
    subject_id: UUID | None,
    at: datetime,
) -> list[tuple[UUID, UUID, str]]:
    # By hand, because only the database knows which of them had not been told before.
    shown = Notice._meta.get_field("values").get_db_prep_value(  # noqa: SLF001 -- Django's own API
        {name: str(value) for name, value in values.items()}, connection
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [topic, key, shown, url, subject_id, at, list(wishes), list(wishes.values())],
        )
        return list(cursor.fetchall())


def _queue(told: Sequence[tuple[UUID, UUID]], at: datetime) -> None:
    mails = []
    for notice, person in told:
        id_ = uuid4()
        mails.append(
            Mail(
                id=id_,
                key=f"notice:{notice}",
                person_id=person,
                message_id=message_id(id_),
                next_at=at,
                created_at=at,
            )
        )
    if not mails:
        return
    Mail.objects.bulk_create(mails)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inbox_notice SET mail_id = mail.id FROM inbox_mail AS mail "
            "WHERE mail.id = ANY(%s) AND mail.key = 'notice:' || inbox_notice.id "
            "AND inbox_notice.id = ANY(%s)",
            [[mail.id for mail in mails], [notice for notice, _person in told]],
        )
