"""Listings that say the same: found however they are dressed up, shown to whom they may be."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from yizhan.audit.models import Entry
from yizhan.directory.models import Organisation
from yizhan.kernel.actors import Actor, machine
from yizhan.kernel.refusals import Refused
from yizhan.listings import queries, rules, services
from yizhan.listings.checklists import edition_on
from yizhan.listings.likeness.overlap import overlap
from yizhan.listings.likeness.signatures import compared, keys_of, measure, runs
from yizhan.listings.models import Listing, Pair
from yizhan.listings.services import Home, ImportRow
from yizhan.listings.tests.factories import (
    AT,
    OFFER,
    actor_of,
    make_checklist,
    make_draft,
    make_organisation,
    make_published,
    make_reviewer,
    make_submitted,
    publish,
    sign_in,
)

TEXT = (
    "叶轮在含沙海水中连续运行六个月后出现密集点蚀坑与冲刷沟槽，需要一种可批量实施的强化工艺。"
    "现有的超音速喷涂够不着流道深处；化学镀层在冲刷下三个月即剥落。"
    "我们备有失效叶轮十二件和十八个月的运行记录，可供合作方分析。"
    "希望处理温度不高于四百五十摄氏度，避免基体敏化，处理后变形不超过零点零五毫米。"
)
OTHER = (
    "本校研制的稀土永磁电机转子可在装配后一次充磁，充磁一致性提高到百分之九十八。"
    "样机在纺织设备上运行两千小时，温升低于同类产品十二度，已申请发明专利两项。"
)
BOILERPLATE = (
    "本单位拥有雄厚的技术力量和完善的服务体系，竭诚欢迎各界人士前来洽谈合作。"
    "多年来始终坚持质量第一、用户至上的宗旨，产品远销全国各地，深受广大用户好评。"
    "公司通过了质量管理体系认证，先后获得多项荣誉称号，是行业内的知名品牌企业之一。"
)


def changed(text: str, share: float, seed: int = 1) -> str:
    """Change this share of the characters, here and there."""
    dice = random.Random(seed)
    return "".join("某" if dice.random() < share else sign for sign in text)


DISGUISES = {
    "as it is": TEXT,
    "zero width": "\u200b".join(TEXT),
    "wide and blank": TEXT.replace("，", " , ").replace("。", "．\n\n"),
    "traditional": TEXT.replace("强", "強").replace("运", "運").replace("轮", "輪"),
    "reordered": "。".join(reversed(TEXT.split("。"))),
    "edited": changed(TEXT, 0.03),
    "padded": BOILERPLATE + TEXT + BOILERPLATE[::-1],
    "cut": TEXT[: len(TEXT) * 6 // 10],
    "combining": "".join(f"{sign}\u0301" for sign in TEXT),
    "soft hyphens": "\u00ad".join(TEXT),
}


@pytest.mark.parametrize("name", DISGUISES)
def test_a_text_is_known_under_every_disguise(name: str) -> None:
    """The keys meet, and the exact measure agrees; the title plays no part."""
    first = keys_of(title="海水泵叶轮强化", text=TEXT)
    second = keys_of(title="完全不同的标题", text=DISGUISES[name])
    assert set(first) & set(second)
    found = measure(runs(compared("一", TEXT)), runs(compared("二", DISGUISES[name])))
    assert found.is_near, found


def test_latin_look_alikes_are_one_letter() -> None:
    """Cyrillic and Greek letters inside of an English text."""
    text = "Plasma nitriding of duplex stainless steel below four hundred degrees " * 3
    dressed = text.replace("a", "а").replace("e", "е").replace("o", "ο")
    assert dressed != text
    assert keys_of(title="x", text=text) == keys_of(title="x", text=dressed)


def test_different_texts_are_different() -> None:
    """Also where both carry the same phrases of a house."""
    found = measure(runs(compared("", TEXT + BOILERPLATE)), runs(compared("", OTHER)))
    assert not found.is_near
    both = measure(runs(compared("", TEXT * 2)), runs(compared("", OTHER + BOILERPLATE[:60])))
    assert not both.is_near


def test_nothing_and_nearly_nothing_are_not_alike() -> None:
    """Empty texts share no keys, and a few words are contained in everything."""
    assert keys_of(title="", text="") == []
    assert not measure(runs(""), runs("")).is_near
    assert not measure(runs("海水泵叶轮"), runs(compared("", TEXT))).is_near


def test_the_overlap_is_marked_in_the_words_of_each() -> None:
    """What was put between shared signs is marked with them; nothing is lost."""
    dressed = DISGUISES["zero width"] + OTHER
    left, right = overlap(TEXT, dressed)
    assert "".join(text for text, _mark in left) == TEXT
    assert "".join(text for text, _mark in right) == dressed
    assert max(left, key=lambda piece: len(piece[0]))[1]
    assert not right[-1][1]


def two(**values: Any) -> tuple[Listing, Listing]:
    """Publish one text twice, by two houses of 浙江; the second a week later."""
    first = make_published(summary=TEXT)
    said = {"summary": DISGUISES["padded"], "title": "另一个标题说的事", **values}
    second = make_submitted(**said)
    publish(second, at=AT + timedelta(days=7))
    return Listing.objects.get(id=first.id), Listing.objects.get(id=second.id)


@pytest.mark.django_db
def test_a_copy_is_found_when_it_is_handed_in() -> None:
    """The pair is there before a reviewer opens the listing."""
    first = make_published(summary=TEXT)
    second = make_submitted(summary=DISGUISES["zero width"])
    pair = Pair.objects.get()
    assert {pair.first_id, pair.second_id} == {first.id, second.id}
    assert pair.likeness == 1
    assert pair.reason == Pair.Reason.TEXT


@pytest.mark.django_db
def test_the_same_right_is_found_under_another_text() -> None:
    """Written with blanks and another prefix, in an offer that reads otherwise."""
    offer = make_published(kind="offer")
    details = {**OFFER["details"], "ip": [{**OFFER["details"]["ip"][0]}]}
    details["ip"][0]["number"] = "cn 2020 1000 0000.9"
    make_submitted(kind="offer", title="另一项技术的名称", summary=OTHER, details=details)
    assert Pair.objects.get().reason == Pair.Reason.RIGHT
    assert Pair.objects.filter(first=offer).exists()


@pytest.mark.django_db
def test_imported_rows_wait_for_the_worker_which_finds_the_pairs() -> None:
    """Also those within one table; done once."""
    house = make_organisation()
    home = Home(id=house.id, name=house.name, region="330900")
    rows = [
        ImportRow(
            home=home,
            values={"title": f"第{number}项成果的名称", "summary": text, "details": {}},
            external_id=str(number),
        )
        for number, text in enumerate((TEXT, OTHER, changed(TEXT, 0.03)))
    ]
    actor = machine("import", "listings.review", "listings.write")
    services.import_listings(rows, actor=actor, kind="offer", publish=True, at=AT)
    assert not Pair.objects.exists()
    assert services.compare_waiting(limit=10, at=AT) == 3
    assert services.compare_waiting(limit=10, at=AT) == 0
    assert Pair.objects.get().likeness > 0.5


@pytest.mark.django_db
def test_an_owner_sees_others_only_as_far_as_anybody_may() -> None:
    """A rival's draft or returned text stays unknown, by page and by verb."""
    rival = actor_of(make_organisation())
    waiting = make_submitted(rival, summary=TEXT)
    owner = actor_of(make_organisation())
    mine = make_submitted(owner, summary=TEXT)
    assert queries.pairs_of(actor=owner, listing=mine) == []
    draft = make_draft(owner, summary=TEXT)
    assert [n.listing.id for n in queries.near_for(actor=owner, listing=draft)] == [mine.id]
    with pytest.raises(Listing.DoesNotExist):
        services.answer_pair(
            actor=owner, listing_id=mine.id, other_id=waiting.id, said="same", why="", at=AT
        )
    near, far = make_reviewer("33"), make_reviewer("21")
    assert len(queries.pairs_of(actor=near, listing=mine)) == 1
    assert queries.pairs_of(actor=far, listing=mine) == []
    assert queries.open_pairs(actor=near).count() == 1
    assert queries.open_pairs(actor=far).count() == 0


