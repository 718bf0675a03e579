"""The page of documentation says what the tables say."""

from pathlib import Path

import pytest

from yizhan.directory import facts, messages, rules, stages
from yizhan.directory.terms import Role
from yizhan.kernel.facts import Fact

PAGE = Path(__file__).parents[3] / "docs" / "contexts" / "directory.md"


@pytest.mark.parametrize("role", Role.values)
def test_what_a_role_may_is_printed(role: str) -> None:
    held = ", ".join(f"`{p}`" for p in sorted(rules.PERMISSIONS[role] - rules.ACCOUNT))
    assert f"| `{role}` {Role(role).label} | {held or '—'} |" in PAGE.read_text()


def test_every_step_every_refusal_and_every_fact_is_printed() -> None:
    page = PAGE.read_text()
    for name, sources, target, permission in stages.FLOW.rows():
        assert f"| `{name}` | {sources} | {target} | `{permission}` |" in page
    for code, sentence in messages.SENTENCES.items():
        assert f"| `{code}` | {sentence} |" in page
    for kind in vars(facts).values():
        if isinstance(kind, type) and issubclass(kind, Fact) and kind is not Fact:
            assert f"`{kind.code}`" in page
