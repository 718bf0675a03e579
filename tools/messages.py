"""The catalogue of interface texts: extract, check and compile, without GNU gettext.

    python tools/messages.py update    # read the sources, keep the translations
    python tools/messages.py check     # fail when `update` would change or a text lacks
    python tools/messages.py compile   # write the .mo files that Django reads

Chinese is the source language; `yizhan/locale/en` holds the English.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "yizhan"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# File, line, id (singular and plural where there are two) and context.
Text = tuple[str, int, str | tuple[str, str], str | None]
VOLATILE = re.compile(
    r'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team'
    r'|Report-Msgid-Bugs-To): [^"]*"\n'
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")


def messages() -> Iterator[Text]:
    """Give (file, line, id, context) of every text in code and templates."""
    sources = [
        p
        for p in sorted(PACKAGE.rglob("*.py"))
        if "tests" not in p.parts and "migrations" not in p.parts
    ]
    templates = [*sorted(PACKAGE.rglob("*.html")), *sorted(PACKAGE.rglob("*.txt"))]
    for path in sources:
        stream = io.BytesIO(path.read_bytes())
        for line, function, found, _ in extract_python(stream, KEYWORDS, [], {}):
            yield from _message(path, line, function or "_", found)
    for path in templates:
        yield from _of_template(path, templatize(path.read_text(), origin=str(path)))


_CALL = re.compile(r"\b(_|gettext|ngettext|pgettext|npgettext)\((?=\s*u?['\"])")


def _of_template(path: Path, text: str) -> Iterator[Text]:
    for number, row in enumerate(text.splitlines(), 1):
        for match in _CALL.finditer(row):
            stream = io.BytesIO(row[match.start() :].encode())
            try:
                first = next(iter(extract_python(stream, KEYWORDS, [], {})), None)
            except (SyntaxError, IndentationError):
                first = None
            if first:
                yield from _message(path, number, first[1] or "_", first[2])


def _message(path: Path, line: int, function: Any, found: Any) -> Iterator[Text]:
    values = [v for v in found if v] if isinstance(found, tuple) else [found]
    context = values.pop(0) if function.startswith(("p", "np")) else None
    if not values or not isinstance(values[0], str):
        return
    plural = function.startswith(("n", "np")) and len(values) > 1
    identity: str | tuple[str, str] = (values[0], values[1]) if plural else values[0]
    yield str(path.relative_to(ROOT)), line, identity, context


def extracted() -> Catalog:
    """Build the catalogue of what the sources say today, with known translations kept."""
    known = Catalog()
    if CATALOGUE.exists():
        known = read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="en")
    fresh = Catalog(locale="en", project="yizhan", charset="utf-8", fuzzy=False)
    fresh.header_comment = "# English texts of Yizhan. The ids are the Chinese source."
    for path, _, identity, context in messages():
        old = known.get(identity if isinstance(identity, str) else identity[0], context)
        string = old.string if old else ""
        flags = [f for f in (old.flags if old else ()) if f != "fuzzy"]
        fresh.add(identity, string, locations=[(path, 0)], context=context, flags=flags)
    return fresh


def written(catalogue: Catalog) -> bytes:
    """Render the catalogue in a steady form: sorted, without line numbers or dates."""
    stream = io.BytesIO()
    write_po(stream, catalogue, sort_output=True, width=96, include_lineno=False)
    return VOLATILE.sub("", stream.getvalue().decode()).encode()


def _forms(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else (value or "",)


def missing(catalogue: Catalog) -> list[str]:
    """Name texts without English and translations whose placeholders differ."""
    wrong = []
    for message in catalogue:
        if not message.id:
            continue
        ids = _forms(message.id)
        strings = _forms(message.string)
        if not all(strings):
            wrong.append(f"no English: {ids[0]}")
            continue
        if set(PLACEHOLDER.findall(ids[-1])) != set(PLACEHOLDER.findall(strings[-1])):
            wrong.append(f"placeholders differ: {ids[0]}")
    return wrong


def main(verb: str) -> int:
    """Run one verb and return the exit code."""
    settings.configure()
    if verb == "compile":
        for path in PACKAGE.rglob("*.po"):
            with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
                write_mo(target, read_po(source, locale=path.parts[-3]))
        return 0
    text = written(extracted())
    if verb == "update":
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_bytes(text)
        print(len(missing(extracted())), "texts lack English")
        return 0
    problems = missing(extracted())
    if not CATALOGUE.exists() or CATALOGUE.read_bytes() != text:
        problems.append(
            "the catalogue is not what the sources say: run tools/messages.py update"
        )
    print("\n".join(problems[:40]))
    return int(bool(problems))


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in {"update", "check", "compile"}:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
