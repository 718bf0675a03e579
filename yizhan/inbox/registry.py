"""The topics and the kinds of waiting things that other contexts have registered."""

from yizhan.inbox.terms import Topic, Waiting

_topics: dict[str, Topic] = {}
_waiting: dict[str, Waiting] = {}


def register_topic(topic: Topic) -> None:
    """Add a kind of notice; the same code again replaces the first. For `wiring` only."""
    _topics[topic.code] = topic


def register_waiting(waiting: Waiting) -> None:
    """Add a kind of thing that waits. For `wiring` and `ready`."""
    _waiting[waiting.code] = waiting


def topics() -> list[Topic]:
    """List the topics by code, so that those of one context stand together."""
    return [_topics[code] for code in sorted(_topics)]


def topic_of(code: str) -> Topic | None:
    """Return a topic; None when the context that spoke it is gone."""
    return _topics.get(code)


def waiting_kinds() -> list[Waiting]:
    """List the kinds of waiting things in the order they were registered."""
    return list(_waiting.values())
