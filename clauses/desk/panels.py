"""Panels that the forms of several records share, in the order in which a contract is read."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

TEXT_HEADINGS = {
    "title": _("Title or name"),
    "summary": _("What it says"),
    "plain_language": _("In plain words"),
}


def group(heading: Any, *names: Any, open_: bool = True) -> MultiFieldPanel:
    """Fields under one heading; a tuple of names is one row."""
    children = [
        FieldRowPanel([_field(each) for each in name]) if isinstance(name, tuple) else _field(name)
        for name in names
    ]
    return MultiFieldPanel(children, heading=heading, classname="" if open_ else "collapsed")


def _field(name: Any) -> Any:
    return FieldPanel(name) if isinstance(name, str) else name


def name_of_record(*names: Any) -> MultiFieldPanel:
    """The name and the permanent slug, without which no draft can be kept."""
    return group(
        _("What it is called"),
        *(FieldPanel(name, required_on_save=True) for name in names),
        FieldPanel("slug", required_on_save=True, heading=_("Permanent name")),
    )


def term() -> FieldRowPanel:
    """First and last day in force."""
    return FieldRowPanel(
        [
            FieldPanel("effective_from", heading=_("In force from")),
            FieldPanel("effective_to", heading=_("In force to")),
        ]
    )


def texts(*columns: str) -> InlinePanel:
    """The record's words in other languages."""
    return InlinePanel(
        "texts",
        heading=_("In other languages"),
        label=_("language"),
        panels=[
            FieldRowPanel([FieldPanel("language", required_on_save=True), FieldPanel("status")]),
            *(FieldPanel(column, heading=TEXT_HEADINGS[column]) for column in columns),
        ],
        help_text=_("“Reviewed” means that somebody who speaks the language compared it."),
    )


def sources() -> InlinePanel:
    """What the record rests on."""
    return InlinePanel(
        "sources",
        heading=_("Sources"),
        label=_("source"),
        panels=[
            FieldPanel("title", required_on_save=True),
            FieldRowPanel(
                [
                    FieldPanel("publisher"),
                    FieldPanel("date_text", help_text=_("As far as it says.")),
                ]
            ),
            FieldPanel("url", heading=_("Address")),
            FieldRowPanel(
                [
                    FieldPanel(
                        "tier",
                        heading=_("Kind of source"),
                        help_text=_("The agreement itself, a union's summary, the press …"),
                    ),
                    FieldPanel("language", help_text=_("Two letters: en, fr, es.")),
                    FieldPanel("was_seen", heading=_("Opened by us")),
                ]
            ),
        ],
        help_text=_("Nothing uncited is shown. Put the strongest source first."),
    )


def evidence() -> MultiFieldPanel:
    """How sure we are."""
    return group(
        _("How sure we are"),
        FieldPanel(
            "evidence_level",
            heading=_("Best source we read"),
            help_text=_("It gives the grade, A to E, that readers see beside the record."),
        ),
        FieldPanel("is_verified", heading=_("A citable page was read")),
        FieldPanel(
            "confidence_note",
            heading=_("What is doubtful"),
            help_text=_("What we looked for and did not find, and where sources differ."),
        ),
    )


def visibility() -> MultiFieldPanel:
    """Who may see it."""
    return group(
        _("Who may see it"),
        FieldPanel(
            "visibility",
            help_text=_("Employers read this site too. Facts are for everyone; notes for staff."),
        ),
    )
