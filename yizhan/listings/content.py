"""From loose values to typed content, with every complaint at the field it belongs to."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from yizhan.kernel.refusals import Refusal, Refused
from yizhan.listings.details import DETAILS, Content
from yizhan.listings.terms import CONFIDENTIAL, Kind

_CODES = {
    "string_too_long": "listings.too_long",
    "string_too_short": "listings.required",
    "too_long": "listings.too_many",
    "missing": "listings.required",
    "extra_forbidden": "listings.unknown_field",
    "enum": "listings.unknown_value",
    "string_pattern_mismatch": "listings.unknown_value",
    "int_parsing": "listings.not_a_number",
    "int_type": "listings.not_a_number",
    "int_from_float": "listings.not_a_number",
    "greater_than_equal": "listings.out_of_range",
    "less_than_equal": "listings.out_of_range",
    "date_parsing": "listings.not_a_date",
    "date_type": "listings.not_a_date",
    "date_from_datetime_parsing": "listings.not_a_date",
    "date_from_datetime_inexact": "listings.not_a_date",
    "string_unicode": "listings.control_character",
}
_LIMITS = {"max_length": "limit", "ge": "least", "le": "most"}


def parse_content(kind: str, values: Mapping[str, Any]) -> Content:
    """Return the content, or refuse with all complaints at once."""
    content, refusals = read_content(kind, values)
    if refusals or content is None:
        raise Refused(refusals)
    return content


def read_content(
    kind: str, values: Mapping[str, Any]
) -> tuple[Content | None, tuple[Refusal, ...]]:
    """Return the content, when it has a shape, and the complaints."""
    refusals: list[Refusal] = []
    shape = DETAILS[Kind(kind)]
    details = shape()
    try:
        details = shape.model_validate(values.get("details") or {})
    except ValidationError as error:
        refusals += refusals_of(error)
    content = None
    try:
        content = Content.model_validate({**values, "kind": kind, "details": details})
    except ValidationError as error:
        refusals += refusals_of(error)
    else:
        refusals += _against_order(content)
    return content, tuple(refusals)


def places(refusals: Iterable[Refusal]) -> set[str]:
    """Name the fields that the refusals belong to, rows and all."""
    return {refusal.place.partition(".")[0] for refusal in refusals}


def refusals_of(error: ValidationError) -> Iterator[Refusal]:
    """Turn what pydantic says into refusals at their places."""
    for item in error.errors(include_url=False, include_input=False):
        kind = item["type"]
        code = kind if kind.startswith("listings.") else _CODES.get(kind, "listings.invalid")
        found = item.get("ctx", {})
        values = {ours: found[theirs] for theirs, ours in _LIMITS.items() if theirs in found}
        yield Refusal(code, values, place=".".join(str(part) for part in item["loc"]))


def _against_order(content: Content) -> Iterator[Refusal]:
    low, high = content.price_min, content.price_max
    if low is not None and high is not None and low > high:
        yield Refusal("listings.price_order", place="price_max")
    if content.trl_min and content.trl_max and content.trl_min > content.trl_max:
        yield Refusal("listings.trl_order", place="trl_max")
    for name in content.visibility:
        if name not in CONFIDENTIAL:
            yield Refusal("listings.unknown_field", place=f"visibility.{name[:40]}")
