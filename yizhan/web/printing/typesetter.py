"""Typesetting: values in, PDF/A out. What cannot be shown is said, never left blank."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst

from yizhan.web.printing.fonts import font_folders

# The sign that printers put where a character has no type.
MISSING = "〓"

_PACKAGE = Path(__file__).resolve().parents[2]
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
# The compiler names a character that nobody can see by its number.
_NUMBERED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MOST_UNSHOWN = 20  # found one by one; more is not a name but another script
# All but what the font surely has: Latin, its punctuation, ideographs and theirs.
_UNSURE = re.compile(r"[^\x20-\u024f\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e\s]")
_turn = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file carried inside the PDF, for machines."""

    name: str
    text: str
    kind: str = "application/json"
    description: str = ""


class NotPrintable(Exception):
    """Raised when a template or its values cannot be set."""


def print_pdf(
    template: str,
    values: Mapping[str, Any],
    *,
    at: datetime,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Set a template (a path under the package, as `contracts/print/x.typ`) as PDF/A-3b.

    The template reads `sys.inputs.data` and `sys.inputs.files`. `at` is the only time in it:
    the same arguments give the same bytes. A character that the font lacks is printed as 〓
    and named in `data.unshown`; the attachments keep it as it is.
    """
    unshown: list[str] = []
    while True:
        try:
            return _compile(template, _shown(values, unshown), at, attachments)
        except typst.TypstError as error:
            fresh = _unshown_by(error).difference(unshown)
            if fresh and len(unshown) >= _MOST_UNSHOWN:
                fresh = set(_UNSURE.findall(json.dumps(values, ensure_ascii=False)))
                fresh.difference_update(unshown)
            if not fresh:
                raise NotPrintable(str(error)) from error
            unshown += sorted(fresh)


def _unshown_by(error: typst.TypstError) -> set[str]:
    found = _UNSHOWN.search(str(error))
    return set(_NUMBERED.sub(_character, found[1])) if found else set()


def _character(number: re.Match[str]) -> str:
    return chr(int(number[1], 16))


def _compile(
    template: str, values: Mapping[str, Any], at: datetime, attachments: Sequence[Attachment]
) -> bytes:
    files = [
        {
            "name": one.name,
            "text": one.text,
            "kind": one.kind,
            "description": one.description,
        }
        for one in attachments
    ]
    # One compiler serves one call at a time; it keeps what it has already read and set.
    with _turn:
        pdf, warnings = _compiler(template, *font_folders()).compile_with_warnings(
            format="pdf",
            sys_inputs={
                "data": json.dumps(values, ensure_ascii=False, sort_keys=True),
                "files": json.dumps(files, ensure_ascii=False),
            },
            pdf_standards=["a-3b"],
            timestamp=int(at.timestamp()),
        )
    if warnings:  # such as a family that is not there and would be replaced in silence
        raise NotPrintable("; ".join(str(warning) for warning in warnings))
    return cast("bytes", pdf)  # one file, because the form is PDF


@lru_cache(maxsize=16)
def _compiler(template: str, *fonts: Path) -> typst.Compiler:
    return typst.Compiler(
        str(_PACKAGE / template),
        root=str(_PACKAGE),
        font_paths=[str(folder) for folder in fonts],
        ignore_system_fonts=True,
    )


def _shown(values: Any, unshown: Sequence[str]) -> Any:
    if not unshown:
        return values
    marks = dict.fromkeys(map(ord, unshown), MISSING)
    shown = _translated(values, marks)
    names = [f"U+{ord(one):04X}" for one in sorted(unshown)]
    return {**shown, "unshown": names}


def _translated(value: Any, marks: Mapping[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(marks)
    if isinstance(value, Mapping):
        return {key: _translated(one, marks) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [_translated(one, marks) for one in value]
    return value
