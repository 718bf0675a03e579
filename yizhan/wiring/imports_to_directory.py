"""The command line names organisations by credit code or id; only the directory knows them."""

from uuid import UUID

from yizhan.directory import queries
from yizhan.imports.services import register_organisation_finder


def connect() -> None:
    """Let imports find organisations."""
    register_organisation_finder(_find)


def _find(text: str) -> tuple[UUID, str] | None:
    code = text.strip().upper()
    found = queries.ids_by_uscc([code]).get(code) or _uuid(text)
    if found is None:
        return None
    name = queries.organisation_names([found]).get(found)
    return (found, name) if name else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None
