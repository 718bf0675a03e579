"""The verbs of a run: what comes in, what changes nothing, what goes back."""

import csv
import errno
import io
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from procrastinate.contrib.django.models import ProcrastinateJob

from yizhan.audit.queries import entries_of
from yizhan.imports.messages import teller
from yizhan.imports.models import Mapping, RowProblem, Run, SourceRow
from yizhan.imports.queries import reasons_of, run_for, run_rows
from yizhan.imports.rules import FieldSource, Plan
from yizhan.imports.services import (
    check_run,
    create_run,
    delete_run,
    error_sheet,
    map_columns,
    path_of,
    perform_run,
    register_target,
    reread_file,
    start_run,
    stop_run,
)
from yizhan.imports.sheets import Layout
from yizhan.imports.stages import Stage
from yizhan.imports.terms import RowOutcome
from yizhan.imports.tests.factories import (
    AT,
    CSV,
    THING,
    clock,
    counts,
    make_actor,
    make_finished_run,
    make_mapped_run,
    make_plan,
    make_run,
    make_started_run,
    things,
)
from yizhan.kernel.refusals import Refused, Stale

pytestmark = pytest.mark.usefixtures("target")


def test_a_file_becomes_objects_from_upload_to_fact() -> None:
    """The happy road whole: guess, map, run, rows, counters, facts."""
    run = make_run()
    assert run.stage == Stage.UPLOADED
    assert {s.field: s.column for s in run.mapping.sources} == {
        "external_id": "编号",
        "name": "成果名称",
        "price": "报价（万元）",
        "mode": "合作方式",
    }
    assert run.mapping.source("price").unit == "wan"
    done = make_finished_run()
    assert done.stage == Stage.FINISHED
    assert counts(done) == (3, 0, 0, 0)
    assert things() == [
        ("1", "甲", Decimal(500_000), 1),
        ("2", "乙", None, 1),
        ("3", "丙", Decimal(15_000), 1),
    ]
    codes = [entry.code for entry in entries_of(subject_id=done.id)]
    assert codes == ["imports.finished", "imports.started"]


def test_the_same_file_twice_changes_nothing() -> None:
    """Nothing is written, not even the same values again."""
    make_finished_run()
    again = make_finished_run()
    assert counts(again) == (0, 0, 3, 0)
    assert [row[3] for row in things()] == [1, 1, 1]


def test_the_same_content_in_another_format_changes_nothing() -> None:
    """Identity and content belong to the row, not to the file."""
    make_finished_run()
    lines = CSV.replace(",", "\t").replace("50\t", "500000元\t").encode("gb18030")
    assert counts(make_finished_run(lines, name="x.txt")) == (0, 0, 3, 0)


def test_a_changed_row_updates_its_object_and_a_new_one_is_added() -> None:
    """The rest stays untouched."""
    make_finished_run()
    changed = CSV.replace("乙", "乙二") + "4,丁,,\n"
    assert counts(make_finished_run(changed)) == (1, 1, 2, 0)
    assert [(row[0], row[1], row[3]) for row in things()] == [
        ("1", "甲", 1),
        ("2", "乙二", 2),
        ("3", "丙", 1),
        ("4", "丁", 1),
    ]


def test_rows_without_a_number_are_known_by_their_content() -> None:
    """Twice in the file or in two files: one object."""
    text = "成果名称,合作方式\n甲,委托开发\n乙,技术转让\n甲,委托开发\n"
    assert counts(make_finished_run(text)) == (2, 0, 1, 0)
    assert counts(make_finished_run(text)) == (0, 0, 3, 0)


def test_one_number_with_two_contents_is_refused_the_second_time() -> None:
    """Else every run would change the object to and fro."""
    text = CSV + "1,甲二,,\n1,甲,50,委托开发\n"
    done = make_finished_run(text)
    assert counts(done) == (3, 0, 1, 1)
    assert RowProblem.objects.get().refusals[0]["values"] == {"row": 2}
    assert counts(make_finished_run(text)) == (0, 0, 4, 1)


