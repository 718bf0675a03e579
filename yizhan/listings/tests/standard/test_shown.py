"""Claims and grades where people meet them: editor, review page, public page."""

import pytest
from django.test import Client
from django.urls import reverse

from yizhan.listings.tests.factories import (
    NEED,
    make_organisation,
    make_published,
    make_submitted,
    posted,
    sign_in,
)

pytestmark = pytest.mark.django_db
PRAISE = "本工艺性能优异，处于国内领先水平，希望找到合作方一起完成批量化的验证工作。"


def test_the_owner_sees_the_claim_quoted_before_handing_in(client: Client) -> None:
    sign_in(client, make_organisation())
    form = posted("need", summary=PRAISE)
    page = client.post(reverse("listings:need-check"), form).content.decode()
    assert "没有依据的说法" in page
    assert "<mark>性能优异</mark>" in page
    assert "证据等级" in page
    calm = client.post(reverse("listings:need-check"), posted("need")).content.decode()
    assert "没有依据的说法" not in calm


def test_a_claim_does_not_stand_against_handing_in() -> None:
    assert make_submitted(summary=PRAISE).stage == "submitted"


def test_the_reviewer_sees_every_claim_with_its_place(client: Client) -> None:
    listing = make_submitted(summary=PRAISE)
    station = make_organisation(kind="station_national")
    sign_in(client, station, "reviewer")
    page = client.get(reverse("listings:review-detail", args=[listing.id])).content.decode()
    assert "<mark>处于国内领先水平</mark>" in page
    assert "第 9 字起" in page


def test_the_public_sees_the_grade_and_no_advice(client: Client) -> None:
    listing = make_published(summary=f"{NEED['summary']}性能优异。")
    page = client.get(listing.get_absolute_url()).content.decode()
    assert 'data-grade="' in page
    assert "如何提高" not in page
    assert "<mark>" not in page


def test_praise_with_markup_is_only_text(client: Client) -> None:
    sign_in(client, make_organisation())
    form = posted("need", summary=f"<script>alert(1)</script>{PRAISE}")
    page = client.post(reverse("listings:need-check"), form).content.decode()
    assert "<script>alert" not in page
