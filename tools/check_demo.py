"""Check the demo content: shapes, references, codes, coverage, and sentences said twice.

    .venv/bin/python tools/check_demo.py [FOLDER]

The listings go through the very shapes and rules that a person's form goes through, so what
passes here can be loaded and published. Exit status 1 and one line for each complaint.
"""

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from yizhan.directory.terms import Field, Level, Size, Zone  # noqa: E402
from yizhan.directory.terms import Kind as OrganisationKind  # noqa: E402
from yizhan.listings.content import read_content  # noqa: E402
from yizhan.listings.rules import against_submission, patent_number_holds  # noqa: E402
from yizhan.listings.terms import Kind, Mode  # noqa: E402

CONTENT = ROOT / "yizhan/config/demo/content"
SEEDS = ROOT / "yizhan/directory/seeds"
LEAST = {"organisation": 126, "need": 84, "offer": 305, "service": 36}
LEAST_PROVINCES = {"organisation": 33, "need": 28, "offer": 30}
LEAST_ENGLISH = {"need": 4, "offer": 8}
SHORTEST = {"need": 120, "offer": 150}
SHORTEST_SENTENCE = 12

DETAILS = {
    Kind.NEED: ("tried", "conditions", "requirements", "ip_wish", "region_preference"),
    Kind.OFFER: (
        "advantage",
        "economics",
        "trl_evidence",
        "funding_source",
        "plan_number",
        "prior_licences",
        "licence_policy",
    ),
    Kind.SERVICE: (
        "service_kind",
        "capacity",
        "equipment",
        "price_note",
        "turnaround",
        "region_note",
    ),
}
SHARED = (
    "title",
    "summary",
    "keywords",
    "industry",
    "fields",
    "modes",
    "price_min",
    "price_max",
    "indicators",
    "visibility",
)
OWN = {
    Kind.NEED: {"key", "organisation", "anonymous", "trl_min", "trl_max", "deadline_days"},
    Kind.OFFER: {"key", "organisation", "trl", "ip"},
    Kind.SERVICE: {"key", "organisation"},
}
PROSE = (
    "title",
    "summary",
    "about",
    "tried",
    "conditions",
    "requirements",
    "advantage",
    "economics",
    "prior_licences",
    "capacity",
    "equipment",
)


@dataclass
class Demo:
    """Everything read from the folder, and what the product's own seeds know."""

    organisations: dict[str, dict[str, Any]] = field(default_factory=dict)
    listings: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    regions: set[str] = field(default_factory=set)
    industries: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """Print the complaints and the counts; return the exit status."""
    demo = read(Path(arguments[0]) if arguments else CONTENT)
    found = list(complaints(demo))
    for line in found:
        print(line)
    sizes = {str(kind): len(records) for kind, records in demo.listings.items()}
    print(f"organisations {len(demo.organisations)}, {sizes}, complaints {len(found)}")
    return 1 if found else 0


def read(folder: Path) -> Demo:
    """Read the four kinds of files; a line that is not JSON becomes a complaint."""
    demo = Demo(regions=_codes("regions.csv"), industries=_codes("industries.csv"))
    for record in _lines(folder / "organisations.jsonl", demo.broken):
        if record["key"] in demo.organisations:
            demo.broken.append(f"organisation {record['key']}: key used twice")
        demo.organisations[record["key"]] = record
    for kind, pattern in (
        (Kind.NEED, "needs/*.jsonl"),
        (Kind.OFFER, "offers/*.jsonl"),
        (Kind.SERVICE, "services.jsonl"),
    ):
        for path in sorted(folder.glob(pattern)):
            demo.listings[kind].extend(_lines(path, demo.broken))
    return demo


def complaints(demo: Demo) -> Iterator[str]:
    """Give every complaint about the content, one line each."""
    yield from demo.broken
    for record in demo.organisations.values():
        yield from (
            f"organisation {record['key']}: {text}" for text in _organisation(record, demo)
        )
    today = datetime.now(tz=UTC).date()
    for kind, records in demo.listings.items():
        for record in records:
            found = [*_references(record, demo), *_content(kind, record, demo, today)]
            yield from (f"{kind} {record['key']}: {text}" for text in found)
    yield from _twice(demo)
    yield from _coverage(demo)


def content_values(
    kind: str, record: Mapping[str, Any], organisations: Mapping[str, Any], today: Any
) -> dict[str, Any]:
    """Translate a record into the values that the listings context takes."""
    values = {name: record[name] for name in SHARED if name in record}
    values["region"] = organisations[record["organisation"]]["region"]
    values["language"] = "en" if record.get("language") == "en" else "zh-hans"
    details = {name: record[name] for name in DETAILS[Kind(kind)] if name in record}
    if kind == Kind.NEED:
        values |= {"trl_min": record["trl_min"], "trl_max": record["trl_max"]}
        values["is_anonymous"] = record["anonymous"]
        values["deadline"] = today + timedelta(days=record["deadline_days"])
    elif kind == Kind.OFFER:
        values |= {"trl_min": record["trl"], "trl_max": record["trl"]}
        details["security_check"] = {"declared": True, "touches": False}
        details["ip"] = [
            {
                **right,
                "owners": "、".join(organisations[key]["name"] for key in right["owners"]),
            }
            for right in record["ip"]
        ]
    return {**values, "details": details}


def _codes(name: str) -> set[str]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return {row["code"] for row in csv.DictReader(file) if not row.get("retired_on")}


