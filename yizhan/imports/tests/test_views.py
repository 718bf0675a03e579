"""Pages of imports: upload, map, follow, take home; rules are tested elsewhere."""

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from yizhan.imports.models import Run
from yizhan.imports.queries import run_for
from yizhan.imports.services import (
    map_columns,
    perform_run,
    register_export,
)
from yizhan.imports.stages import Stage
from yizhan.imports.tests.factories import (
    AT,
    CSV,
    THINGS,
    clock,
    make_actor,
    make_finished_run,
    make_mapped_run,
    make_run,
    make_started_run,
    things,
)
from yizhan.kernel.actors import Actor

pytestmark = pytest.mark.usefixtures("target")


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Sign in somebody of the organisation who may import."""
    return sign_in(make_actor(), monkeypatch)


def sign_in(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Sign in an account that acts as the given actor."""
    monkeypatch.setattr("yizhan.web.access.actor_of", lambda _request: actor)
    client = Client()
    client.force_login(get_user_model().objects.create_user(f"{uuid4()}@example.org", "x"))
    return client


def upload(client: Client, data: bytes, name: str = "成果.csv") -> Any:
    """Send a file."""
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("imports:new"), {"target": "things.thing", "file": file})


def body(response: Any) -> bytes:
    """Return the whole answer, streamed or not."""
    return b"".join(response.streaming_content)


