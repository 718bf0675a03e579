"""Known forms: recognised by their headers, laid under the guess for everything else."""

from collections.abc import Mapping, Sequence

from yizhan.imports.rules.guessing import Guess, guess_plan
from yizhan.imports.rules.plans import FieldSource, Plan
from yizhan.imports.rules.words import normal
from yizhan.imports.sheets.layouts import ColumnSample
from yizhan.imports.terms import Preset, PresetColumn, Target

# A form is recognised by most of its headers, never by a few that any table has.
_SHARE, _LEAST = 60, 6


def preset_of(target: Target, columns: Sequence[ColumnSample]) -> Preset | None:
    """Return the known form that the headers are of, the best likeness first."""
    best: tuple[int, Preset | None] = (_SHARE - 1, None)
    for preset in target.presets:
        found = len(_found(preset, columns))
        share = 100 * found // max(len(preset.columns), 1)
        if found >= _LEAST and share > best[0]:
            best = (share, preset)
    return best[1]


def proposed_plan(target: Target, columns: Sequence[ColumnSample]) -> Guess:
    """Map by the known form the headers are of, or else by guess."""
    preset = preset_of(target, columns)
    return preset_plan(target, preset, columns) if preset else guess_plan(target, columns)


def preset_plan(target: Target, preset: Preset, columns: Sequence[ColumnSample]) -> Guess:
    """Map as the form says; what it does not know is guessed from the columns it leaves."""
    found = _found(preset, columns)
    sources = _sources(target, found)
    rest = [column for column in columns if column.name not in found]
    guess = guess_plan(target, rest)
    fed = {source.field for source in sources}
    guessed = [source for source in guess.plan.sources if source.field not in fed]
    confidence = {code: guess.confidence[code] for code in (one.field for one in guessed)}
    return Guess(
        plan=Plan(sources=(*sources, *guessed)),
        confidence={**confidence, **dict.fromkeys(fed, 100)},
    )


def _found(preset: Preset, columns: Sequence[ColumnSample]) -> dict[str, PresetColumn]:
    names = {
        normal(name): column
        for column in preset.columns
        for name in (*column.aliases, column.header)
    }
    return {one.name: names[normal(one.name)] for one in columns if normal(one.name) in names}


def _sources(target: Target, found: Mapping[str, PresetColumn]) -> list[FieldSource]:
    homeless = tuple(name for name, column in found.items() if not column.field)
    taken: dict[str, tuple[str, PresetColumn]] = {}
    spare: list[str] = []
    for name, column in found.items():
        if column.field and column.field not in taken:
            taken[column.field] = (name, column)
        elif column.field:
            spare.append(name)
    sources = []
    for field in target.fields:
        name, known = taken.get(field.code, ("", None))
        more = (*homeless, *spare) if field.gathers else ()
        if known is None and not more:
            continue
        sources.append(
            FieldSource(
                field=field.code,
                column=name,
                unit=known.unit if known else "",
                translations=dict(known.translations) if known else {},
                more=more,
            )
        )
    return sources
