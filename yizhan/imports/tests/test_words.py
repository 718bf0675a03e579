"""The page of documentation says what the code says."""

from pathlib import Path

from django.conf import settings

from yizhan.imports.messages import SENTENCES
from yizhan.imports.stages import FLOW

PAGE = (Path(settings.ROOT) / "docs/contexts/imports.md").read_text()


def test_the_flow_is_documented_as_it_is() -> None:
    """Step, sources, target, permission."""
    for step, sources, target, permission in FLOW.rows():
        assert f"| {step} | {sources} | {target} | {permission} |" in PAGE


def test_every_refusal_code_is_documented() -> None:
    """By its short name."""
    for code in SENTENCES:
        assert f"`{code.removeprefix('imports.')}`" in PAGE, code
