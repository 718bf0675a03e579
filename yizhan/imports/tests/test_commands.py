"""The command line: the same services, other words."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from yizhan.imports.models import Run
from yizhan.imports.services import (
    register_export,
    register_organisation_finder,
    register_target,
)
from yizhan.imports.stages import Stage
from yizhan.imports.terms import ParsedRow, RowOutcome
from yizhan.imports.tests.factories import (
    CSV,
    ORGANISATION,
    THING,
    THINGS,
    apply_things,
    counts,
    things,
)

pytestmark = [
    pytest.mark.usefixtures("target"),
    pytest.mark.filterwarnings("ignore:In Typer, only:DeprecationWarning"),
]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A file on disk."""
    path = tmp_path / "成果.csv"
    path.write_bytes(CSV.encode("gb18030"))
    return path


def run_import(*words: object, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """Run the command and read its JSON."""
    call_command("import", *map(str, words), "--target", "things.thing", "--yes", "--json")
    return dict(json.loads(capsys.readouterr().out))


def test_a_file_is_imported_and_again_without_effect(
    sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Counters come as JSON for machines."""
    first = run_import(sheet, capsys=capsys)
    assert (first["created"], first["unchanged"]) == (3, 0)
    second = run_import(sheet, capsys=capsys)
    assert (second["created"], second["unchanged"]) == (0, 3)
    assert len(things()) == 3


def test_a_dry_run_writes_nothing(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And says what would come."""
    assert run_import(sheet, "--dry-run", capsys=capsys)["created"] == 3
    assert things() == []


def test_the_mapping_can_be_given_in_words_and_in_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A column for a field, one value for all, a field left out."""
    path = tmp_path / "x.csv"
    path.write_text("a,b,编号\n甲,50,1\n")
    words = [
        "--map",
        "a=name",
        "--map",
        "b=price",
        "--map",
        "=external_id",
        "--set",
        "mode=转让",
    ]
    done = run_import(path, *words, capsys=capsys)
    assert done["created"] == 1
    assert things()[0][0].startswith("sha:")
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(done["plan"]))
    assert run_import(path, "--mapping", mapping, capsys=capsys)["unchanged"] == 1
    mapping.write_text(json.dumps({"name": "b"}))
    assert run_import(path, "--mapping", mapping, capsys=capsys)["created"] == 1


def interrupted(rows: Sequence[ParsedRow], **values: Any) -> list[RowOutcome]:
    """Break off as ^C does, in the second batch."""
    if rows[0].number > 500:
        raise KeyboardInterrupt
    return apply_things(rows, **values)


def test_a_run_that_broke_off_goes_on_with_the_same_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The run is the old one, and its first rows are not made into objects again."""
    path = tmp_path / "x.csv"
    path.write_text("编号,名称\n" + "".join(f"{n},名{n}\n" for n in range(1100)))
    register_target(replace(THING, apply=interrupted))
    with pytest.raises(KeyboardInterrupt):
        run_import(path, capsys=capsys)
    broken = Run.objects.get()
    assert (broken.stage, broken.done) == (Stage.RUNNING, 500)
    register_target(THING)
    assert run_import(path, capsys=capsys)["run"] == str(broken.id)
    assert counts(Run.objects.get()) == (1100, 0, 0, 0)
    assert {row[3] for row in things()} == {1}


def test_refused_rows_are_written_to_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the form its name asks for."""
    path = tmp_path / "x.csv"
    path.write_text("编号,名称\n1,坏名\n2,乙\n")
    errors = tmp_path / "errors.csv"
    assert run_import(path, "--errors", errors, capsys=capsys)["refused"] == 1
    assert "名称“坏名”不合要求" in errors.read_text(encoding="utf-8-sig")


def test_the_command_acts_for_an_organisation(
    sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Named by its code; an unknown one is refused."""
    register_organisation_finder(
        lambda text: (ORGANISATION, "某某大学") if text == "X" else None
    )
    done = run_import(sheet, "--organisation", "X", capsys=capsys)
    assert Run.objects.get(id=str(done["run"])).owner_id == UUID(str(ORGANISATION))
    with pytest.raises(CommandError):
        run_import(sheet, "--organisation", "Y", capsys=capsys)
    assert "imports.unknown_organisation" in capsys.readouterr().out


def test_what_cannot_be_read_is_one_line_and_an_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback."""
    path = tmp_path / "x.csv"
    path.write_text("<html><table></table></html>")
    with pytest.raises(CommandError) as caught:
        run_import(path, capsys=capsys)
    assert caught.value.returncode == 1
    assert "imports.html_disguised" in capsys.readouterr().out


def test_a_list_goes_out_filtered(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With labels in sheets and codes in JSON Lines; a label is no formula."""
    register_export(THINGS)
    run_import(sheet, capsys=capsys)
    out = tmp_path / "out.csv"
    call_command("export", "things.thing", "--filter", "name=乙", "--out", str(out))
    assert out.read_text(encoding="utf-8-sig").splitlines() == ["编号,'=名称", "2,乙"]
    out = tmp_path / "out.jsonl"
    call_command("export", "things.thing", "--format", "jsonl", "--out", str(out))
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert lines[0] == {"id": "1", "name": "甲", "price": "500000"}
    with pytest.raises(CommandError):
        call_command("export", "things.thing", "--format", "doc", "--out", str(out))
