"""What people type about stations: parsed and shaped, never judged."""

from yizhan.stations.forms.appraisals import AppraisalForm, LeaveForm, RemoveForm, SuspendForm
from yizhan.stations.forms.profile import OperatorForm, ProfileForm
from yizhan.stations.forms.shared import DocumentForm, TopicForm

__all__ = [
    "AppraisalForm",
    "DocumentForm",
    "LeaveForm",
    "OperatorForm",
    "ProfileForm",
    "RemoveForm",
    "SuspendForm",
    "TopicForm",
]
