"""What one reader sees of a listing: the same for page, export, interface and index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yizhan.directory.queries import industries, region_for, region_label
from yizhan.directory.terms import Field, Size
from yizhan.directory.terms import Kind as OrganisationKind
from yizhan.kernel.actors import Actor
from yizhan.listings.models import Listing
from yizhan.listings.permissions import hidden_fields, reads_all
from yizhan.listings.stages import OPEN
from yizhan.listings.terms import Kind, Mode

# Prose of `details` that may be searched when it is public, heaviest first.
_PROSE = (
    "tried",
    "conditions",
    "requirements",
    "advantage",
    "economics",
    "capacity",
    "equipment",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationCard:
    """Who stands behind a listing, as far as the reader may know; `id` is None when hidden."""

    id: UUID | None
    name: str
    kind: str
    size: str
    region: str
    about: str
    is_verified: bool

    @property
    def place(self) -> str:
        """Say where it sits: 浙江·舟山."""
        return region_label(self.region)

    @property
    def url(self) -> str:
        """Link to the organisation's page, or to nothing when the reader may not know it."""
        return reverse("directory:organisation-detail", args=[self.id]) if self.id else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingView:
    """A listing with everything the reader may not read taken out.

    `hidden` names what was taken out and who may read it. `details` and `indicators` are the
    stored JSON without hidden fields.
    """

    id: UUID
    serial: int
    kind: str
    number: str
    stage: str
    version: int
    title: str
    summary: str
    keywords: Sequence[str]
    language: str
    region: str
    industry: str
    fields: Sequence[str]
    modes: Sequence[str]
    trl_min: int | None
    trl_max: int | None
    price_min: Decimal | None
    price_max: Decimal | None
    deadline: date | None
    indicators: Sequence[Mapping[str, Any]]
    details: Mapping[str, Any]
    organisation: OrganisationCard
    is_anonymous: bool
    hidden: Mapping[str, str]
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None
    confirmed_at: datetime | None
    concluded_at: datetime | None
    due_at: datetime | None
    demoted_at: datetime | None
    origin_id: UUID | None
    source: str

    @property
    def url(self) -> str:
        """Link to the page of the listing."""
        return reverse(f"listings:{self.kind}-detail", args=[self.id])

    @property
    def is_open(self) -> bool:
        """Say whether it may be answered now."""
        return self.stage in OPEN

    @property
    def place(self) -> str:
        """Say where it comes from: 浙江·舟山."""
        return region_label(self.region)

    @property
    def industry_name(self) -> str:
        """Name the industry in the reader's language."""
        row = industries().get(self.industry)
        return row.label if row else ""

    @property
    def field_names(self) -> list[str]:
        """Name the technology fields in the reader's language."""
        return [str(Field(code).label) for code in self.fields]

    @property
    def mode_names(self) -> list[str]:
        """Name the modes of cooperation in the reader's language."""
        return [str(Mode(code).label) for code in self.modes]

    @property
    def kind_name(self) -> str:
        """Name the kind in the reader's language."""
        return str(Kind(self.kind).label)

    @property
    def trl(self) -> str:
        """Say the readiness range: TRL 5–7."""
        low, high = self.trl_min or self.trl_max, self.trl_max or self.trl_min
        if low is None:
            return ""
        return f"TRL {low}" if low == high else f"TRL {low}–{high}"

    @property
    def text(self) -> str:
        """Join all the prose the reader may read, for an index; the title is not in it."""
        lines = [self.summary, " ".join(self.keywords)]
        lines += [str(self.details.get(name) or "") for name in _PROSE]
        lines += [
            " ".join(str(item.get(key) or "") for key in ("name", "value", "unit", "method"))
            for item in self.indicators
        ]
        return "\n".join(line for line in lines if line)


def view_of(listing: Listing, *, actor: Actor) -> ListingView:
    """Return what the actor may read of a listing it may see."""
    hidden = hidden_fields(actor, listing)
    knows_owner = not listing.is_anonymous or reads_all(actor, listing)
    region = str(listing.region_id)
    return ListingView(
        id=listing.id,
        serial=listing.serial,
        kind=listing.kind,
        number=listing.number,
        stage=listing.stage,
        version=listing.version,
        title=listing.title,
        summary=listing.summary,
        keywords=listing.keywords,
        language=listing.language,
        # A county would often name the enterprise.
        region=region if knows_owner else f"{region[:4]}00",
        industry=str(listing.industry_id or ""),
        fields=listing.fields,
        modes=listing.modes,
        trl_min=listing.trl_min,
        trl_max=listing.trl_max,
        price_min=None if "price" in hidden else listing.price_min,
        price_max=None if "price" in hidden else listing.price_max,
        deadline=listing.deadline,
        indicators=[] if "indicators" in hidden else listing.indicators,
        details={k: v for k, v in listing.details.items() if k not in hidden},
        organisation=_card(listing) if knows_owner else _masked(listing),
        is_anonymous=listing.is_anonymous,
        hidden=hidden,
        created_at=listing.created_at,
        updated_at=listing.updated_at,
        submitted_at=listing.submitted_at,
        published_at=listing.published_at,
        confirmed_at=listing.confirmed_at,
        concluded_at=listing.concluded_at,
        due_at=listing.due_at,
        demoted_at=listing.demoted_at,
        origin_id=listing.origin_id,
        # Tables are often called after the house they come from.
        source=listing.source if knows_owner else "",
    )


def _card(listing: Listing) -> OrganisationCard:
    organisation = listing.organisation
    return OrganisationCard(
        id=organisation.id,
        name=str(organisation),
        kind=organisation.kind,
        size=organisation.size,
        region=str(organisation.region_id),
        about=organisation.about,
        is_verified=organisation.is_verified,
    )


def _masked(listing: Listing) -> OrganisationCard:
    organisation = listing.organisation
    return OrganisationCard(
        id=None,
        name=_described(listing),
        kind=organisation.kind,
        size=organisation.size,
        region=f"{str(listing.region_id)[:4]}00",
        about="",
        is_verified=organisation.is_verified,
    )


def _described(listing: Listing) -> str:
    """Describe an organisation that does not want to be named: 舟山通用设备制造企业."""
    organisation = listing.organisation
    city = region_for(f"{str(listing.region_id)[:4]}00") or region_for(
        f"{str(listing.region_id)[:2]}0000"
    )
    industry = industries().get(str(listing.industry_id or organisation.industry_id or ""))
    values = {
        "place": city.label if city else "",
        "industry": industry.label.removesuffix("业") if industry else "",
        "kind": str(OrganisationKind(organisation.kind).label),
        "size": str(Size(organisation.size).label) if organisation.size else "",
    }
    if values["size"]:
        return _("%(place)s%(industry)s%(kind)s（%(size)s，名称在对接后公开）") % values
    return _("%(place)s%(industry)s%(kind)s（名称在对接后公开）") % values
