"""What the API asks and tells of contracts; amounts are strings, never floats."""

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from pydantic import Field, RootModel
from pydantic_core import to_jsonable_python

from yizhan.contracts.models import Contract
from yizhan.contracts.queries import values_of
from yizhan.contracts.stages import Stage
from yizhan.contracts.terms import Kind
from yizhan.web.api.cursors import Paged
from yizhan.web.api.types import Asked, Moment, Told, codes_of, text

StageCode = Annotated[Stage, codes_of(Stage)]


class ContractText(RootModel[dict[str, Any]]):
    """The text of a contract."""

    root: Annotated[
        dict[str, Any],
        Field(
            description="The fields of `document` as they are read; a draft may leave out all. "
            "With a change, `version` is the one last read.",
        ),
    ]


class ContractQuery(Paged):
    """Which of the contracts that the key may see."""

    stage: StageCode | None = None


class VerifyQuery(Asked):
    """The code on the paper, or the number with its day."""

    code: text(40) = ""  # type: ignore[valid-type]
    number: Annotated[str, Field(pattern=r"^([0-9]{14}|[0-9]{16})?$")] = ""
    registered_on: Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")] = ""


class ContractOut(Told):
    """A contract with its whole text."""

    id: str
    serial: int
    stage: StageCode
    version: int = Field(description="Send it back with a change; another one is refused.")
    number: str | None = Field(description="Empty until it is registered.")
    title: str
    kind: Annotated[str, Field(json_schema_extra={"enum": ["", *Kind.values]})]
    office: str | None
    technology_amount: str | None = Field(description="As determined; yuan.")
    registered_on: date | None
    submitted_at: Moment | None
    due_at: Moment | None
    updated_at: Moment
    url: str = Field(description="The page for people.")
    document: dict[str, Any] = Field(description="The text, in the form in which it is sent.")


class ContractList(Told):
    """One page of contracts; `next` is empty at the end."""

    items: list[ContractOut]
    next: str | None


class Verified(Told):
    """What the register says of a certificate; whole names only for who holds the code."""

    standing: str
    number: str
    kind: str
    office: str
    registered_on: date | None
    sellers: list[str]
    buyers: list[str]
    title: str = Field(description="Empty when asked by number.")


def told(contract: Contract) -> ContractOut:
    """Say what the contract holds."""
    amount = contract.technology_amount
    return ContractOut(
        id=str(contract.id),
        serial=contract.serial,
        stage=Stage(contract.stage),
        version=contract.version,
        number=contract.number,
        title=contract.title,
        kind=contract.kind,
        office=contract.office.name if contract.office else None,
        technology_amount=None if amount is None else str(amount),
        registered_on=contract.registered_on,
        submitted_at=contract.submitted_at,
        due_at=contract.due_at,
        updated_at=contract.updated_at,
        url=f"{settings.YIZHAN_BASE_URL}{contract.get_absolute_url()}",
        document=to_jsonable_python(values_of(contract)),
    )
