"""Two questions at once count as two, and one pressed twice as one."""

import uuid
from typing import Any

import pytest

from tests.racing import at_once
from yizhan.experts import services
from yizhan.experts.models import Advice
from yizhan.experts.tests.factories import AT, make_asker, make_listed, make_question
from yizhan.kernel.refusals import Refused

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]


def test_the_limit_of_a_day_holds_for_two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both see the same free place; one gets it."""
    monkeypatch.setattr("yizhan.experts.rules.requests.PER_DAY", 2)
    asker = make_asker()
    experts = [make_listed()[0] for _ in range(4)]

    def ask(number: int) -> Any:
        return services.send_requests(
            actor=asker, expert_ids=[experts[number].id], asked=make_question(), at=AT
        )

    answers = at_once(ask, 4)
    assert sum(isinstance(answer, Refused) for answer in answers) == 2
    assert Advice.objects.count() == 2


def test_a_form_sent_twice_at_once_is_one_question() -> None:
    """By its key."""
    asker, expert, key = make_asker(), make_listed()[0], uuid.uuid4()

    def ask(_number: int) -> Any:
        return services.send_requests(
            actor=asker, expert_ids=[expert.id], asked=make_question(), at=AT, key=key
        )

    answers = at_once(ask, 3)
    assert not any(isinstance(answer, Refused) for answer in answers)
    assert len({row.id for answer in answers for row in answer}) == 1
