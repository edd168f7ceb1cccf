"""The form pieces of `{% load ui %}`: fields with their label, unit, help and errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()

CONTROL_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, ""),
    (forms.RadioSelect, ""),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "control"


def _control(bound: BoundField, unit: str) -> str:
    """The control with the classes of its kind and every text that describes it."""
    widget = bound.field.widget
    family = next(name for kind, name in CONTROL_CLASSES if isinstance(widget, kind))
    classes = [widget.attrs.get("class", ""), family, "is-invalid" if bound.errors and family else ""]
    attrs = {"class": " ".join(name for name in classes if name)}
    described = [f"{bound.auto_id}_unit"] if unit else []
    described += [f"{bound.auto_id}_helptext"] if bound.help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    if described and _kind(widget) != "choices":
        attrs["aria-describedby"] = " ".join(described)
    return str(bound.as_widget(attrs={name: value for name, value in attrs.items() if value}))


@register.inclusion_tag("web/parts/field.html")
def field(form_field: BoundField, unit: str = "") -> dict[str, object]:
    """One field: label, control with its unit inside, help, errors; a widget may name its `data-unit`."""
    widget = form_field.field.widget
    measure = unit or str(widget.attrs.get("data-unit", ""))
    return {
        "field": form_field,
        "control": _control(form_field, measure),
        "kind": _kind(widget),
        "unit": measure,
        "optional": not form_field.field.required and _kind(widget) != "check",
    }


@register.inclusion_tag("web/parts/fields.html")
def fields(form: forms.BaseForm, groups: Sequence[Mapping[str, Any]] | None = None) -> dict[str, object]:
    """All fields of a form, in groups of `title, help, names`; what no group names comes last."""
    named: set[str] = set()
    shown: list[dict[str, object]] = []
    for group in groups or getattr(form, "groups", None) or []:
        names = [name for name in group["names"] if name in form.fields]
        named.update(names)
        if names:
            shown.append({**group, "fields": [form[name] for name in names]})
    rest = [bound for bound in form.visible_fields() if bound.name not in named]
    if rest:
        shown.append({"title": "", "help": "", "fields": rest})
    return {"groups": shown, "hidden": form.hidden_fields()}


def _form_errors(form: forms.BaseForm) -> Iterable[dict[str, str]]:
    for text in form.non_field_errors():
        yield {"text": str(text), "label": "", "target": ""}
    for bound in form:
        for text in bound.errors:
            hidden = bound.is_hidden
            yield {
                "text": str(text),
                "label": "" if hidden else str(bound.label),
                "target": "" if hidden else (bound.id_for_label or bound.auto_id),
            }


@register.inclusion_tag("web/parts/error_summary.html")
def error_summary(*forms_or_sets: Any) -> dict[str, object]:
    """All that is wrong in these forms and formsets, with a link to each field; nothing when all is well."""
    errors: list[dict[str, str]] = []
    for given in forms_or_sets:
        if not given:
            continue
        if isinstance(given, forms.BaseFormSet):
            errors += [{"text": str(text), "label": "", "target": ""} for text in given.non_form_errors()]
            for form in given.forms:
                errors += _form_errors(form)
        else:
            errors += _form_errors(given)
    files = any(isinstance(given, forms.BaseForm) and given.files for given in forms_or_sets)
    return {"errors": errors, "files": files}
