"""What people type about experts and requests: parsed and shaped, never judged."""

from yizhan.experts.forms.profile import ProfileEditor
from yizhan.experts.forms.requests import (
    AcceptForm,
    AnswerForm,
    CloseForm,
    DeclineForm,
    QuestionForm,
    ReasonForm,
    TextForm,
)

__all__ = [
    "AcceptForm",
    "AnswerForm",
    "CloseForm",
    "DeclineForm",
    "ProfileEditor",
    "QuestionForm",
    "ReasonForm",
    "TextForm",
]