def test_a_file_goes_from_upload_to_result(client: Client) -> None:
    """Every page of the road, each with what it must say."""
    assert "还没有导入过表格" in client.get(reverse("imports:list")).content.decode()
    assert "测试成果" in client.get(reverse("imports:new")).content.decode()
    sent = upload(client, CSV.encode("gb18030"))
    run = Run.objects.get()
    assert sent.headers["Location"] == run.get_absolute_url()
    page = client.get(run.get_absolute_url()).content.decode()
    assert "有把握" in page
    assert 'name="column-name"' in page
    form = {
        "version": "1",
        "column-external_id": "编号",
        "column-name": "成果名称",
        "column-price": "报价（万元）",
        "unit-price": "wan",
        "column-mode": "合作方式",
    }
    mapped = client.post(reverse("imports:map", args=[run.id]), form)
    assert mapped.status_code == 302
    assert "正在排队" in client.get(run.get_absolute_url()).content.decode()
    assert ProcrastinateJob.objects.filter(args={"run_id": str(run.id)}).count() == 1
    perform_run(run_id=run.id, clock=clock)
    page = client.get(run.get_absolute_url()).content.decode()
    assert "试运行完成，尚未写入" in page
    assert client.post(reverse("imports:start", args=[run.id])).status_code == 302
    perform_run(run_id=run.id, clock=clock)
    page = client.get(run.get_absolute_url()).content.decode()
    assert "全部导入完成" in page
    assert len(things()) == 3
    assert "成果.csv" in client.get(reverse("imports:list")).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (b"<html><table></table></html>", "另存为 XLSX"),
        (b"%PDF-1.7", "这不是表格文件"),
        (b"a,b\n", "没有读到数据行"),
        (b"\x00" * 100 + b"\x01" * 100, "这不是表格文件"),
    ],
)
def test_a_bad_file_is_answered_on_the_form(client: Client, data: bytes, words: str) -> None:
    """422, the reason beside the field, nothing kept."""
    answer = upload(client, data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Run.objects.exists()


def test_no_file_and_an_unknown_target_are_answered_too(client: Client) -> None:
    """Hand-made requests get the same form."""
    assert client.post(reverse("imports:new"), {}).status_code == 422
    data = {"target": "nothing", "file": SimpleUploadedFile("x.csv", CSV.encode())}
    assert client.post(reverse("imports:new"), data).status_code == 422


def test_a_name_with_markup_is_only_a_name(client: Client) -> None:
    """Printed, never run; headers and values as well."""
    text = "编号,<script>alert(1)</script>\n1,<img src=x onerror=alert(2)>\n"
    upload(client, text.encode(), name="<b>x</b>.csv")
    page = client.get(Run.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>x</b>" not in page


def test_a_mapping_that_cannot_work_comes_back_with_its_reasons(client: Client) -> None:
    """Beside the field, and a stale one as a whole; nothing chosen is lost."""
    run = make_run()
    address = reverse("imports:map", args=[run.id])
    answer = client.post(address, {"version": "1", "column-price": "报价（万元）"})
    assert answer.status_code == 422
    assert "“名称”必填" in answer.content.decode()
    answer = client.post(address, {"version": "1", "column-name": "没有的列"})
    assert answer.status_code == 422
    map_columns(actor=make_actor(), run_id=run.id, plan=run.mapping, at=AT)
    answer = client.post(address, {"version": "1", "column-name": "成果名称"})
    assert answer.status_code == 422
    assert "已被修改" in answer.content.decode()


def test_choosing_a_column_shows_its_values_and_what_must_be_translated(client: Client) -> None:
    """The preview keeps nothing."""
    run = make_run("编号,成果名称,方式一\n1,甲,整体卖断\n2,乙,委托开发\n")
    address = reverse("imports:map-preview", args=[run.id])
    chosen = {"version": "1", "column-name": "成果名称", "column-mode": "方式一"}
    page = client.post(address, chosen).content.decode()
    assert "<html" not in page
    assert "整体卖断" in page
    name = page.partition("value-mode-")[2].partition('"')[0]
    chosen[f"value-mode-{name}"] = "=assignment"
    answer = client.post(reverse("imports:map", args=[run.id]), chosen)
    assert answer.status_code == 302
    stored = run_for(actor=make_actor(), run_id=run.id).mapping.source("mode")
    assert stored.translations == {"整体卖断": "assignment"}


def test_the_moving_part_comes_alone(client: Client) -> None:
    """A browser with script asks for the state only, and stops when the work is done."""
    run = make_started_run()
    headers = {"HX-Request": "true", "HX-Target": "run-state"}
    part = client.get(run.get_absolute_url(), headers=headers).content.decode()
    assert "<html" not in part
    assert "正在导入" in part
    assert "every 1s" in client.get(run.get_absolute_url()).content.decode()
    perform_run(run_id=run.id, clock=clock)
    answer = client.get(run.get_absolute_url(), headers=headers)
    assert answer.headers["HX-Refresh"] == "true"


def test_the_file_can_be_read_another_way_from_the_page(client: Client) -> None:
    """Header row, encoding, separator."""
    run = make_run("x,y\n编号,成果名称\n1,甲\n")
    address = reverse("imports:reread", args=[run.id])
    form = {"header_row": "2", "encoding": "utf-8-sig", "delimiter": ","}
    assert client.post(address, form).status_code == 302
    assert run_for(actor=make_actor(), run_id=run.id).look.names == ("编号", "成果名称")
    assert client.post(address, form | {"header_row": "x"}).status_code == 422
    assert client.post(address, form | {"header_row": "900"}).status_code == 422


def test_refused_rows_template_and_list_can_be_taken_home(client: Client) -> None:
    """With names in Chinese, and never as a page."""
    run = make_finished_run("编号,成果名称\n1,坏名\n2,乙\n", name="表.csv")
    answer = client.get(reverse("imports:errors", args=[run.id, "csv"]))
    rows = list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert [row["编号"] for row in rows] == ["1"]
    assert "filename*=utf-8''" in answer.headers["Content-Disposition"]
    assert body(client.get(reverse("imports:errors", args=[run.id, "xlsx"]))).startswith(b"PK")
    assert client.get(reverse("imports:errors", args=[run.id, "exe"])).status_code == 404
    sheet = client.get(reverse("imports:template", args=["things.thing"]))
    assert body(sheet).startswith(b"PK")
    assert client.get(reverse("imports:template", args=["nothing"])).status_code == 404
    register_export(THINGS)
    address = reverse("imports:export", args=["things.thing", "csv"])
    assert "乙" in body(client.get(address, {"name": "乙"})).decode()
    assert (
        client.get(reverse("imports:export", args=["things.thing", "exe"])).status_code == 404
    )


def test_wrong_steps_are_answered_in_words(client: Client) -> None:
    """A second tab, the back button."""
    run = make_finished_run()
    answer = client.post(reverse("imports:stop", args=[run.id]), follow=True)
    assert "当前阶段为“已完成”" in answer.content.decode()
    started = make_started_run()
    client.post(reverse("imports:stop", args=[started.id]))
    assert run_for(actor=make_actor(), run_id=started.id).stage == Stage.STOPPED
    client.post(reverse("imports:delete", args=[started.id]))
    assert not Run.objects.filter(id=started.id).exists()


def test_others_do_not_even_learn_that_a_run_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    """404 for another organisation, 403 without the permission, sign-in for visitors."""
    run = make_mapped_run()
    stranger = sign_in(make_actor(organisation_id=uuid4()), monkeypatch)
    one = ["detail", "map", "map-preview", "reread", "check", "start", "stop", "delete"]
    for name in one:
        address = reverse(f"imports:{name}", args=[run.id])
        answer = stranger.get(address) if name == "detail" else stranger.post(address)
        assert answer.status_code == 404, name
    assert stranger.get(reverse("imports:errors", args=[run.id, "csv"])).status_code == 404
    weak = sign_in(make_actor(permissions=frozenset()), monkeypatch)
    assert weak.get(run.get_absolute_url()).status_code == 403
    assert "login" in Client().get(run.get_absolute_url()).headers["Location"]
    assert Client().get(reverse("imports:delete", args=[run.id])).status_code == 405