@pytest.mark.django_db
def test_a_confidential_text_is_never_compared() -> None:
    """Whoever guesses at it learns nothing from "alike"."""
    secret = "失效叶轮的金相分析与运行记录由我方独家保管，" * 6
    details = {"conditions": secret}
    make_published(summary=OTHER, details=details, visibility={"conditions": "after_contact"})
    guess = make_submitted(summary=secret)
    assert not Pair.objects.filter(second=guess).exists()


@pytest.mark.django_db
def test_an_owner_answers_and_a_difference_needs_a_reason() -> None:
    """The reviewer reads the answer; after the verdict it is too late."""
    owner = actor_of(make_organisation())
    first = make_published(summary=TEXT)
    mine = make_submitted(owner, summary=TEXT)
    given: dict[str, Any] = {
        "actor": owner,
        "listing_id": mine.id,
        "other_id": first.id,
        "at": AT,
    }
    with pytest.raises(Refused):
        services.answer_pair(**given, said="different", why=" ")
    pair = services.answer_pair(**given, said="different", why="用于淡水，材料不同。")
    assert (pair.said, pair.said_why) == ("different", "用于淡水，材料不同。")
    stranger = actor_of(make_organisation())
    with pytest.raises((PermissionDenied, Listing.DoesNotExist)):
        services.answer_pair(**{**given, "actor": stranger}, said="same", why="")
    reviewer = make_reviewer("33")
    services.decide_pair(
        actor=reviewer, pair_id=pair.id, verdict="different", why="工况不同", at=AT
    )
    with pytest.raises(Refused):
        services.answer_pair(**given, said="same", why="")


