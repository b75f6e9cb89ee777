"""Form controls of the desk. None of them needs a script inside the page."""

import json
from typing import Any

from django import forms
from django.db import models
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin import telepath
from wagtail.admin.telepath.widgets import WidgetAdapter
from wagtail.snippets.widgets import AdminSnippetChooser


class Pick(forms.SelectMultiple):
    """Several values in the order in which they were picked, found by typing.

    Without JavaScript it is a list of several choices. `search_url`, where given, answers
    `?q=` with values that are not in the page.
    """

    def __init__(self, *, search_url: object = "", is_ordered: bool = False) -> None:
        self.search_url = search_url
        attrs = {"data-controller": "desk-pick", "size": "6"}
        if is_ordered:
            attrs["data-desk-pick-ordered-value"] = "true"
        super().__init__(attrs=attrs)

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """Put the chosen options first, in their own order."""
        groups = super().optgroups(name, value, attrs)
        place = {each: number for number, each in enumerate(value)}
        return sorted(groups, key=lambda group: place.get(str(group[1][0]["value"]), len(place)))

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Tell the script where to search."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        if self.search_url:
            attrs["data-desk-pick-url-value"] = str(self.search_url)
        return attrs


class WithoutCopyAdapter(WidgetAdapter):
    """Wagtail's script keeps a description of every control; ours needs no second copy in it."""

    def js_args(self, widget: forms.Widget) -> list[Any]:
        """A control without options."""
        return ['<input type="hidden" name="__NAME__" id="__ID__">']


class Day(forms.DateInput):
    """The browser's own control for a day; it writes YYYY-MM-DD."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Facts(forms.Widget):
    """For each fact of the vocabulary: known true, known false, or left open."""

    template_name = "desk/widgets/facts.html"

    def __init__(self) -> None:
        self.terms: list[tuple[str, str]] = []
        super().__init__()

    def use_required_attribute(self, initial: Any) -> bool:
        """Nothing here must be known."""
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Rows of the table: slug, label and what is known."""
        known = value if isinstance(value, dict) else {}
        context = super().get_context(name, None, attrs)
        context["rows"] = [
            {"name": f"{name}-{slug}", "label": label, "value": _written(known.get(slug))}
            for slug, label in self.terms
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, bool]:
        """Read what the form says; a fact left open is left out."""
        answers = {slug: data.get(f"{name}-{slug}", "") for slug, _ in self.terms}
        return {slug: said == "yes" for slug, said in answers.items() if said in {"yes", "no"}}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form did not show the control at all."""
        return not any(f"{name}-{slug}" in data for slug, _ in self.terms)

    def id_for_label(self, id_: str) -> str:
        """The table has a caption of its own."""
        return ""


def _written(known: object) -> str:
    if known is None:
        return ""
    return "yes" if known else "no"


class RecordChooser(AdminSnippetChooser):
    """Wagtail's chooser, started by the desk's own script instead of one inside the page.

    Wagtail writes its texts in the language of whoever first opens the form in a process;
    these are written anew in the language of each reader.
    """

    def __init__(self, model: type[models.Model] | None = None, **options: Any) -> None:
        super().__init__(model=model, **options)
        name = self.model._meta.verbose_name
        self.choose_one_text = _of_object(_("Choose %(object)s"), name)
        self.choose_another_text = _of_object(_("Choose another %(object)s"), name)
        self.link_to_chosen_text = _of_object(_("Edit this %(object)s"), name)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Write the control with what its script needs as data."""
        value_data = self.get_value_data(value)
        options = self.get_js_init_options(attrs["id"], name, value_data)
        return format_html(
            '<div data-controller="desk-chooser" data-desk-chooser-id-value="{}"'
            ' data-desk-chooser-options-value="{}">{}</div>',
            attrs["id"],
            json.dumps(options),
            self.render_html(name, value_data, attrs),
        )


def _named(text: object, name: object) -> str:
    return str(text) % {"object": name}


_of_object = lazy(_named, str)


for _widget in (Pick, Facts):
    telepath.register(WithoutCopyAdapter(), _widget)
