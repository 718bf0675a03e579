"""The pages: what a reader sees, what hostile text becomes, what a form sent answers."""

from dataclasses import replace
from io import StringIO

import pytest
from django.test import Client

from yizhan.directory.models import Person
from yizhan.directory.tests.factories import make_person
from yizhan.experts import services
from yizhan.experts.models import Advice, Expert
from yizhan.experts.tests.factories import (
    AT,
    VALUES,
    accept,
    make_asker,
    make_draft,
    make_listed,
    make_sent,
)
from yizhan.kernel.actors import Actor

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>叶轮冲蚀与空蚀的试验方法和判断"


def signed_in(client: Client, actor: Actor) -> Client:
    assert actor.person_id is not None
    person = Person.objects.get(pk=actor.person_id)
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def test_no_page_file_or_language_gives_away_an_address(client: Client) -> None:
    expert, person = make_listed()
    assert expert.person is not None
    hidden = expert.person.email
    stranger = signed_in(Client(), make_asker())
    for reader in (client, stranger):
        for url in (
            f"/experts/{expert.id}/",
            "/experts/",
            f"/en/experts/{expert.id}/",
        ):
            assert hidden.partition("@")[0] not in reader.get(url).content.decode()
        # Nobody can ask whether an address belongs to an expert either.
        assert not reader.get("/experts/", {"q": hidden}).context["items"]
        for form in ("csv", "jsonl"):
            chunks = reader.get(f"/experts/export/{form}/")
            assert hidden not in b"".join(chunks).decode()
    assert person.person_id == expert.person_id


def test_the_file_holds_what_the_page_holds_and_no_formula(client: Client) -> None:
    make_listed(
        title="=HYPERLINK(1)", visibility={"works": "nobody"}, keywords=["@冲蚀", "空蚀"]
    )
    text = b"".join(client.get("/experts/export/csv/")).decode()
    assert "一种叶轮低温渗氮方法" not in text
    cells = [cell for line in StringIO(text) for cell in line.split(",")]
    assert not [cell for cell in cells if cell.lstrip('"')[:1] in {"=", "@"}]


def test_what_people_write_is_text_and_never_markup(client: Client) -> None:
    expert, person = make_listed(problems=HOSTILE)
    advice, _asker, _person = make_sent(expert, title=HOSTILE, question=HOSTILE)
    accept(advice, person)
    for url in (f"/experts/{expert.id}/", f"/advice/{advice.id}/"):
        page = signed_in(client, person).get(url).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_a_form_that_lacks_something_answers_422_and_keeps_what_was_typed(
    client: Client,
) -> None:
    advice, _asker, person = make_sent()
    address = f"/advice/{advice.id}/accept/"
    answer = signed_in(client, person).post(address, {"accept-promised_on": "2026-01-01"})
    assert answer.status_code == 422
    assert "请勾选存在的关系" in answer.content.decode()
    assert Advice.objects.get(pk=advice.pk).stage == "sent"


def test_the_editor_keeps_a_draft_by_itself_but_never_a_public_profile(client: Client) -> None:
    draft, person = make_draft()
    typed = {
        "name": "闻潮生",
        "title": "研究员",
        "works-TOTAL_FORMS": "0",
        "works-INITIAL_FORMS": "0",
        "version": str(draft.version),
    }
    kept = signed_in(client, person).post("/my/expert/autosave/", typed)
    assert kept.status_code == 200
    assert Expert.objects.get(pk=draft.pk).title == "研究员"
    listed, owner = make_listed()
    refused = signed_in(Client(), owner).post("/my/expert/autosave/", typed)
    assert refused.status_code == 422
    assert Expert.objects.get(pk=listed.pk).title == VALUES["title"]


def test_consent_is_asked_where_the_profile_is_handed_in(client: Client) -> None:
    draft, person = make_draft()
    typed = {
        "name": "闻潮生",
        "title": "教授",
        "fields_": ["03"],
        "keywords": "渗氮、冲蚀",
        "problems": VALUES["problems"],
        "modes": ["written"],
        "works-TOTAL_FORMS": "0",
        "works-INITIAL_FORMS": "0",
        "version": str(draft.version),
        "submit": "1",
    }
    reader = signed_in(client, person)
    assert reader.post("/my/expert/edit/", typed).status_code == 422
    draft.refresh_from_db()
    typed["version"] = str(draft.version)
    assert reader.post("/my/expert/edit/", {**typed, "consent": "1"}).status_code == 302
    assert Expert.objects.get(pk=draft.pk).stage == "waiting"


def test_a_stranger_learns_nothing_of_a_prepared_draft(client: Client) -> None:
    boss = replace(make_asker(), permissions=frozenset({"experts.confirm"}))
    (made,) = services.prepare_experts(
        [services.PreparedRow(values=VALUES, email="wen@example.org")], actor=boss, at=AT
    )
    make_person("curious@example.org")
    stranger = signed_in(client, make_asker())
    assert stranger.post(f"/experts/{made.expert_id}/claim/").status_code == 404
    assert "闻潮生" not in stranger.get("/my/expert/").content.decode()
