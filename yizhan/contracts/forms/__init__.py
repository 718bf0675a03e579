"""Forms of the filing side: the contract with its rows, papers, changes, objections, grants."""

from yizhan.contracts.forms.acts import AppealForm, GrantForm, PaperForm, ReasonForm
from yizhan.contracts.forms.editor import Editor, initial_of

__all__ = ["AppealForm", "Editor", "GrantForm", "PaperForm", "ReasonForm", "initial_of"]
