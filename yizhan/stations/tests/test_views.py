"""The pages: what a reader sees, what a form sent answers, what hostile text becomes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from yizhan.directory.models import Person
from yizhan.kernel.actors import Actor
from yizhan.stations.criteria import edition_on
from yizhan.stations.models import Station
from yizhan.stations.tests.factories import (
    AT,
    PLAN,
    acting,
    home_of,
    make_admitted,
    make_applied,
    make_nation,
    make_regional,
)

pytestmark = pytest.mark.django_db


def signed_in(actor: Actor) -> Client:
    client = Client()
    assert actor.person_id is not None
    person = Person.objects.get(pk=actor.person_id)
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def test_a_station_applies_edits_and_is_read_by_everybody_once_admitted() -> None:
    make_regional("330000", AT)
    station, boss = make_applied()
    desk = signed_in(boss)
    sent = {
        "about": "服务舟山船配与泵阀企业的需求诊断与跨区域对接。",
        "domains": ["03"],
        "area": ["330900"],
        "answer_days": "5",
        "plan": PLAN,
        "version": str(station.version),
    }
    assert desk.get(f"/stations/{station.id}/edit/").status_code == 200
    assert desk.post(f"/stations/{station.id}/edit/", sent).status_code == 302
    again = desk.post(f"/stations/{station.id}/edit/", sent)
    assert again.status_code == 422  # the version has moved on
    office = signed_in(make_nation())
    office.post(f"/stations/{station.id}/take/")
    scores = {
        f"{part}_{one.code}": value
        for one in edition_on(now().date()).criteria["admission"]
        for part, value in (("score", "88"), ("note", "<b>名册</b>"))
    }
    page = f"/stations/{station.id}/appraise/"
    assert office.get(page).status_code == 200
    lacking = office.post(page, {"answer": "admit", **scores})
    assert lacking.status_code == 422
    done = office.post(page, {"answer": "admit", "reasons": "条件具备", **scores})
    assert done.status_code == 302
    public = Client().get(f"/stations/{station.id}/").content.decode()
    assert "YZ-33-0002" in public
    assert "条件具备" not in public  # reasons are for the two sides
    inside = desk.get(f"/stations/{station.id}/").content.decode()
    assert "条件具备" in inside
    assert "<b>名册</b>" not in inside


def test_the_list_page_and_file_hold_the_same_members() -> None:
    station, _boss = make_admitted(about="=HYPERLINK(1) 舟山船配与泵阀企业的需求诊断服务。")
    make_applied("station_regional", "440000", area=["440000"])
    client = Client()
    listed = client.get("/stations/", {"level": "local"}).context["items"]
    assert [item.title for item in listed] == [str(station)]
    text = b"".join(client.get("/stations/export/csv/?level=local")).decode()
    assert str(station) in text
    assert ",=HYPERLINK" not in text
    assert client.get("/en/stations/").status_code == 200
    assert client.get(f"/en/stations/{station.id}/").status_code == 200


def test_a_person_alone_decides_whether_it_is_named() -> None:
    station, boss = make_admitted()
    assert boss.person_id is not None
    mine = station.operators.get(person_id=boss.person_id)
    Person.objects.filter(pk=mine.person_id).update(name="闻潮生")
    where = f"/stations/{station.id}/"
    assert "闻潮生" not in Client().get(where).content.decode()
    signed_in(boss).post(f"{where}operators/{mine.id}/show/", {"named": "yes"})
    assert "闻潮生" in Client().get(where).content.decode()
    other = station.operators.exclude(pk=mine.pk).get()
    answer = signed_in(boss).post(f"{where}operators/{other.id}/show/", {"named": "yes"})
    assert answer.status_code == 403


def test_an_operator_is_named_on_the_page_of_operators() -> None:
    station, boss = make_applied()
    new = acting(home_of(station), "broker")
    desk, where = signed_in(boss), f"/stations/{station.id}/operators/"
    sent = {"person": str(new.person_id), "training": "上岗培训", "certificate": "ZS-9"}
    assert desk.post(where, sent).status_code == 422
    sent["trained_on"] = f"{now().date() - timedelta(days=3):%Y-%m-%d}"
    assert desk.post(where, sent).status_code == 302
    assert Station.objects.get(pk=station.pk).operators.count() == 3
