"""Plain functions that make what tests of the inbox need."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any
from unittest import mock
from uuid import UUID

from yizhan.directory.models import Person
from yizhan.directory.tests.factories import make_person
from yizhan.inbox import registry, services
from yizhan.inbox.terms import Every, Topic, Waiting

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # Wednesday, ten in the morning in Shanghai
_serial = count(1)


def make_topic(**values: Any) -> Topic:
    """Return a topic of the tests, registered for as long as `only_topics` holds."""
    topic = Topic(
        **{
            "code": f"tests.topic{next(_serial)}",
            "label": "测试主题",
            "title": "%(name)s 有了结果",
            "body": "说明：%(said)s",
            "mail": Every.AT_ONCE,
            **values,
        }
    )
    registry.register_topic(topic)
    return topic


def tell(topic: Topic, *people: Person, key: str = "", at: datetime = AT, **values: Any) -> int:
    """Tell people something of a topic."""
    return services.tell(
        people=[person.pk for person in people],
        topic=topic.code,
        key=key or f"tests:{next(_serial)}",
        url=values.pop("url", "/organisations/"),
        values={"name": "兰礁泵业", "said": "资料齐全", **values.pop("values", {})},
        at=at,
        **values,
    )


def make_people(number: int) -> list[Person]:
    """Make accounts."""
    return [make_person() for _one in range(number)]


def ids(people: Iterable[Person]) -> list[UUID]:
    """Name the people."""
    return [person.pk for person in people]


@contextmanager
def own_registry(*waiting: Waiting) -> Iterator[None]:
    """Give a test topics and kinds of waiting things of its own."""
    with (
        mock.patch.dict(registry._topics),
        mock.patch.dict(registry._waiting, clear=True),
    ):
        for kind in waiting:
            registry.register_waiting(kind)
        yield
