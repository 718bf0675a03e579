"""The registry: what can be imported into and exported, filled by wiring at the start."""

from collections.abc import Callable
from uuid import UUID

from yizhan.imports.terms import Export, Preset, Target
from yizhan.imports.tongues import spoken
from yizhan.kernel.refusals import Refusal, Refused

# Finds an organisation by its credit code or id for the command line: (id, name) or None.
OrganisationFinder = Callable[[str], tuple[UUID, str] | None]

_targets: dict[str, Target] = {}
# Filled when they are first asked for: at the start there are no translations yet.
_spoken: dict[str, Target] = {}
_exports: dict[str, Export] = {}
_finders: list[OrganisationFinder] = []


def register_target(target: Target) -> None:
    """Let rows become this; the same code registered again replaces the first."""
    _targets[target.code] = target
    _spoken.pop(target.code, None)


def register_export(export: Export) -> None:
    """Let this list be taken out; the same code registered again replaces the first."""
    _exports[export.code] = export


def register_organisation_finder(finder: OrganisationFinder) -> None:
    """Let the command line name organisations; the last one registered answers."""
    _finders[:] = [finder]


def all_targets() -> tuple[Target, ...]:
    """List the targets in the order of their registration."""
    return tuple(_targets.values())


def all_exports() -> tuple[Export, ...]:
    """List the exports in the order of their registration."""
    return tuple(_exports.values())


def target_of(code: str) -> Target:
    """Return a target that knows its labels in all languages, or refuse an unknown code."""
    if code not in _targets:
        raise Refused([Refusal("imports.unknown_target", {"target": code})])
    if code not in _spoken:
        _spoken[code] = spoken(_targets[code])
    return _spoken[code]


def export_of(code: str) -> Export:
    """Return an export, or refuse a code nobody registered."""
    if code not in _exports:
        raise Refused([Refusal("imports.unknown_export", {"export": code})])
    return _exports[code]


def find_organisation(text: str) -> tuple[UUID, str] | None:
    """Return id and name of the organisation meant by a credit code or an id."""
    for finder in _finders:
        if found := finder(text):
            return found
    return None


def find_preset(code: str) -> tuple[Target, Preset]:
    """Return a known form and the first target it belongs to, or refuse the code."""
    for target in map(target_of, _targets):
        for preset in target.presets:
            if preset.code == code:
                return target, preset
    raise Refused([Refusal("imports.unknown_preset", {"preset": code[:40]})])
