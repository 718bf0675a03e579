"""Parsing what people send: a file and its target, how to read it, which column feeds what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from yizhan.imports.models import Run
from yizhan.imports.rules import FieldSource, Guess, Plan, normal
from yizhan.imports.rules.rows import choice_names, split_choices
from yizhan.imports.sheets import ColumnSample, Layout
from yizhan.imports.sheets.encodings import ENCODINGS
from yizhan.imports.sheets.separated import DELIMITERS
from yizhan.imports.terms import Kind, Target, TargetField
from yizhan.kernel.refusals import Refusal, Refused
from yizhan.web.forms import Radios

UNITS = [("", _("按表中所写")), ("yuan", _("元")), ("wan", _("万元")), ("yi", _("亿元"))]
_DELIMITER_LABELS = {",": _("逗号 ,"), "\t": _("制表符"), ";": _("分号 ;"), "|": _("竖线 |")}
_MOST_TRANSLATIONS = 40


class UploadForm(forms.Form):
    """A file and what its rows shall become."""

    target = forms.ChoiceField(label=_("导入到"), widget=Radios)
    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("CSV、XLSX 或 JSON Lines，最大 200 MB、100 万行。文字编码会自动识别。"),
        error_messages={"empty": _("文件是空的，请重新选择")},
    )

    def __init__(self, *args: Any, targets: Sequence[Target], **kwargs: Any) -> None:
        """Offer the targets the person may import into."""
        super().__init__(*args, **kwargs)
        choice = self.fields["target"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - for the type checker
        choice.choices = [(target.code, target.label) for target in targets]
        if len(targets) == 1:
            self.initial["target"] = targets[0].code


class LayoutForm(forms.Form):
    """How the file is read; only what its kind has."""

    sheet = forms.ChoiceField(label=_("工作表"))
    header_row = forms.IntegerField(
        label=_("表头所在行"), min_value=0, max_value=1000, help_text=_("0 表示没有表头")
    )
    encoding = forms.ChoiceField(label=_("文字编码"))
    delimiter = forms.ChoiceField(label=_("分隔符"))

    def __init__(self, *args: Any, run: Run, **kwargs: Any) -> None:
        """Start from what was detected."""
        self.layout, look = run.layout, run.look
        kwargs["initial"] = self.layout.as_json()
        super().__init__(*args, **kwargs)
        has = {
            "xlsx": {"sheet", "header_row"},
            "csv": {"encoding", "delimiter", "header_row"},
            "jsonl": {"encoding"},
        }[self.layout.kind]
        for name in set(self.fields) - has:
            del self.fields[name]
        self._offer("sheet", [(name, name) for name in look.sheets])
        self._offer("encoding", [(name, name.upper()) for name in ENCODINGS])
        self._offer("delimiter", [(sign, _DELIMITER_LABELS[sign]) for sign in DELIMITERS])

    def layout_wanted(self) -> Layout:
        """Return the layout as corrected."""
        return replace(self.layout, **self.cleaned_data)

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the mapping page: a field, what feeds it, and what that looks like."""

    field: TargetField
    column: BoundField
    constant: BoundField
    unit: BoundField | None
    translations: Sequence[tuple[str, BoundField]]
    samples: Sequence[str]
    grade: str
    is_fed: bool
    more: BoundField | None = None


