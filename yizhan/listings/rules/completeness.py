"""How complete a listing is, and what would add most to it."""

from collections.abc import Iterable, Iterator, Mapping

from yizhan.listings.details import Content
from yizhan.listings.terms import Kind

WEIGHTS: Mapping[str, Mapping[str, int]] = {
    Kind.NEED: {
        "title": 10,
        "summary": 15,
        "indicators": 20,
        "tried": 10,
        "conditions": 10,
        "requirements": 5,
        "fields": 5,
        "industry": 5,
        "modes": 5,
        "trl_min": 3,
        "price_max": 5,
        "deadline": 4,
        "keywords": 3,
    },
    Kind.OFFER: {
        "title": 10,
        "summary": 15,
        "indicators": 15,
        "advantage": 10,
        "economics": 5,
        "ip": 10,
        "trl_min": 5,
        "trl_evidence": 10,
        "fields": 5,
        "industry": 3,
        "modes": 5,
        "price_max": 4,
        "keywords": 3,
    },
    Kind.SERVICE: {
        "title": 15,
        "summary": 20,
        "service_kind": 15,
        "capacity": 15,
        "equipment": 10,
        "fields": 5,
        "price_note": 10,
        "turnaround": 7,
        "keywords": 3,
    },
}


def completeness(content: Content) -> tuple[int, list[str]]:
    """Return how complete the listing is in percent and the empty fields, heaviest first."""
    weights = WEIGHTS[content.kind]
    missing = [name for name, filled in _filled(content, weights) if not filled]
    total = sum(weights.values())
    held = total - sum(weights[name] for name in missing)
    return round(100 * held / total), sorted(missing, key=lambda name: -weights[name])


def _filled(content: Content, names: Iterable[str]) -> Iterator[tuple[str, bool]]:
    for name in names:
        holder = content if name in Content.model_fields else content.details
        value = getattr(holder, name)
        yield name, value not in (None, "", [], ())
