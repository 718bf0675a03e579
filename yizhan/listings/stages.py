"""The stages of a listing and the steps between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yizhan.kernel.flows import Flow, Step


class Stage(TextChoices):
    """Where a listing stands."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("退回修改")
    PUBLISHED = "published", _("征集中")
    IN_TALKS = "in_talks", _("对接中")
    CONCLUDED = "concluded", _("已达成")
    WITHDRAWN = "withdrawn", _("已撤回")
    EXPIRED = "expired", _("已过期")


# Stages in which everybody may read the public fields.
OPEN = frozenset({Stage.PUBLISHED, Stage.IN_TALKS})
SHOWN = frozenset({*OPEN, Stage.CONCLUDED})
EDITABLE = frozenset({Stage.DRAFT, Stage.RETURNED})

FLOW = Flow(
    {
        "submit": Step(
            frozenset({Stage.DRAFT, Stage.RETURNED}), Stage.SUBMITTED, "listings.write"
        ),
        "publish": Step(frozenset({Stage.SUBMITTED}), Stage.PUBLISHED, "listings.review"),
        "return": Step(frozenset({Stage.SUBMITTED}), Stage.RETURNED, "listings.review"),
        "start_talks": Step(frozenset({Stage.PUBLISHED}), Stage.IN_TALKS, "listings.write"),
        "reopen": Step(frozenset({Stage.IN_TALKS}), Stage.PUBLISHED, "listings.write"),
        "conclude": Step(
            frozenset({Stage.PUBLISHED, Stage.IN_TALKS}), Stage.CONCLUDED, "listings.write"
        ),
        "withdraw": Step(
            frozenset(
                {
                    Stage.DRAFT,
                    Stage.SUBMITTED,
                    Stage.RETURNED,
                    Stage.PUBLISHED,
                    Stage.IN_TALKS,
                }
            ),
            Stage.WITHDRAWN,
            "listings.write",
        ),
        "expire": Step(
            frozenset({Stage.PUBLISHED, Stage.IN_TALKS}), Stage.EXPIRED, "listings.expire"
        ),
        "revise": Step(
            frozenset({Stage.PUBLISHED, Stage.WITHDRAWN, Stage.EXPIRED}),
            Stage.DRAFT,
            "listings.write",
        ),
    },
    start=Stage.DRAFT,
)
