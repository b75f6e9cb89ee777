"""One alert as an e-mail: neutral outside, plain words inside, text and HTML of the same words.

Subject, sender, headers and addresses say nothing of a union, a role or a subject.
"""

import datetime
import email.charset
import email.utils
import functools
import re
import textwrap
import urllib.parse
import uuid

from allauth.account import models as account_models
from django.conf import settings
from django.core import mail
from django.template import loader
from django.utils import translation
from django.utils.translation import gettext as _

from clauses import calendar, vocabulary
from tracker.alerts.messages import reasons, stories, tokens
from tracker.alerts.models import Delivery
from tracker.members.models import Membership

# Control characters but tab and line feed, line separators, marks that turn text around.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
WIDTH = 72

ASCII_ONLY = email.charset.Charset("utf-8")
"""Text in any language, written so that servers of seven bits and short lines pass it on whole."""
ASCII_ONLY.body_encoding = email.charset.QP


class CannotBeBuilt(ValueError):
    """Raised when there is no message to send for this one delivery."""


class NoAddress(CannotBeBuilt):
    """Raised when the member has no confirmed address."""


def build(*, delivery: Delivery, now: datetime.datetime) -> mail.EmailMultiAlternatives:
    """Build the letter of one delivery; its identity is the same on every attempt.

    Raises NoAddress or CannotBeBuilt.
    """
    member = delivery.member
    address = (
        account_models.EmailAddress.objects.filter(user_id=member.user_id, verified=True)
        .order_by("-primary", "pk")
        .values_list("email", flat=True)
        .first()
    )
    if not address:
        raise NoAddress("The member has no confirmed address.")
    unions = (
        Membership.objects.of_member(member_id=member.pk)
        .active()
        .filter(union_id__in=delivery.change.union_ids)
    )
    try:
        story = stories.tell(
            change=delivery.change,
            language=member.language,
            union_ids=sorted(unions.values_list("union_id", flat=True)),
            today=calendar.today(now),
        )
    except stories.NothingToTell as gone:
        raise CannotBeBuilt(str(gone)) from gone
    return _letter(delivery=delivery, story=story, address=address, now=now)


def message_id(*, delivery_id: uuid.UUID) -> str:
    """Return the Message-ID, which follows from the delivery and never changes."""
    return f"<{delivery_id}@{urllib.parse.urlsplit(settings.PUBLIC_URL).hostname}>"


def clean(text: str) -> str:
    """Take out what no reader sees and some mail servers refuse."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n"))


def _letter(
    *, delivery: Delivery, story: stories.Story, address: str, now: datetime.datetime
) -> mail.EmailMultiAlternatives:
    stop = tokens.address(delivery)
    site = f"{settings.PUBLIC_URL}/{story.language}"
    with translation.override(story.language):
        context = {
            "story": story,
            "subject": _("Correction in your tracker") if story.again else _("New in your tracker"),
            "reasons": reasons.in_words(
                reasons=delivery.reasons, words=vocabulary.current(language=story.language)
            ),
            "read_address": f"{site}/a/{delivery.pk}",
            "change_address": f"{site}/me/following/",
            "stop_address": stop,
        }
        text = loader.render_to_string("alerts/letter.txt", context)
        html = loader.render_to_string("alerts/letter.html", context)
        sender = (str(_("Tracker")), email.utils.parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    letter = mail.EmailMultiAlternatives(
        subject=str(context["subject"]),
        body=_wrapped(clean(text)),
        from_email=email.utils.formataddr(sender),
        to=[address],
        headers={
            "Message-ID": message_id(delivery_id=delivery.pk),
            "Date": email.utils.format_datetime(now),
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "Content-Language": story.language,
        },
    )
    letter.encoding = ASCII_ONLY
    letter.attach_alternative(clean(html), "text/html")
    return letter


def _wrapped(text: str) -> str:
    fill = functools.partial(
        textwrap.fill, width=WIDTH, break_long_words=False, break_on_hyphens=False
    )
    lines = [
        fill(line, subsequent_indent="  " if line.startswith("- ") else "")
        for line in text.splitlines()
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