class MappingForm(forms.Form):
    """Which column, or which constant, feeds each field of the target."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, run: Run, target: Target, plan: Plan, **kwargs: Any) -> None:
        """Start from a plan; the translations offered are those its columns need."""
        super().__init__(*args, **kwargs)
        self.run, self.target, self.plan = run, target, plan
        self._columns: Mapping[str, ColumnSample] = {c.name: c for c in run.look.columns}
        self._unknown: dict[str, list[str]] = {}
        self.fields["version"].initial = run.version
        for field in target.fields:
            self._add(field)

    def lines(self) -> Iterator[Line]:
        """Yield the lines of the page in the order of the target."""
        guess = Guess(plan=self.plan, confidence=self.run.confidence)
        proposed = self.run.mapping
        for field in self.target.fields:
            source, code = self.plan.source(field.code), field.code
            column = self._columns.get(source.column)
            is_proposed = source.column == proposed.source(code).column
            yield Line(
                field=field,
                column=self[f"column-{code}"],
                constant=self[f"constant-{code}"],
                unit=self[f"unit-{code}"] if field.kind == Kind.MONEY else None,
                translations=[
                    (raw, self[_value_name(code, raw)]) for raw in self._unknown.get(code, ())
                ],
                samples=column.samples[:3] if column else (),
                grade=guess.grade(code) if column and is_proposed else "",
                is_fed=bool(source.column or source.constant or source.more),
                more=self[f"more-{code}"] if field.gathers else None,
            )

    def plan_wanted(self) -> Plan:
        """Return the mapping as corrected; the form must be valid."""
        return Plan(sources=tuple(self._sources(self.cleaned_data)))

    def _sources(self, values: Mapping[str, Any]) -> Iterator[FieldSource]:
        for field in self.target.fields:
            code = field.code
            before = self.plan.source(code)
            source = FieldSource(
                field=code,
                column=values.get(f"column-{code}") or "",
                constant=values.get(f"constant-{code}") or "",
                unit=values.get(f"unit-{code}") or "",
                translations=self._translated(code, before, values),
                more=tuple(values.get(f"more-{code}") or ()),
            )
            if source.column or source.constant or source.more:
                yield source

    def _translated(
        self, code: str, before: FieldSource, values: Mapping[str, Any]
    ) -> dict[str, str]:
        given = {
            raw: values.get(_value_name(code, raw)) or "?"
            for raw in self._unknown.get(code, ())
        }
        kept = {raw: to for raw, to in before.translations.items() if raw not in given}
        # "?" is no answer: rows with it are refused and named; "=" leaves the field empty.
        return kept | {raw: to.removeprefix("=") for raw, to in given.items() if to != "?"}

    def _add(self, field: TargetField) -> None:
        code, source = field.code, self.plan.source(field.code)
        columns = [("", _("— 不导入 —")), *((name, name) for name in self._columns)]
        self.fields[f"column-{code}"] = forms.ChoiceField(
            label=field.label, choices=columns, required=False, initial=source.column
        )
        self.fields[f"constant-{code}"] = forms.CharField(
            label=_("统一填写"), required=False, max_length=500, initial=source.constant
        )
        if field.gathers:
            self.fields[f"more-{code}"] = forms.MultipleChoiceField(
                label=_("写入文末的列"),
                choices=columns[1:],
                required=False,
                initial=list(source.more),
                widget=forms.CheckboxSelectMultiple,
            )
        if field.kind == Kind.MONEY:
            self.fields[f"unit-{code}"] = forms.ChoiceField(
                label=_("金额单位"), choices=UNITS, required=False, initial=source.unit
            )
        if field.kind in {Kind.CHOICE, Kind.CHOICES}:
            self._add_translations(field, source)

    def _add_translations(self, field: TargetField, source: FieldSource) -> None:
        column = self._columns.get(source.column)
        if column is None:
            return
        names = choice_names(field)
        values = column.distinct if column.distinct is not None else column.samples
        found = dict.fromkeys(part for v in values for part in split_choices(v, names))
        unknown = [raw for raw in found if normal(raw) and normal(raw) not in names]
        self._unknown[field.code] = unknown[:_MOST_TRANSLATIONS]
        choices = [
            ("?", _("请选择")),
            ("=", _("留空")),
            *((f"={choice.code}", choice.label) for choice in field.choice_list()),
        ]
        for raw in self._unknown[field.code]:
            known = source.translations.get(raw)
            self.fields[_value_name(field.code, raw)] = forms.ChoiceField(
                label=raw,
                choices=choices,
                required=False,
                initial="?" if known is None else f"={known}",
            )


def _value_name(code: str, raw: str) -> str:
    return f"value-{code}-{sha256(raw.encode()).hexdigest()[:12]}"


def placed(refused: Refused) -> Refused:
    """Let refusals of a mapping stand at the columns of their fields."""
    return Refused(
        Refusal(
            refusal.code, refusal.values, f"column-{refusal.place}" if refusal.place else ""
        )
        for refusal in refused.refusals
    )
