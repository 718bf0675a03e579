"""The stages of a listing and the steps between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yizhan.kernel.flows import Flow, Step


class Stage(TextChoices):
    """Where a listing stands."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    PROPOSED = "proposed", _("待复核")
    RETURNED = "returned", _("退回修改")
    PUBLISHED = "published", _("征集中")
    IN_TALKS = "in_talks", _("对接中")
    SUSPENDED = "suspended", _("暂停展示")
    CONCLUDED = "concluded", _("已达成")
    WITHDRAWN = "withdrawn", _("已撤回")
    EXPIRED = "expired", _("已过期")
    # Nobody confirmed it: off the site until the owner says that it is still true.
    HIDDEN = "hidden", _("久未确认")


# Stages in which everybody may read the public fields.
OPEN = frozenset({Stage.PUBLISHED, Stage.IN_TALKS})
SHOWN = frozenset({*OPEN, Stage.CONCLUDED})
# Stages in which the owner is asked whether it is still true.
LIVE = frozenset({*OPEN, Stage.HIDDEN})
EDITABLE = frozenset({Stage.DRAFT, Stage.RETURNED})
# Stages in which reviewers have something to do.
IN_REVIEW = frozenset({Stage.SUBMITTED, Stage.PROPOSED})

FLOW = Flow(
    {
        "submit": Step(
            frozenset({Stage.DRAFT, Stage.RETURNED}), Stage.SUBMITTED, "listings.write"
        ),
        "publish": Step(frozenset({Stage.SUBMITTED}), Stage.PUBLISHED, "listings.review"),
        # What the state has paid for is proposed by one person and published by another.
        "propose": Step(frozenset({Stage.SUBMITTED}), Stage.PROPOSED, "listings.review"),
        "countersign": Step(frozenset({Stage.PROPOSED}), Stage.PUBLISHED, "listings.review"),
        "return": Step(IN_REVIEW, Stage.RETURNED, "listings.review"),
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
                    Stage.PROPOSED,
                    Stage.RETURNED,
                    Stage.PUBLISHED,
                    Stage.IN_TALKS,
                    Stage.SUSPENDED,
                    Stage.HIDDEN,
                }
            ),
            Stage.WITHDRAWN,
            "listings.write",
        ),
        "hide": Step(
            frozenset({Stage.PUBLISHED, Stage.IN_TALKS}), Stage.HIDDEN, "listings.expire"
        ),
        # An open listing is confirmed without moving; a hidden one comes back by it.
        "confirm": Step(frozenset({Stage.HIDDEN}), Stage.PUBLISHED, "listings.write"),
        "expire": Step(
            frozenset({Stage.PUBLISHED, Stage.IN_TALKS, Stage.HIDDEN}),
            Stage.EXPIRED,
            "listings.expire",
        ),
        "revise": Step(
            frozenset(
                {
                    Stage.PUBLISHED,
                    Stage.SUSPENDED,
                    Stage.HIDDEN,
                    Stage.WITHDRAWN,
                    Stage.EXPIRED,
                }
            ),
            Stage.DRAFT,
            "listings.write",
        ),
        # Whose organisation turns out not to be who it says disappears until that is settled.
        "suspend": Step(
            frozenset({Stage.PUBLISHED, Stage.IN_TALKS, Stage.HIDDEN}),
            Stage.SUSPENDED,
            "listings.suspend",
        ),
        "resume": Step(frozenset({Stage.SUSPENDED}), Stage.PUBLISHED, "listings.suspend"),
        "resume_talks": Step(frozenset({Stage.SUSPENDED}), Stage.IN_TALKS, "listings.suspend"),
        "resume_hidden": Step(frozenset({Stage.SUSPENDED}), Stage.HIDDEN, "listings.suspend"),
    },
    start=Stage.DRAFT,
)
