"""What a reviewer remarked on a draft stays at the desk, also once the draft is published."""

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from clauses.models import Change, Remark
from tests.factories import library, membership
from tracker.alerts import fan_out, sending
from tracker.alerts.models import Delivery

pytestmark = pytest.mark.django_db

CANARY = "canary-7f3a"


def test_remarks_reach_no_reader_no_answer_and_no_alert(guild, editor, reviewer):
    for name, slug in (
        ("roles", "writer"),
        ("uses", "script-generation"),
        ("safeguard-types", "consent"),
        ("sectors", "theatrical"),
        ("places", "US"),
        ("evidence-levels", "primary"),
    ):
        library.TaxonomyTermFactory(vocabulary=name, slug=slug)
    agreement = library.AgreementFactory(slug="deal", unions=[guild], published=True)
    clause = library.ClauseFactory(slug="the-clause", agreement=agreement, published=True)
    member = membership.MemberFactory(
        language="en", email_rate="at_once", user__email="ana@example.org"
    )
    membership.MembershipFactory(member=member, union=guild)
    membership.SubscriptionFactory(member=member)

    editor.submit(clause, summary="New words.")
    reviewer.send_back(clause, reason=f"{CANARY} as a whole", summary=f"{CANARY} on the summary")
    editor.submit(clause, summary="Better words.")
    reviewer.approve(clause, tell="yes")

    assert Remark.objects.filter(text__contains=CANARY).count() == 2
    change = Change.objects.get(slug="the-clause", kind="clause.revised")
    later = change.at + datetime.timedelta(hours=1)
    fan_out.fan_out_due(now=later)
    sending.send_due(now=later + datetime.timedelta(minutes=1), may_hold_transaction=True)
    (delivery,) = Delivery.objects.filter(change=change, channel="email")
    (letter,) = mail.outbox
    assert CANARY not in letter.message().as_string()
    reader = Client()
    reader.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    for address in (
        "/en/clauses/the-clause/",
        "/en/clauses/the-clause/lineage/",
        "/en/agreements/deal/",
        "/en/me/",
        f"/en{reverse('alert', args=[delivery.pk])}".replace("/en/en/", "/en/"),
        "/en/search/?q=canary",
        "/api/v1/clauses/the-clause/",
        "/api/v1/clauses/the-clause/history/",
        "/api/v1/clauses/the-clause/lineage/",
        "/api/v1/changes/",
    ):
        answer = reader.get(address, follow=True)
        assert answer.status_code == 200, address
        assert CANARY not in answer.content.decode(), address
