"""Every worked example, to the fen."""

import json
from pathlib import Path
from typing import Any

import pytest

from yizhan.policy.tests.answers import ANSWERS

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_worked_example_holds_to_the_fen(case: dict[str, Any]) -> None:
    expected = {name: value for name, value in case["expected"].items() if name != "note"}
    answer = ANSWERS[case["id"].split("-")[0]](case["id"], case["inputs"])
    assert answer == expected