@pytest.mark.django_db
def test_the_first_published_is_the_origin_unless_a_reason_is_given() -> None:
    """A hostile copy that came first is put right; chains never form."""
    early, late = two()
    pair = Pair.objects.get()
    reviewer = make_reviewer("33")
    given: dict[str, Any] = {
        "actor": reviewer,
        "pair_id": pair.id,
        "at": AT + timedelta(days=9),
    }
    services.decide_pair(**given, verdict="same", why="")
    late.refresh_from_db()
    assert late.origin_id == early.id
    assert [view.id for view in queries.copies_of([early.id])[early.id]] == [late.id]
    with pytest.raises(Refused):
        services.decide_pair(**given, verdict="same", origin_id=late.id, why="")
    services.decide_pair(
        **given, verdict="same", origin_id=late.id, why="先发布者为抄录，权属证明在后者。"
    )
    early.refresh_from_db()
    late.refresh_from_db()
    assert early.origin_id == late.id
    assert Listing.objects.get(id=late.id).origin_id is None
    codes = Entry.objects.filter(subject_id=early.id).values_list("code", flat=True)
    assert "listings.copy_marked" in codes
    services.decide_pair(**given, verdict="different", why="查明为两项技术。")
    early.refresh_from_db()
    assert early.origin_id is None


@pytest.mark.django_db
def test_copies_of_a_copy_point_to_the_root() -> None:
    """Three of a kind: whoever is last decided, all lead to one."""
    first, second = two()
    third = make_published(summary=TEXT)
    reviewer = make_reviewer("33")
    for one, other in ((second, third), (first, second)):
        low, high = sorted((one, other), key=lambda half: half.serial)
        pair = Pair.objects.get(first=low, second=high)
        services.decide_pair(
            actor=reviewer,
            pair_id=pair.id,
            verdict="same",
            origin_id=one.id,
            why="以此为准。",
            at=AT,
        )
    ids = set(Listing.objects.filter(origin=first).values_list("id", flat=True))
    assert ids == {second.id, third.id}


