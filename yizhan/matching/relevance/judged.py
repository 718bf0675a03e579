"""Judged collections read from a folder, with every defect named in plain words.

Two layouts are understood: needs.csv, offers.csv and judgements.csv (rid, aid, level 1-4),
and the classic docs.jsonl, queries.jsonl and qrels.csv (codes 1 best to 4 least, -1 none).
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeVar

from yizhan.matching.relevance.views import NeedView, OfferView

LEVELS: Final = (1, 2, 3, 4)
csv.field_size_limit(10_000_000)

Layout = Literal["needs", "queries"]
Viewed = TypeVar("Viewed", NeedView, OfferView)


class BadCollection(ValueError):
    """Say what is wrong with a folder and where, so that a person can mend it.

    The code is permanent and the command has a sentence for it.
    """

    def __init__(self, code: str, **values: object) -> None:
        """Keep the code and the values that the sentence names."""
        self.code, self.values = code, values
        named = ", ".join(f"{name}={value}" for name, value in values.items())
        super().__init__(f"{code}: {named}")


@dataclass(frozen=True, slots=True)
class Collection:
    """Needs, offers and what people judged about their pairs."""

    name: str
    layout: Layout
    needs: Mapping[str, NeedView]
    offers: Mapping[str, OfferView]
    levels: Mapping[str, Mapping[str, int]]
    repeated: int = 0
    note: str = ""


def read_collection(folder: Path) -> Collection:
    """Read a folder in either layout."""
    if not folder.is_dir():
        raise BadCollection("no_folder", path=folder)
    if (folder / "queries.jsonl").is_file():
        return _read_queries(folder)
    return _read_needs(folder)


def _read_needs(folder: Path) -> Collection:
    missing = [
        name
        for name in ("needs.csv", "offers.csv", "judgements.csv")
        if not (folder / name).is_file()
    ]
    if missing:
        raise BadCollection("missing_files", path=folder, files=", ".join(missing))
    needs: dict[str, NeedView] = {}
    for place, row in _rows(folder / "needs.csv", ("rid", "title", "content")):
        _add(needs, row["rid"], NeedView(title=row["title"], text=row["content"]), place)
    offers: dict[str, OfferView] = {}
    for place, row in _rows(folder / "offers.csv", ("aid", "title_keywords")):
        view = OfferView(id=row["aid"], title=row["title_keywords"])
        _add(offers, row["aid"], view, place)
    levels, repeated = _judgements(folder / "judgements.csv", needs, offers)
    return Collection(
        folder.name,
        "needs",
        needs,
        offers,
        levels,
        repeated,
        note="offers are title key words only",
    )


def _judgements(
    path: Path, needs: Mapping[str, NeedView], offers: Mapping[str, OfferView]
) -> tuple[dict[str, dict[str, int]], int]:
    levels: dict[str, dict[str, int]] = {}
    repeated = 0
    for place, row in _rows(path, ("rid", "aid", "level")):
        rid, aid = row["rid"], row["aid"]
        if rid not in needs:
            raise BadCollection("unknown_id", place=place, id=rid, file="needs.csv")
        if aid not in offers:
            raise BadCollection("unknown_id", place=place, id=aid, file="offers.csv")
        if row["level"].strip() not in {str(level) for level in LEVELS}:
            raise BadCollection(
                "bad_level", place=place, value=row["level"], allowed="1, 2, 3, 4"
            )
        level = int(row["level"])
        before = levels.setdefault(rid, {}).get(aid)
        if before is not None and before != level:
            raise BadCollection(
                "judged_twice", place=place, pair=f"{rid}, {aid}", before=before, now=level
            )
        repeated += before is not None
        levels[rid][aid] = level
    return levels, repeated


def _add(table: dict[str, Viewed], key: str, value: Viewed, place: str) -> None:
    if not key:
        raise BadCollection("empty_id", place=place)
    if key in table:
        raise BadCollection("double_id", place=place, id=key)
    table[key] = value


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Read a CSV file row by row; the first element says where, for messages."""
    found = False
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            absent = [name for name in columns if name not in (reader.fieldnames or ())]
            if absent:
                raise BadCollection(
                    "no_column",
                    file=path.name,
                    wanted=", ".join(absent),
                    found=", ".join(reader.fieldnames or ()),
                )
            for row in reader:
                found = True
                place = f"{path.name} line {reader.line_num}"
                if any(row[name] is None for name in columns):
                    raise BadCollection("short_row", place=place)
                yield place, {name: row[name].strip() for name in columns}
    except UnicodeDecodeError as error:
        raise BadCollection("not_utf8", file=path.name, byte=error.start) from error
    except csv.Error as error:
        raise BadCollection("broken_csv", file=path.name, reason=error) from error
    if not found:
        raise BadCollection("no_rows", file=path.name)


def _read_queries(folder: Path) -> Collection:
    for name in ("docs.jsonl", "qrels.csv"):
        if not (folder / name).is_file():
            raise BadCollection("missing_files", path=folder, files=name)
    needs: dict[str, NeedView] = {}
    for place, item in _lines(folder / "queries.jsonl", ("id", "text")):
        _add(needs, str(item["id"]), NeedView(title=str(item["text"])), place)
    offers: dict[str, OfferView] = {}
    for place, item in _lines(folder / "docs.jsonl", ("id", "title", "text")):
        title, text = str(item["title"]).strip(), str(item["text"]).strip()
        view = OfferView(id=str(item["id"]), title=title, text=text.removeprefix(title).strip())
        _add(offers, str(item["id"]), view, place)
    levels: dict[str, dict[str, int]] = {}
    columns = ("query_id", "doc_id", "code_1best_4least_neg1none")
    for place, row in _rows(folder / "qrels.csv", columns):
        rid, aid, code = (row[name] for name in columns)
        if rid not in needs or aid not in offers:
            raise BadCollection(
                "unknown_id", place=place, id=f"{rid}, {aid}", file="queries, docs"
            )
        levels.setdefault(rid, {})[aid] = _level_of_code(code, place)
    return Collection(folder.name, "queries", needs, offers, levels, note="whole texts")


def _level_of_code(code: str, place: str) -> int:
    """Turn 1 (best) to 4 (least) into levels 5 to 2, and -1 into 1, which gains nothing."""
    if code not in {"-1", "1", "2", "3", "4"}:
        raise BadCollection("bad_level", place=place, value=code, allowed="-1, 1, 2, 3, 4")
    return 1 if code == "-1" else 6 - int(code)


def _lines(path: Path, keys: tuple[str, ...]) -> Iterator[tuple[str, dict[str, object]]]:
    found = False
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            place = f"{path.name} line {number}"
            try:
                item = json.loads(line)
            except json.JSONDecodeError as error:
                raise BadCollection("broken_json", place=place, reason=error) from error
            if not isinstance(item, dict) or any(key not in item for key in keys):
                raise BadCollection("no_column", file=place, wanted=", ".join(keys), found="")
            found = True
            yield place, item
    if not found:
        raise BadCollection("no_rows", file=path.name)
