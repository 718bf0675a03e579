"""The documents of the standard: the content of a listing in the envelope it travels in."""

from collections.abc import Mapping
from typing import Annotated, Literal

from django.db.models import TextChoices
from pydantic import AfterValidator, AwareDatetime, Field

from yizhan.listings.details import (
    Common,
    Line,
    NeedDetails,
    OfferDetails,
    ServiceDetails,
    Shape,
    Word,
    clean_text,
    one_line,
)
from yizhan.listings.stages import Stage
from yizhan.listings.terms import Kind

VERSION = "1.0"
_URL = r"^https?://[^\s<>\"\\^`{|}]{3,480}$"
_USCC = r"^[0-9A-HJ-NPQRTUWXY]{18}$"

# A code of the list OrganisationKind; new kinds of organisations must not break old documents.
Code = Annotated[str, Field(pattern=r"^[a-z_]{2,40}$")]
Address = Annotated[str, Field(max_length=500, pattern=_URL)]
Source = Annotated[
    str, Field(max_length=60), AfterValidator(clean_text), AfterValidator(one_line)
]


class Standing(TextChoices):
    """Stages that travel; what happens inside a platform is its own affair."""

    PUBLISHED = Stage.PUBLISHED.value, Stage.PUBLISHED.label
    IN_TALKS = Stage.IN_TALKS.value, Stage.IN_TALKS.label
    CONCLUDED = Stage.CONCLUDED.value, Stage.CONCLUDED.label
    WITHDRAWN = Stage.WITHDRAWN.value, Stage.WITHDRAWN.label
    EXPIRED = Stage.EXPIRED.value, Stage.EXPIRED.label


class Party(Shape):
    """The organisation behind a listing, as far as the reader may know it."""

    name: Line = ""
    uscc: Annotated[str, Field(pattern=_USCC)] | None = None
    kind: Code | None = None
    url: Address | None = None


class Envelope(Shape):
    """What travels around the content: where a record comes from and where it stands.

    Whoever receives a document takes the content and the origin from it. The rest tells readers
    how the origin sees the record; the receiver decides on its own.
    """

    standard: Literal["1.0"]
    id: Line = ""
    source: Source = ""
    number: Word = ""
    url: Address | None = None
    organisation: Party | None = None
    stage: Standing | None = None
    version: Annotated[int, Field(ge=1, le=2_147_483_647)] | None = None
    published_at: AwareDatetime | None = None
    confirmed_at: AwareDatetime | None = None
    valid_until: AwareDatetime | None = None
    updated_at: AwareDatetime | None = None


class NeedDocument(NeedDetails, Common, Envelope):
    """技术需求: what somebody looks for."""

    kind: Literal[Kind.NEED]


class OfferDocument(OfferDetails, Common, Envelope):
    """科技成果: what somebody has to give."""

    kind: Literal[Kind.OFFER]


class ServiceDocument(ServiceDetails, Common, Envelope):
    """技术服务与平台: what somebody does for others."""

    kind: Literal[Kind.SERVICE]


Document = NeedDocument | OfferDocument | ServiceDocument
DOCUMENTS: Mapping[str, type[Document]] = {
    Kind.NEED: NeedDocument,
    Kind.OFFER: OfferDocument,
    Kind.SERVICE: ServiceDocument,
}
ENVELOPE = frozenset(Envelope.model_fields)