def test_two_organisations_do_not_know_each_others_rows() -> None:
    """Number 1 of one is not number 1 of the other, and neither sees the other's run."""
    mine = make_finished_run()
    stranger = make_actor(organisation_id=uuid4())
    theirs = make_run(actor=stranger)
    map_columns(actor=stranger, run_id=theirs.id, plan=theirs.mapping, at=AT)
    start_run(actor=stranger, run_id=theirs.id, at=AT, in_background=False)
    assert counts(perform_run(run_id=theirs.id, clock=clock)) == (3, 0, 0, 0)
    assert [run.id for run in run_rows(actor=stranger)] == [theirs.id]
    with pytest.raises(Run.DoesNotExist):
        run_for(actor=stranger, run_id=mine.id)


BAD = (
    "编号,成果名称,报价（万元）,合作方式\n"
    "1,甲,五十,委托开发\n2,,1,送\n3,坏名,1,转让\n4,丁,1,转让\n"
)


def test_every_wrong_cell_is_named_and_the_other_rows_come_in() -> None:
    """All reasons of a row at once, from the file, the parser and the target."""
    done = make_finished_run(BAD)
    assert counts(done) == (1, 0, 0, 3)
    found = {row.number: [r["code"] for r in row.refusals] for row in RowProblem.objects.all()}
    assert found == {
        2: ["imports.not_an_amount"],
        3: ["imports.empty_required", "imports.unknown_choice"],
        4: ["things.bad_name"],
    }


