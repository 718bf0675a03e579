"""What the rules say to a reviewer who would publish a listing or send it back."""

from collections.abc import Iterator, Mapping
from datetime import date

from yizhan.kernel.refusals import Refusal
from yizhan.listings.details import Content
from yizhan.listings.rules.submission import against_submission
from yizhan.listings.terms import FieldName

# Reasons that speak of what is missing, not of what is wrong.
ONLY_INCOMPLETE = frozenset(
    {
        "listings.title_too_short",
        "listings.summary_too_short",
        "listings.no_field",
        "listings.no_mode",
        "listings.no_indicator",
        "listings.no_trl_evidence",
        "listings.no_service_kind",
        "listings.no_capacity",
        "listings.no_price",
        "listings.no_ip_number",
    }
)


def against_publication(
    content: Content,
    *,
    today: date,
    organisation_name: str,
    is_barred: bool,
) -> Iterator[Refusal]:
    """Give every reason why the listing may not be published now, whoever looks at it."""
    if is_barred:
        yield Refusal("listings.organisation_barred")
    # A deadline may have passed, a right may have lapsed while the listing waited.
    yield from against_submission(content, today=today, organisation_name=organisation_name)


def against_bulk_publication(
    content: Content, *, today: date, organisation_name: str
) -> Iterator[Refusal]:
    """Give the reasons that hold even for a register that a reviewer publishes as a whole.

    A public register has titles and abstracts, not our fields and modes: what is only
    incomplete may come in and is shown as incomplete; what is forbidden stays forbidden.
    """
    if not content.title:
        yield Refusal("listings.required", place="title")
    for refusal in against_submission(
        content, today=today, organisation_name=organisation_name
    ):
        if refusal.code not in ONLY_INCOMPLETE:
            yield refusal


def against_return(reasons: Mapping[str, str]) -> Iterator[Refusal]:
    """Give every reason why a listing may not be sent back like this."""
    if not any(reason.strip() for reason in reasons.values()):
        yield Refusal("listings.no_return_reason")
    for name, reason in reasons.items():
        if name not in FieldName.values:
            yield Refusal("listings.unknown_field", place=name[:40])
        elif len(reason) > 500:
            yield Refusal("listings.too_long", {"limit": 500}, place=name)
