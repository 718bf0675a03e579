"""The editor of a listing: one page for each kind, in sections, with growing rows."""

from yizhan.listings.forms.editor import Editor, Section
from yizhan.listings.forms.kinds import anchor_of

__all__ = ["Editor", "Section", "anchor_of"]
