"""Reading the forms of a page, so that a new field is tried without anybody naming it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form of a page as a browser would send it."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)

    def filled(self, text: str) -> dict[str, list[str]]:
        """Return what would be sent with every box holding the text."""
        return {
            name: [text] if name in self.texts else values
            for name, values in self.values.items()
        }


_BOXES = {"text", "email", "url", "number", "date", "search", "password", "tel", ""}


class FormReader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms and controls."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(tag, given, {name for name, _value in attrs})

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a control."""
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        """Keep what stands in a text area."""
        if self._area and self._form is not None:
            held = self._form.values[self._area]
            held[0] += data if held[0] else data.removeprefix("\n")

    def _control(self, tag: str, given: dict[str, str], names: set[str]) -> None:
        name, form = given.get("name", ""), self._form
        if form is None:
            return
        if tag == "select" and name:
            self._select = name
            form.values.setdefault(name, [""])
        elif tag == "option" and self._select:
            if "selected" in names or form.values[self._select] == [""]:
                form.values[self._select] = [given.get("value", "")]
        elif tag == "textarea" and name:
            self._area = name
            form.values[name] = [""]
            form.texts.add(name)
        elif tag == "input" and name:
            self._input(form, name, given, names)

    def _input(self, form: Form, name: str, given: dict[str, str], names: set[str]) -> None:
        kind, value = given.get("type", ""), given.get("value", "")
        if kind in {"checkbox", "radio"}:
            if "checked" in names:
                form.values.setdefault(name, []).append(value or "on")
        elif kind in _BOXES:
            form.values[name] = [value]
            form.texts.add(name)
        elif kind == "hidden":
            form.values[name] = [value]


def forms_of(html: str) -> list[Form]:
    """Return the forms of a page."""
    reader = FormReader()
    reader.feed(html)
    return reader.forms


def main_form(html: str) -> Form:
    """Return the form with the most boxes: the one the page is about."""
    return max(forms_of(html), key=lambda form: len(form.texts))
