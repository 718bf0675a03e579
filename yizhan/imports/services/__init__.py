"""Changing imports: files come in, mappings are corrected, runs go, lists go out."""

from yizhan.imports.services.engine import perform_run
from yizhan.imports.services.exports import export_chunks, export_file
from yizhan.imports.services.files import path_of, store_file
from yizhan.imports.services.outcomes import complete_check, fail_run, finish_run
from yizhan.imports.services.runs import (
    check_run,
    create_run,
    delete_run,
    enqueue_run,
    map_columns,
    reread_file,
    start_run,
    stop_run,
    use_preset,
)
from yizhan.imports.services.sheets import (
    error_sheet,
    file_chunks,
    home_of,
    preset_sheet,
    template_sheet,
)
from yizhan.imports.targets import (
    export_of,
    find_organisation,
    register_export,
    register_organisation_finder,
    register_target,
    target_of,
)

__all__ = [
    "check_run",
    "complete_check",
    "create_run",
    "delete_run",
    "enqueue_run",
    "error_sheet",
    "export_chunks",
    "export_file",
    "export_of",
    "fail_run",
    "file_chunks",
    "find_organisation",
    "finish_run",
    "home_of",
    "map_columns",
    "path_of",
    "perform_run",
    "preset_sheet",
    "register_export",
    "register_organisation_finder",
    "register_target",
    "reread_file",
    "start_run",
    "stop_run",
    "store_file",
    "target_of",
    "template_sheet",
    "use_preset",
]
