"""Let organisations take the list of their contracts out, and offices that of their desk."""

from yizhan.contracts.desk_export import DESK
from yizhan.contracts.exports import MINE
from yizhan.imports.services import register_export


def connect() -> None:
    """Register the exports."""
    for export in (MINE, DESK):
        register_export(export)
