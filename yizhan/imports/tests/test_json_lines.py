"""JSON Lines: nested values, lists, and lines that are not what they should be."""

import json
from pathlib import Path

from yizhan.imports.sheets import inspect, read_rows
from yizhan.imports.sheets.layouts import Layout
from yizhan.imports.tests.test_text_files import code_of, make_file, rows_of


def test_nested_objects_become_dotted_columns_and_lists_stay(tmp_path: Path) -> None:
    """Numbers keep their digits, lists their items."""
    line = '{"id": 12345678901234567890, "价": {"低": 1.10, "高": 2e3}, "词": ["甲", "乙", 3]}'
    assert rows_of(make_file(tmp_path, line)) == [
        {
            "id": "12345678901234567890",
            "价.低": "1.10",
            "价.高": "2e3",
            "词": ["甲", "乙", "3"],
        }
    ]


def test_a_broken_line_costs_only_itself(tmp_path: Path) -> None:
    """The rows around it come in."""
    text = '{"a": 1}\n{"a": \n[1, 2]\n{"a": NaN}\n\n{"a": null, "b": true}\n'
    rows = list(read_rows(make_file(tmp_path, text), Layout(kind="jsonl", encoding="utf-8")))
    assert [row.number for row in rows] == [1, 2, 3, 4, 6]
    assert [bool(row.problems) for row in rows] == [False, True, True, True, False]
    assert rows[-1].values == {"a": "", "b": "TRUE"}


def test_an_array_of_objects_is_read_too(tmp_path: Path) -> None:
    """Many programs call that JSON Lines."""
    assert rows_of(make_file(tmp_path, '[{"a": "1"}, {"a": "2"}]')) == [{"a": "1"}, {"a": "2"}]


def test_columns_that_appear_late_are_found(tmp_path: Path) -> None:
    """Objects need not all have the same keys."""
    lines = [json.dumps({"a": str(n)}) for n in range(500)] + ['{"spät": "x"}']
    assert inspect(make_file(tmp_path, "\n".join(lines))).names == ("a", "spät")


def test_depth_surrogates_and_nulls_do_no_harm(tmp_path: Path) -> None:
    """None of them can be stored as sent."""
    deep = '{"a":' * 5000 + "1" + "}" * 5000
    text = '{"x": "ok\\u0000\\ud800"}\n' + deep + "\n"
    rows = list(read_rows(make_file(tmp_path, text), Layout(kind="jsonl", encoding="utf-8")))
    assert rows[0].values == {"x": "ok?"}
    assert len(rows) == 2
    rows[1].values.__repr__()


def test_a_broken_array_is_refused(tmp_path: Path) -> None:
    """There is no line to blame."""
    assert code_of(make_file(tmp_path, '[{"a": 1}, {')) == "imports.broken_json"
