"""Pages: whole and part, who may enter, what a form keeps; rules are tested elsewhere."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.house.query_counts import expect_queries
from yizhan.directory import services
from yizhan.directory.models import Invitation, Membership, Organisation, Person
from yizhan.directory.services import open_account
from yizhan.directory.tests.factories import (
    AT,
    FOUNDER,
    make_member,
    make_organisation,
    make_person,
    make_uscc,
)

pytestmark = pytest.mark.django_db
FORM = {
    "name": "舟山新泵业有限公司",
    "kind": "enterprise",
    "uscc": make_uscc(90_000_001),
    "region": "浙江省舟山市定海区",
    "size": "small",
}


@pytest.fixture
def organisation() -> Organisation:
    """One verified enterprise in 舟山."""
    return make_organisation(name="舟山老泵业有限公司")


def signed_in(organisation: Organisation, role: str) -> Client:
    """Return the browser of a new person in a role."""
    client = Client()
    client.force_login(make_member(organisation, role).person)
    return client


@pytest.fixture
def newcomer() -> Client:
    """The browser of somebody who stands for nobody."""
    client = Client()
    client.force_login(make_person("new@example.org"))
    return client


def page(name: str, organisation: Organisation | None = None) -> str:
    """Return the address of a page."""
    return reverse(f"directory:{name}", args=[organisation.id] if organisation else [])


def text_of(response: Any) -> str:
    """Return what was answered as text."""
    return str(response.content.decode())


def test_the_list_is_a_page_and_a_part(client: Client, organisation: Organisation) -> None:
    whole = client.get(page("organisation-list"), {"kind": "enterprise", "zone": "yangtze"})
    assert organisation.name in text_of(whole)
    assert "<html" in text_of(whole)
    part = client.get(
        page("organisation-list"), headers={"HX-Request": "true", "HX-Target": "results"}
    )
    assert organisation.name in text_of(part)
    assert "<html" not in text_of(part)
    assert "HX-Target" in part["Vary"]


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\x00'\"<script>"},
        {"q": "舟" * 5000},
        {"kind": "king", "zone": "moon", "province": "99", "field": "99", "sort": "-pk"},
        {"page": "-1"},
        {"page": "9" * 30},
        {"page": "𠮷"},
    ],
)
def test_made_up_addresses_of_the_list_are_answered(
    client: Client, query: dict[str, str]
) -> None:
    assert client.get(page("organisation-list"), query).status_code == 200


def test_what_a_visitor_typed_is_never_markup(client: Client) -> None:
    make_organisation(name="<b>泵</b>公司", about="<script>alert(1)</script>")
    assert "<script>alert" not in text_of(client.get(page("organisation-list")))


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_the_filtered_list_goes_out(
    client: Client, organisation: Organisation, form: str
) -> None:
    other = make_organisation(kind="university")
    response = client.get(page(f"organisation-export-{form}"), {"kind": "enterprise"})
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert response["Content-Disposition"].startswith("attachment")
    if form != "xlsx":
        assert organisation.name in body.decode("utf-8-sig")
        assert other.name not in body.decode("utf-8-sig")


def test_the_page_of_an_organisation_keeps_its_budget(
    client: Client, organisation: Organisation
) -> None:
    client.get(page("organisation-detail", organisation))
    with expect_queries(__file__, "organisation_detail"):
        response = client.get(page("organisation-detail", organisation))
    assert organisation.uscc in text_of(response)
    assert (
        client.get(reverse("directory:organisation-detail", args=[uuid4()])).status_code == 404
    )


def test_a_visitor_is_sent_to_sign_in_and_comes_back(client: Client) -> None:
    response = client.get(page("organisation-new"))
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/organisations/new/"


def test_who_may_enter_which_page(organisation: Organisation) -> None:
    other = make_organisation()
    for name, role, home, code in [
        ("organisation-edit", "administrator", organisation, 200),
        ("organisation-edit", "member", organisation, 403),
        ("organisation-edit", "administrator", other, 403),
        ("organisation-members", "administrator", organisation, 200),
        ("organisation-members", "member", organisation, 403),
        ("organisation-ask", "member", other, 200),
    ]:
        client = signed_in(home, role)
        assert client.get(page(name, organisation)).status_code == code, (name, role)
    assert signed_in(organisation, "member").get(page("verification-queue")).status_code == 403


def test_a_newcomer_registers_and_acts_for_the_organisation(newcomer: Client) -> None:
    response = newcomer.post(page("organisation-new"), FORM, follow=True)
    organisation = Organisation.objects.get(uscc=FORM["uscc"])
    assert organisation.region_id == "330902"
    assert "机构管理员" in text_of(response)
    assert "待核实" in text_of(response)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"uscc": FORM["uscc"][:-1]}, "uscc", "校验位不符"),
        ({"region": "瀛洲"}, "region", "没有找到「瀛洲」"),
        ({"size": ""}, "size", "企业请选择规模"),
        ({"name": "x" * 201}, "name", ""),
        ({"name": "泵\x00业"}, "name", ""),
        ({"kind": "king"}, "kind", ""),
        ({"registered_on": "2026-13-45"}, "registered_on", ""),
        ({"registered_on": "9" * 400}, "registered_on", ""),
        ({"website": "javascript:alert(1)"}, "website", ""),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    newcomer: Client, change: dict[str, str], field: str, sentence: str
) -> None:
    typed = {**FORM, "about": "双相不锈钢铸件 𠮷", **change}
    response = newcomer.post(page("organisation-new"), typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert sentence in text_of(response)
    assert "双相不锈钢铸件 𠮷" in text_of(response)
    assert "错误：" in text_of(response)


def test_the_second_editor_sees_both_versions_and_may_save_then(
    organisation: Organisation,
) -> None:
    alice = signed_in(organisation, "administrator")
    bob = signed_in(organisation, "administrator")
    seen = {
        **FORM,
        "name": organisation.name,
        "uscc": organisation.uscc,
        "region": "330900",
        "version": organisation.version,
    }
    alice.post(page("organisation-edit", organisation), {**seen, "about": "甲写的"})
    stale = bob.post(page("organisation-edit", organisation), {**seen, "about": "乙写的"})
    assert stale.status_code == 422
    assert "甲写的" in text_of(stale)
    assert "乙写的" in text_of(stale)
    version = stale.context["form"]["version"].value()
    bob.post(
        page("organisation-edit", organisation),
        {**seen, "about": "乙写的", "version": version},
    )
    assert Organisation.objects.get(pk=organisation.pk).about == "乙写的"


def test_a_form_sent_without_a_session_is_offered_again_after_signing_in() -> None:
    person = make_person("late@example.org")
    client = Client()
    sent = client.post(page("organisation-new"), FORM, headers={"Accept": "text/html"})
    assert sent["Location"] == "/accounts/login/?next=/resume/"
    client.force_login(person)
    offered = client.get("/resume/")
    assert FORM["name"] in text_of(offered)
    client.post(page("organisation-new"), FORM)
    assert FORM["uscc"] not in text_of(client.get("/resume/"))


def test_a_draft_sent_by_script_is_not_kept_and_htmx_gets_the_whole_page() -> None:
    client = Client()
    client.post(page("organisation-new"), FORM, headers={"Accept": "application/json"})
    assert "kept_form" not in client.session
    answer = client.post(page("organisation-new"), FORM, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith("/accounts/login/")


def test_a_verifier_decides_on_the_page() -> None:
    waiting = make_organisation(is_verified=False)
    services.claim_organisation(actor=FOUNDER, organisation_id=waiting.id, at=AT)
    department = make_organisation(kind="government", level="province", region_id="330100")
    client = signed_in(department, "officer")
    assert waiting.name in text_of(client.get(page("verification-queue")))
    refused = client.post(page("organisation-verify", waiting), {"said": " "}, follow=True)
    assert "请写明依据或原因" in text_of(refused)
    done = client.post(page("organisation-verify", waiting), {"said": "营业执照"}, follow=True)
    assert "营业执照" in text_of(done)
    assert Organisation.objects.get(pk=waiting.pk).is_verified


def test_asking_approving_and_leaving(organisation: Organisation, newcomer: Client) -> None:
    admin = signed_in(organisation, "administrator")
    newcomer.post(
        page("organisation-ask", organisation), {"role": "member", "evidence": "研发部"}
    )
    asked = Membership.objects.get(is_active=False)
    assert "研发部" in text_of(admin.get(page("organisation-members", organisation)))
    admin.post(reverse("directory:membership-approve", args=[asked.id]))
    assert organisation.name in text_of(newcomer.get(page("role-list")))
    newcomer.post(reverse("directory:membership-remove", args=[asked.id]), {"next": "roles"})
    assert "您还没有加入任何机构" in text_of(newcomer.get(page("role-list")))


def test_the_last_administrator_is_told_why_not(organisation: Organisation) -> None:
    admin = signed_in(organisation, "administrator")
    membership = Membership.objects.get(organisation=organisation)
    response = admin.post(
        reverse("directory:membership-remove", args=[membership.id]),
        {"organisation": str(organisation.id)},
        follow=True,
    )
    assert "最后一位机构管理员" in text_of(response)


def test_an_invitation_is_accepted_by_the_confirmed_address_only(
    organisation: Organisation, newcomer: Client
) -> None:
    admin = signed_in(organisation, "administrator")
    for _ in range(2):
        admin.post(
            page("organisation-members", organisation),
            {"email": "new@example.org", "role": "broker"},
        )
    assert not Invitation.objects.exists()  # an enterprise has no brokers
    admin.post(
        page("organisation-members", organisation),
        {"email": "new@example.org", "role": "member"},
    )
    accept = reverse("directory:invitation-accept", args=[Invitation.objects.get().id])
    assert newcomer.post(accept).status_code == 404
    person = Person.objects.get(email="new@example.org")
    open_account(email="new@example.org", password="", name="")
    assert organisation.name in text_of(newcomer.get(page("role-list")))
    newcomer.post(accept)
    assert Membership.objects.filter(person=person, is_active=True).exists()


def test_the_acting_role_is_chosen_and_always_shown(organisation: Organisation) -> None:
    station = make_organisation(kind="station_local", name="舟山小驿站")
    first = make_member(organisation, "administrator")
    second = make_member(station, "adviser", first.person, at=AT + timedelta(days=1))
    client = Client()
    client.force_login(first.person)
    assert client.get("/organisations/").context["actor"].id == first.id
    response = client.post(
        page("role-choose"), {"role": str(second.id), "next": "/organisations/"}, follow=True
    )
    assert response.context["actor"].id == second.id
    assert "驿站专员" in text_of(response)


@pytest.mark.parametrize("role", ["", "x", "11111111-2222-4333-8444-555555555555"])
def test_a_role_of_others_cannot_be_chosen(organisation: Organisation, role: str) -> None:
    client = signed_in(organisation, "member")
    assert client.post(page("role-choose"), {"role": role}).status_code == 404


def test_choosing_a_role_never_leads_to_another_site(organisation: Organisation) -> None:
    membership = make_member(organisation)
    client = Client()
    client.force_login(membership.person)
    for wanted in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        response = client.post(
            page("role-choose"), {"role": str(membership.id), "next": wanted}
        )
        assert response["Location"] == "/"
