"""The form of a record: permanent slug, plain line ends, translations that know their original."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin import widgets as wagtail_widgets
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import register_form_field_override

from clauses.models import texts


class WordsField(forms.CharField):
    """Longer words; browsers send line ends of their own, which are no change."""

    def to_python(self, value: Any) -> Any:
        """Keep plain line ends."""
        return str(super().to_python(value) or "").replace("\r\n", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the words alone."""
        return bool(super().has_changed(initial, (data or "").replace("\r\n", "\n")))


register_form_field_override(
    models.TextField,
    override={"form_class": WordsField, "widget": wagtail_widgets.AdminAutoHeightTextInput},
    exact_class=True,
)


class RecordForm(WagtailAdminModelForm):
    """What the forms of all records do."""

    opened_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    """The revision that the form was opened on; a newer one is never written over unseen."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["opened_on"] = self.instance.latest_revision_id
        slug = self.fields.get("slug")
        if slug is not None:
            slug.help_text = _(
                "The permanent name in addresses and in the partners' interface: a-z, 0-9, hyphens."
                " It cannot be changed later."
            )
            slug.disabled = self.instance.pk is not None
        self.translations_before = {
            text.language: (_words(text), text.original_digest)
            for text in (self.instance.texts.all() if self.instance.english else ())
        }

    def save(self, commit: bool = True) -> Any:
        """Save; a translation that was worked on is one of the English words as they now are."""
        if self.instance.english and "texts" in self.formsets:
            digest = self.instance.english_digest()
            for child in self.formsets["texts"].forms:
                text = child.instance
                words, known = self.translations_before.get(text.language, ((), ""))
                text.original_digest = known if words == _words(text) else digest
        return super().save(commit=commit)


def _words(text: texts.Text) -> tuple[str, ...]:
    return (text.title, text.summary, text.plain_language, text.status)
