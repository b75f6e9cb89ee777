"""What is said first to those who were told before: that it was wrong, and why."""

import dataclasses

from django.utils.translation import gettext as _

from clauses.models import act as acts
from clauses.models import change as changes


@dataclasses.dataclass(frozen=True, kw_only=True)
class Again:
    """A correction or retraction in words; `lang` is the language of the reason."""

    name: str
    sentence: str
    reason: str
    lang: str
    note: str
    is_retracted: bool


def of_change(*, change: changes.Change, language: str) -> Again | None:
    """Return what is said first; None for a change that tells nobody again.

    The language of the moment is `language`. The request of the change says why.
    """
    if not change.tells_again:
        return None
    is_retracted = change.act == "retracted"
    request = acts.ActRequest.objects.filter(change=change).first()
    reason, lang = request.reason_in(language) if request is not None else ("", language)
    return Again(
        name=_("Taken back") if is_retracted else _("Correction"),
        sentence=_(
            "You were told of this before. It was wrong, and it has been taken off the site. "
            "Do not rely on it."
        )
        if is_retracted
        else _("You were told of this before. What was said then was wrong; this is right."),
        reason=reason,
        lang=lang,
        note="" if lang == language else _("The reason was written in English only."),
        is_retracted=is_retracted,
    )