def test_the_sheet_that_goes_back_holds_the_original_row_and_the_reasons() -> None:
    """Correct it, upload it again: only these rows are in it."""
    done = make_finished_run(BAD)
    data = b"".join(error_sheet(run=done, form="csv", say=teller(done))).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    assert [row["编号"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["错误"] == "“报价（万元）”：“五十”不是金额，例如 50 或 50万元"
    assert rows[2]["错误"] == "“成果名称”：名称“坏名”不合要求"
    fixed = data.replace("五十", "50").replace("2,,1,送", "2,乙,1,转让").replace("坏名", "丙")
    again = make_run(fixed)
    assert "错误" not in {source.column for source in again.mapping.sources}


def test_a_row_that_breaks_the_target_costs_only_itself() -> None:
    """The batch is halved until the row is found."""
    text = "编号,名称\n" + "".join(f"{n},名{n}\n" for n in range(40)) + "40,炸\n41,末\n"
    done = make_finished_run(text)
    assert counts(done) == (41, 0, 0, 1)
    assert RowProblem.objects.get().refusals[0]["code"] == "imports.row_failed"


def test_a_dry_run_says_what_would_happen_and_leaves_nothing() -> None:
    """Not an object, not a remembered row."""
    make_finished_run()
    run = make_mapped_run(CSV.replace("乙", "坏") + "4,丁,,\n")
    check_run(actor=make_actor(), run_id=run.id, at=AT, in_background=False)
    checked = perform_run(run_id=run.id, clock=clock)
    assert checked.stage == Stage.CHECKED
    assert counts(checked) == (1, 0, 2, 1)
    assert len(things()) == 3
    assert SourceRow.objects.count() == 3
    assert checked.problems.count() == 1
    start_run(actor=make_actor(), run_id=run.id, at=AT, in_background=False)
    assert counts(perform_run(run_id=run.id, clock=clock)) == (1, 0, 2, 1)


def test_a_corrected_mapping_is_remembered_for_the_same_headers() -> None:
    """Order and width of the headers do not matter; the organisation does."""
    run = make_run("甲列,乙列\n名一,50\n")
    plan = Plan(
        sources=(
            FieldSource(field="name", column="甲列"),
            FieldSource(field="price", column="乙列", unit="wan"),
            FieldSource(field="mode", constant="技术转让"),
        )
    )
    map_columns(actor=make_actor(), run_id=run.id, plan=plan, at=AT)
    again = make_run("乙列, 甲列 \n70,名二\n")
    assert again.mapping.source("name").column == "甲列"
    assert again.mapping.source("price").unit == "wan"
    assert Mapping.objects.count() == 1
    other = make_run("甲列,乙列\n名一,50\n", actor=make_actor(organisation_id=uuid4()))
    assert other.mapping != plan


def test_values_are_translated_and_constants_fill_missing_columns() -> None:
    """What the file calls its own way means one of the permitted values."""
    run = make_run("名称,方式\n甲,整体卖断\n乙,\n")
    plan = Plan(
        sources=(
            FieldSource(field="name", column="名称"),
            FieldSource(field="mode", column="方式", translations={"整体卖断": "assignment"}),
            FieldSource(field="price", constant="面议"),
        )
    )
    map_columns(actor=make_actor(), run_id=run.id, plan=plan, at=AT)
    start_run(actor=make_actor(), run_id=run.id, at=AT, in_background=False)
    assert counts(perform_run(run_id=run.id, clock=clock)) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("plan", "codes"),
    [
        (Plan(), ["imports.required_field", "imports.nothing_mapped"]),
        (make_plan(name="没有的列"), ["imports.unknown_column"]),
        (make_plan(name="成果名称", nothing="编号"), ["imports.unknown_field"]),
        (
            Plan(
                sources=(
                    FieldSource(field="name", column="成果名称"),
                    FieldSource(field="price", column="编号", unit="斤"),
                )
            ),
            ["imports.unknown_unit"],
        ),
    ],
)
def test_a_mapping_that_cannot_work_is_refused(plan: Plan, codes: list[str]) -> None:
    """Before the first row is read."""
    run = make_run()
    with pytest.raises(Refused) as caught:
        map_columns(actor=make_actor(), run_id=run.id, plan=plan, at=AT)
    assert [refusal.code for refusal in caught.value.refusals] == codes


def test_two_people_mapping_at_once_do_not_undo_each_other() -> None:
    """The second saw an older version."""
    run = make_run()
    map_columns(actor=make_actor(), run_id=run.id, plan=run.mapping, at=AT, version=1)
    with pytest.raises(Stale):
        map_columns(actor=make_actor(), run_id=run.id, plan=run.mapping, at=AT, version=1)


def test_the_file_can_be_read_another_way() -> None:
    """Header row and encoding are proposals, too."""
    run = make_run("a,b\n编号,名称\n1,甲\n")
    layout = Layout(kind="csv", encoding="utf-8-sig", delimiter=",", header_row=2)
    again = reread_file(actor=make_actor(), run_id=run.id, layout=layout)
    assert again.look.names == ("编号", "名称")
    assert again.total == 1
    assert again.mapping.source("name").column == "名称"


def test_starting_twice_enqueues_one_job() -> None:
    """A double click, two tabs."""
    run = make_mapped_run()
    start_run(actor=make_actor(), run_id=run.id, at=AT)
    with pytest.raises(Refused):
        start_run(actor=make_actor(), run_id=run.id, at=AT)
    assert ProcrastinateJob.objects.filter(task_name="imports.run_import").count() == 1


def test_a_stopped_run_goes_on_where_it_stood() -> None:
    """Stop takes effect between batches; nothing is done twice."""
    text = "编号,名称\n" + "".join(f"{n},名{n}\n" for n in range(1200))
    run = make_started_run(text)

    def stop(seen: Run) -> None:
        if seen.done == 500:
            stop_run(actor=make_actor(), run_id=run.id, at=AT)

    stopped = perform_run(run_id=run.id, clock=clock, progress=stop)
    assert (stopped.stage, stopped.done) == (Stage.STOPPED, 500)
    start_run(actor=make_actor(), run_id=run.id, at=AT, in_background=False)
    done = perform_run(run_id=run.id, clock=clock)
    assert (done.stage, counts(done)) == (Stage.FINISHED, (1200, 0, 0, 0))
    assert {row[3] for row in things()} == {1}


def test_a_second_worker_on_the_same_run_leaves() -> None:
    """The checkpoint it read has moved, although the run is not at its end."""
    text = "编号,名称\n" + "".join(f"{n},名{n}\n" for n in range(1500))
    run = make_started_run(text)

    def die(_now: Run) -> None:
        raise KeyboardInterrupt

    def meddle(now: Run) -> None:
        if now.done == 500:
            with pytest.raises(KeyboardInterrupt):
                perform_run(run_id=run.id, clock=clock, progress=die)

    first = perform_run(run_id=run.id, clock=clock, progress=meddle)
    assert (first.stage, counts(first)) == (Stage.RUNNING, (1000, 0, 0, 0))
    assert counts(perform_run(run_id=run.id, clock=clock)) == (1500, 0, 0, 0)
    assert {row[3] for row in things()} == {1}


def test_a_missing_file_breaks_the_run_off_with_a_reason() -> None:
    """And the run says so."""
    run = make_started_run()
    path_of(run.file_sha256).unlink()
    failed = perform_run(run_id=run.id, clock=clock)
    assert (failed.stage, failed.reason) == (Stage.FAILED, "imports.file_gone")


def test_deleting_a_run_keeps_what_it_brought_and_the_file_others_need(
    django_capture_on_commit_callbacks: object,
) -> None:
    """Objects and remembered rows stay."""
    first, second = make_finished_run(BAD), make_mapped_run(BAD)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        delete_run(actor=make_actor(), run_id=first.id, at=AT)
    assert path_of(first.file_sha256).exists()
    assert "imports.deleted" in [entry.code for entry in entries_of(subject_id=first.id)]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        delete_run(actor=make_actor(), run_id=second.id, at=AT)
    assert not path_of(first.file_sha256).exists()
    assert len(things()) == 1
    running = make_started_run()
    with pytest.raises(Refused):
        delete_run(actor=make_actor(), run_id=running.id, at=AT)


def test_nobody_imports_without_both_permissions() -> None:
    """The one to import, and the one of the target."""
    run = make_mapped_run()
    for held in [{"imports.run"}, {"things.write"}, set()]:
        actor = make_actor(permissions=frozenset(held))
        with pytest.raises(PermissionDenied):
            make_run(actor=actor)
        with pytest.raises(PermissionDenied):
            start_run(actor=actor, run_id=run.id, at=AT)


def test_a_button_pressed_twice_uploads_once() -> None:
    """The same file again a moment later is the same run; a minute later it is another."""
    first = make_run()
    assert make_run().id == first.id
    later = create_run(
        actor=make_actor(),
        target_code="things.thing",
        file_name="表.csv",
        chunks=[CSV.encode()],
        at=AT + timedelta(minutes=1),
    )
    assert later.id != first.id


def test_a_full_disk_is_a_refusal_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not half a file, not a run."""

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("yizhan.web.files.os.fsync", full)
    with pytest.raises(Refused, match=r"imports\.no_space"):
        make_run("编号,名称\n77,盘满\n")
    assert not Run.objects.exists()
    folder = path_of("00").parent.parent
    assert not list(folder.glob("incoming-*"))


def test_a_database_that_goes_away_leaves_the_run_to_the_next_worker() -> None:
    """There is no place to write a reason; the checkpoint stands."""
    run = make_started_run()

    def gone(*_args: object, **_values: object) -> list[RowOutcome]:
        raise OperationalError("server closed the connection unexpectedly")

    register_target(replace(THING, apply=gone))
    with pytest.raises(OperationalError):
        perform_run(run_id=run.id, clock=clock)
    assert run_for(actor=make_actor(), run_id=run.id).stage == Stage.RUNNING
    register_target(THING)
    assert counts(perform_run(run_id=run.id, clock=clock)) == (3, 0, 0, 0)


def test_common_reasons_are_counted_with_an_example() -> None:
    """Whoever has ten thousand refused rows wants the three reasons."""
    text = "编号,名称,报价\n" + "".join(f"{n},名{n},五十\n" for n in range(3)) + "9,坏,1\n"
    done = make_finished_run(text)
    found = [(reason.rows, reason.refusal.code) for reason in reasons_of(run=done)]
    assert found == [(3, "imports.not_an_amount"), (1, "things.bad_name")]
