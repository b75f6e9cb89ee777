"""The marks of the look: shape and word first, colour last. Labels come in, none is looked up."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

register = template.Library()

STANDING_LABELS = {
    "binding": pgettext_lazy("standing of a clause", "Binding"),
    "conditional": pgettext_lazy("standing of a clause", "Conditional"),
    "possible": pgettext_lazy("standing of a clause", "Possible"),
    "upcoming": pgettext_lazy("standing of a clause", "Upcoming"),
    "lapsed": pgettext_lazy("standing of a clause", "Lapsed"),
}
STANDING_MEANINGS = {
    "binding": gettext_lazy("the employer is a party to an agreement in force that day"),
    "conditional": gettext_lazy("would govern once a bound employer used it on covered work"),
    "possible": gettext_lazy("a fact is missing; we name the question"),
    "upcoming": gettext_lazy("agreed, not yet in force"),
    "lapsed": gettext_lazy("its term has ended"),
}


@register.simple_tag
def standing(value: str, look: str = "") -> SafeString:
    """Draw the mark of a standing; `look="bare"` inside sentences and second columns."""
    return format_html(
        '<span class="standing{}" data-is="{}">{}</span>',
        f" {look}" if look else "",
        value,
        STANDING_LABELS[value],
    )


@register.simple_tag
def standing_label(value: str) -> str:
    """Return the word of a standing without its mark."""
    return str(STANDING_LABELS[value])


@register.filter
def standing_meaning(value: str) -> str:
    """Say in half a sentence what a standing means."""
    return str(STANDING_MEANINGS[value])


@register.simple_tag
def evidence(grade: str, words: str) -> SafeString:
    """Draw the grade of our source, always with the kind of source in words."""
    return format_html(
        '<span class="evidence" data-grade="{}"><b>{}</b> {}</span>', grade, grade, words
    )


@register.simple_tag
def checked(is_checked: bool) -> SafeString:
    """Say whether a reviewer compared the record with the agreement itself."""
    if is_checked:
        return format_html(
            '<span class="checked yes">{}</span>', _("Checked against the agreement")
        )
    return format_html('<span class="checked">{}</span>', _("Not yet checked"))


@register.simple_tag
def severity(value: str, words: str) -> SafeString:
    """Draw one, two or three bars with the word; urgent alone is yellow."""
    return format_html('<span class="sev" data-is="{}">{}</span>', value, words)
