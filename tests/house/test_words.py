"""Codes and their words: refusals have sentences, facts codes, steps verbs."""

import importlib
import re
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.house.tree import PACKAGE, PRODUCT
from yizhan.kernel.facts import Fact
from yizhan.kernel.flows import Flow

CODE = re.compile(r"""Refusal\(\s*f?["']([a-z_]+\.[a-z_]+)["']""")


def _facts(kind: type[Fact] = Fact) -> Iterator[type[Fact]]:
    for child in kind.__subclasses__():
        if child.__module__.startswith("yizhan.") and ".tests." not in child.__module__:
            yield child
        yield from _facts(child)


def test_every_refusal_code_has_a_sentence() -> None:
    """A code on a page is a riddle."""
    sentences: set[str] = set()
    for context in ["web", *settings.CONTEXTS]:
        if (PACKAGE / context / "messages.py").exists() or (
            PACKAGE / context / "messages"
        ).exists():
            sentences |= set(importlib.import_module(f"yizhan.{context}.messages").SENTENCES)
    used = {code for path in PRODUCT for code in CODE.findall(path.read_text())}
    assert used - sentences == set()


def test_fact_codes_are_unique_and_begin_with_their_context() -> None:
    """The code is stored for ever."""
    for context in settings.CONTEXTS:
        if (PACKAGE / context / "facts.py").exists():
            importlib.import_module(f"yizhan.{context}.facts")
    # `slots=True` makes each class anew and the first draft of it lingers; a base has no code.
    kinds = {
        (kind.__module__, kind.__qualname__): kind for kind in _facts() if hasattr(kind, "code")
    }
    seen: dict[str, type[Fact]] = {}
    for kind in kinds.values():
        context = kind.__module__.split(".")[1]
        assert kind.code.startswith(f"{context}."), kind
        assert kind.code not in seen, (kind, seen.get(kind.code))
        assert kind.personal <= set(kind.__dataclass_fields__), kind
        seen[kind.code] = kind
    assert seen


def _flows() -> Iterator[tuple[str, Flow]]:
    for context in settings.CONTEXTS:
        if (PACKAGE / context / "stages.py").exists():
            stages = importlib.import_module(f"yizhan.{context}.stages")
            for value in vars(stages).values():
                if isinstance(value, Flow):
                    yield context, value


@pytest.mark.parametrize(("context", "flow"), list(_flows()), ids=lambda v: str(v)[:20])
def test_every_step_has_a_verb(context: str, flow: Flow) -> None:
    """The step's name is the verb's name, so that a reader finds the third file by two.

    One verb may take several steps that begin with its name: resume, resume_talks.
    """
    services = importlib.import_module(f"yizhan.{context}.services")
    verbs = [name for name in dir(services) if not name.startswith("_")]
    for step, *_ in flow.rows():
        assert any(
            v == step or v.startswith(f"{step}_") or step.startswith(f"{v.split('_')[0]}_")
            for v in verbs
        ), f"{context}.{step}"
