"""The code lists that everything else speaks in, in the reader's language."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from yizhan.directory import queries
from yizhan.directory.messages import say
from yizhan.directory.terms import Field as TechnologyField
from yizhan.directory.terms import Kind, Level, Size, Zone
from yizhan.web.api.routes import Routes
from yizhan.web.api.types import Asked, Told

routes = Routes("codes", say=say)


class Code(Told):
    """One code with its name; codes are permanent, names follow the language."""

    code: str
    name: str
    parent: str = Field(description="The code above, empty at the top.")
    is_retired: bool = Field(description="Still readable, no longer to be written.")


class CodeList(Told):
    """A whole list."""

    items: list[Code]


class Places(Asked):
    """Which divisions."""

    under: Annotated[str, Field(pattern=r"^([0-9]{6})?$")] = ""


_CHOICES = {
    "fields": TechnologyField,
    "organisation-kinds": Kind,
    "sizes": Size,
    "levels": Level,
    "zones": Zone,
}


@routes.get(
    "/regions", name="region-list", answer=CodeList, scope="organisations:read", public=True
)
def region_list(request: HttpRequest, asked: Query[Places]) -> CodeList:  # noqa: ARG001
    """List the divisions of GB/T 2260 right below one, or the provinces."""
    rows = queries.children_of(asked.under) if asked.under else queries.provinces()
    return CodeList(
        items=[
            Code(code=row.code, name=row.full, parent=row.parent or "", is_retired=False)
            for row in rows
        ]
    )


@routes.get(
    "/industries",
    name="industry-list",
    answer=CodeList,
    scope="organisations:read",
    public=True,
)
def industry_list(request: HttpRequest) -> CodeList:  # noqa: ARG001
    """List the sections and divisions of GB/T 4754-2017."""
    rows = queries.industries().values()
    return CodeList(
        items=[
            Code(
                code=row.code,
                name=row.label,
                parent="" if row.code == row.section else row.section,
                is_retired=False,
            )
            for row in rows
        ]
    )


@routes.get(
    "/codes/{list_name}",
    name="code-list",
    answer=CodeList,
    scope="organisations:read",
    public=True,
)
def code_list(
    request: HttpRequest,  # noqa: ARG001
    list_name: Literal["fields", "organisation-kinds", "sizes", "levels", "zones"],
) -> CodeList:
    """List one of the directory's short code lists."""
    return CodeList(
        items=[
            Code(code=code, name=str(name), parent="", is_retired=False)
            for code, name in _CHOICES[list_name].choices
        ]
    )
