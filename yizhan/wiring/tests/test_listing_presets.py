"""The state's own forms come in whole: recognised, mapped, and nothing silently dropped."""

import json

import pytest

from yizhan.imports.models import RowProblem, Run
from yizhan.imports.queries import run_for
from yizhan.imports.rules import preset_of
from yizhan.imports.services import (
    create_run,
    map_columns,
    perform_run,
    preset_sheet,
    start_run,
    target_of,
    use_preset,
)
from yizhan.imports.terms import Kind as Holds
from yizhan.imports.terms import Preset
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.listings.models import Listing
from yizhan.listings.tests.factories import AT, actor_of, make_organisation
from yizhan.wiring.listing_presets import PRESETS

pytestmark = pytest.mark.django_db
CASES = [(kind, preset) for kind, presets in PRESETS.items() for preset in presets]
IDS = [preset.code for _kind, preset in CASES]


def uploaded(kind: str, code: str, actor: Actor) -> Run:
    """Upload the example sheet of a form without the codes of organisations nobody knows."""
    return create_run(
        actor=actor,
        target_code=f"listings.{kind}",
        file_name="form.xlsx",
        chunks=[b"".join(preset_sheet(preset_code=code))],
        at=AT,
    )


def performed(run: Run, actor: Actor) -> Run:
    """Accept the mapping as proposed, and import."""
    map_columns(actor=actor, run_id=run.id, plan=run.mapping, at=AT)
    start_run(actor=actor, run_id=run.id, at=AT, in_background=False)
    return perform_run(run_id=run.id, clock=lambda: AT)


@pytest.mark.parametrize(("kind", "preset"), CASES, ids=IDS)
def test_every_code_of_a_form_stands_for_one_of_ours(kind: str, preset: Preset) -> None:
    target = target_of(f"listings.{kind}")
    for column in preset.columns:
        if not column.field:
            assert str(column.note), column.header
            continue
        field = target.field(column.field)
        codes = {choice.code for choice in field.choice_list()} | {""}
        assert set(column.translations.values()) <= codes, column.header
        assert not column.translations or field.kind in {Holds.CHOICE, Holds.CHOICES}
    headers = {column.header for column in preset.columns}
    assert all(set(row) <= headers for row in preset.rows)


@pytest.mark.parametrize(("kind", "preset"), CASES, ids=IDS)
def test_the_example_sheet_is_recognised_and_imported(kind: str, preset: Preset) -> None:
    owner = actor_of(make_organisation())
    run = uploaded(kind, preset.code, owner)
    known = preset_of(target_of(run.target), run.look.columns)
    assert known is not None
    assert known.code == preset.code
    run = performed(run, owner)
    problems = [row.refusals for row in RowProblem.objects.filter(run=run)]
    assert (run.created, run.refused) == (len(preset.rows), 0), problems
    stored = {row.title: row for row in Listing.objects.filter(kind=kind)}
    for row in preset.rows:
        first = next(header for header in row if row[header])
        text = _everything(stored[row[first]])
        for column in preset.columns:
            value = row.get(column.header, "")
            if value and not column.field:
                assert f"{column.header}：{value}" in text


def test_a_translated_code_and_a_gathered_line_stand_where_they_belong() -> None:
    owner = actor_of(make_organisation())
    run = uploaded("offer", "achievement-registration", owner)
    performed(run, owner)
    row = Listing.objects.get(external_id="3302026Y0018")
    assert (row.fields, row.modes) == (["07"], ["assignment"])
    assert row.details["funding_source"] == "enterprise"
    assert "所处阶段：成熟应用" in row.summary
    assert row.trl_min is None


def test_what_is_secret_is_refused_at_the_door() -> None:
    owner = actor_of(make_organisation())
    head = "成果名称,登记号,密级,成果简介,关键词,成果水平,所处阶段"
    sheet = f"{head}\n甲工艺,1,秘密,说明,词,无,初期\n"
    run = create_run(
        actor=owner,
        target_code="listings.offer",
        file_name="a.csv",
        chunks=[sheet.encode()],
        at=AT,
    )
    run = performed(run, owner)
    assert run.refused == 1
    assert not Listing.objects.exists()
    assert "listings.security_touched" in json.dumps(
        [row.refusals for row in RowProblem.objects.filter(run=run)]
    )


def test_a_form_can_be_chosen_and_left_again() -> None:
    owner = actor_of(make_organisation())
    run = uploaded("need", "open-challenge", owner)
    use_preset(actor=owner, run_id=run.id, preset_code="need-collection")
    other = run_for(actor=owner, run_id=run.id).mapping
    use_preset(actor=owner, run_id=run.id, preset_code="open-challenge")
    again = run_for(actor=owner, run_id=run.id).mapping
    assert again == run.mapping != other
    use_preset(actor=owner, run_id=run.id, preset_code="")
    with pytest.raises(Refused):
        use_preset(actor=owner, run_id=run.id, preset_code="no-such-form")


def _everything(listing: Listing) -> str:
    return f"{listing.summary}{listing.details}"