def _lines(path: Path, broken: list[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            record = json.loads(line)
        except ValueError as error:
            broken.append(f"{path.name}:{number}: {error}")
        else:
            yield record


def _organisation(record: Mapping[str, Any], demo: Demo) -> Iterator[str]:
    yield from _kind(record)
    if record["region"] not in demo.regions:
        yield f"unknown region {record['region']}"
    if record["industry"] and record["industry"] not in demo.industries:
        yield f"unknown industry {record['industry']}"
    for code in set(record["fields"]) - set(Field.values):
        yield f"unknown field {code}"
    for key in set(record.get("members", ())) - set(demo.organisations):
        yield f"unknown member {key}"


def _kind(record: Mapping[str, Any]) -> Iterator[str]:
    for name, choices in (("kind", OrganisationKind), ("size", Size), ("level", Level)):
        if record.get(name) and record[name] not in choices.values:
            yield f"unknown {name} {record[name]}"
    if (record["kind"] == OrganisationKind.ENTERPRISE) != bool(record.get("size")):
        yield "a size belongs to an enterprise, and every enterprise has one"
    if (record["kind"] == OrganisationKind.GOVERNMENT) != bool(record.get("level")):
        yield "a level belongs to a department, and every department has one"


def _references(record: Mapping[str, Any], demo: Demo) -> Iterator[str]:
    keys = [record["organisation"]]
    keys += [key for right in record.get("ip", ()) for key in right["owners"]]
    for key in keys:
        if key not in demo.organisations:
            yield f"unknown organisation {key}"
    if record["industry"] and record["industry"] not in demo.industries:
        yield f"unknown industry {record['industry']}"
    for code in record.get("region_preference", ()):
        if code not in demo.regions and code not in Zone.values:
            yield f"unknown region preference {code}"
    for right in record.get("ip", ()):
        if "patent" in right["kind"] and not patent_number_holds(right["number"]):
            yield f"check digit of {right['number']} is wrong"


def _content(kind: str, record: Mapping[str, Any], demo: Demo, today: Any) -> Iterator[str]:
    known = {*SHARED, *DETAILS[Kind(kind)], *OWN[Kind(kind)], "age_days", "language"}
    for name in sorted(set(record) - known):
        yield f"unknown member {name}"
    try:
        values = content_values(kind, record, demo.organisations, today)
    except KeyError as error:
        yield f"missing or unknown {error}"
        return
    content, refusals = read_content(kind, values)
    for refusal in refusals:
        yield f"{refusal.place}: {refusal.code}"
    if content is not None:
        name = demo.organisations[record["organisation"]]["name"]
        for refusal in against_submission(content, today=today, organisation_name=name):
            yield f"{refusal.place}: {refusal.code}"
    least = SHORTEST.get(kind, 0)
    if len(record["summary"]) < least:
        yield f"summary of {len(record['summary'])} characters, wanted {least}"


def _twice(demo: Demo) -> Iterator[str]:
    keys: Counter[str] = Counter()
    said: dict[str, set[str]] = defaultdict(set)
    for record in (*demo.organisations.values(), *_all(demo)):
        keys[record["key"]] += 1
        for sentence in _sentences(record):
            said[sentence].add(record["key"])
    yield from (f"{key}: key used {count} times" for key, count in keys.items() if count > 1)
    for sentence, where in said.items():
        if len(where) > 1:
            yield f"said in {', '.join(sorted(where))}: {sentence}"


def _sentences(record: Mapping[str, Any]) -> Iterator[str]:
    texts = [record[name] for name in PROSE if record.get(name)]
    texts += [evidence["text"] for evidence in record.get("trl_evidence", ())]
    for text in texts:
        for sentence in re.split(r"[。！？；\n]|\. ", text):
            plain = sentence.strip(" .")
            if len(plain) >= SHORTEST_SENTENCE:
                yield plain


def _all(demo: Demo) -> Iterator[dict[str, Any]]:
    for records in demo.listings.values():
        yield from records


def _coverage(demo: Demo) -> Iterator[str]:
    yield from _covered("organisation", demo.organisations.values(), demo)
    for kind in (Kind.NEED, Kind.OFFER, Kind.SERVICE):
        yield from _covered(kind, demo.listings[kind], demo)
    for kind in (Kind.NEED, Kind.OFFER):
        records = demo.listings[kind]
        shown = {code for record in records for code in record["fields"]}
        yield from (f"no {kind} in field {code}" for code in set(Field.values) - shown)
        english = sum(record.get("language") == "en" for record in records)
        if english < LEAST_ENGLISH[kind]:
            yield f"{english} {kind}s in English, wanted {LEAST_ENGLISH[kind]}"
    used = {mode for record in demo.listings[Kind.NEED] for mode in record["modes"]}
    yield from (f"no need asks for {mode}" for mode in set(Mode.values) - used)
    found = {record["kind"] for record in demo.organisations.values()}
    for name in set(OrganisationKind.values) - found:
        yield f"no organisation of kind {name}"


def _covered(kind: str, records: Iterable[Mapping[str, Any]], demo: Demo) -> Iterator[str]:
    records = list(records)
    if len(records) < LEAST[kind]:
        yield f"{len(records)} {kind}s, wanted {LEAST[kind]}"
    provinces = set()
    for record in records:
        holder = demo.organisations.get(record.get("organisation", record["key"]), {})
        provinces.add(str(holder.get("region", ""))[:2])
    if len(provinces - {""}) < LEAST_PROVINCES.get(kind, 0):
        yield f"{kind}s in {len(provinces)} provinces, wanted {LEAST_PROVINCES[kind]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
