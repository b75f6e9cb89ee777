"""What a browser would send of a form that was opened and not touched, name by name."""

from typing import Any

from django import forms

from clauses.desk import widgets


def written(form: Any) -> dict[str, list[str]]:
    """Return what the form's controls hold, those of its lists of rows included."""
    data: dict[str, list[str]] = {}
    for bound in form:
        data.update(control(bound))
    for formset in getattr(form, "formsets", {}).values():
        for bound in formset.management_form:
            data.update(control(bound))
        for child in formset.forms:
            data.update(written(child))
    return data


def control(bound: Any) -> dict[str, list[str]]:
    """Return what one control holds; a disabled one and an empty box send nothing."""
    value, widget, name = bound.value(), bound.field.widget, bound.html_name
    if bound.field.disabled:
        return {}
    if isinstance(widget, widgets.Facts):
        known = value or {}
        return {f"{name}-{fact}": ["yes" if known[fact] else "no"] for fact in known}
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"]} if value else {}
    shown = widget.format_value(value)
    if isinstance(shown, list | tuple):
        return {name: [str(each) for each in shown if each != ""]}
    return {name: ["" if shown is None else str(shown)]}