@pytest.mark.django_db
def test_only_a_reviewer_in_reach_and_without_a_stake_decides() -> None:
    """Not the far one, not the house itself."""
    _early, late = two()
    pair = Pair.objects.get()
    given: dict[str, Any] = {"pair_id": pair.id, "verdict": "same", "why": "", "at": AT}
    with pytest.raises(PermissionDenied):
        services.decide_pair(actor=make_reviewer("21"), **given)
    house = Organisation.objects.get(id=late.organisation_id)
    with pytest.raises(Refused):
        services.decide_pair(actor=actor_of(house, "reviewer", region="33"), **given)


@pytest.mark.django_db
def test_the_pages_show_the_pair_to_its_people(client: Client) -> None:
    """The queue and the comparison for the reviewer; the question for the owner."""
    early, late = two()
    pair = Pair.objects.get()
    station = make_organisation(kind="station_regional", region_id="330000")
    reader = sign_in(client, station, "reviewer")
    assert early.title in reader.get(reverse("listings:pair-queue")).content.decode()
    address = reverse("listings:pair-detail", args=[pair.id])
    page = reader.get(address).content.decode()
    assert "<mark>" in page
    decide = reverse("listings:pair-decide", args=[pair.id])
    assert reader.post(decide, {"verdict": "different", "why": ""}).status_code == 422
    assert reader.post(decide, {"verdict": "same"}).status_code == 302
    copy = Client().get(late.get_absolute_url()).content.decode()
    assert early.get_absolute_url() in copy
    origin = Client().get(early.get_absolute_url()).content.decode()
    assert late.get_absolute_url() in origin


@pytest.mark.django_db
def test_a_draft_is_compared_while_its_writer_looks_at_it(client: Client) -> None:
    """Before it is handed in; answered there, the answer stays with it."""
    first = make_published(summary=TEXT)
    house = make_organisation()
    writer = sign_in(client, house)
    draft = make_draft(actor_of(house), summary=DISGUISES["edited"])
    assert first.title in writer.get(draft.get_absolute_url()).content.decode()
    assert not Pair.objects.exists()
    address = reverse("listings:pair-answer", args=[draft.id, first.id])
    assert writer.post(address, {"said": "same"}).status_code == 302
    assert Pair.objects.get().said == "same"


@pytest.mark.django_db
def test_an_undecided_likeness_asks_the_reviewer_for_a_word_until_the_owner_explains() -> None:
    """The owner's word informs; whether it is one thing twice stays the reviewer's to say."""
    owner = actor_of(make_organisation())
    first, second = make_submitted(owner), make_submitted(owner)
    edition, reviewer = edition_on(rules.day_of(AT)), make_reviewer()
    proposed = queries.proposals_for(second, actor=reviewer, edition=edition, at=AT)
    assert proposed["single"] == "no"
    with pytest.raises(Refused) as refused:
        publish_without_a_word(reviewer, second)
    assert "note_single" in {refusal.place for refusal in refused.value.refusals}
    services.answer_pair(
        actor=owner,
        listing_id=second.id,
        other_id=first.id,
        said="different",
        why="两台机组，介质不同",
        at=AT,
    )
    assert publish_without_a_word(reviewer, second).stage == "published"


def publish_without_a_word(reviewer: Actor, listing: Listing) -> Listing:
    """Say yes to everything, with a word only where identity and contact need one."""
    filled = make_checklist(listing)
    plain = {"single": rules.Given(answer="yes")}
    checklist = rules.Checklist(edition=filled.edition, answers={**filled.answers, **plain})
    return services.publish_listing(
        actor=reviewer, listing_id=listing.id, checklist=checklist, at=AT
    )
