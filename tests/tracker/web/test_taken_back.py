"""The page, the answer and the inbox where something was retracted."""

import datetime

import pytest
from django.db import connection
from django.test import Client

from clauses import acts
from clauses.models import ActRequest, Agreement, Clause, Party, Union
from tests.factories import deployments, library, membership, people, records
from tracker.alerts import fan_out
from tracker.alerts.models import Delivery
from tracker.models import Deployment, Vendor

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
AT = records.PUBLISHED_AT + datetime.timedelta(days=1)


def take_off(record, *, act, reason="We named the wrong studio."):
    request = acts.ask(
        subject=type(record).objects.get(pk=record.pk),
        act=act,
        reason=reason,
        reason_texts={"fr": "Nous avons nommé le mauvais studio."},
        by=people.EditorFactory(is_superuser=True),
        now=AT,
    )
    reviewer = people.ReviewerFactory(unions=Union.objects.all())
    return acts.approve(request_id=request.pk, by=reviewer, now=AT)


@pytest.fixture
def union(db):
    return library.UnionFactory()


@pytest.fixture
def clause(union):
    agreement = library.AgreementFactory(unions=[union], published=True)
    return library.ClauseFactory(slug="a-clause", agreement=agreement, published=True)


def test_the_page_says_when_and_why(clause):
    take_off(clause, act="retract")

    answer = Client().get("/en/clauses/a-clause/")

    page = answer.content.decode()
    assert answer.status_code == 410
    assert "Title of a-clause" in page
    assert "November 2, 2026" in page
    assert "We named the wrong studio." in page
    assert "Summary of a-clause" not in page
    assert page.count("<h1") == 1


def test_it_says_so_in_the_readers_language_or_in_english(clause):
    take_off(clause, act="retract")

    french, spanish = (
        Client().get(f"/{language}/clauses/a-clause/").content.decode() for language in ("fr", "es")
    )

    assert "Nous avons nommé le mauvais studio." in french
    assert '<p class="paper" lang="en">We named the wrong studio.</p>' in spanish


def test_what_was_taken_off_quietly_is_simply_not_found(clause):
    take_off(clause, act="unpublish")

    answer = Client().get("/en/clauses/a-clause/")

    assert answer.status_code == 404
    assert "We named the wrong studio." not in answer.content.decode()
    assert Client().get("/api/v1/clauses/a-clause/").status_code == 404


@pytest.mark.parametrize(
    ("level", "seen"),
    [("public", {"nobody", "member", "staff"}), ("members", {"member", "staff"}),
     ("staff", {"staff"})],
    ids=["public", "members", "staff"],
)  # fmt: skip
def test_who_could_not_see_it_learns_nothing_of_it(union, level, seen):
    agreement = library.AgreementFactory(unions=[union], published=True)
    record = library.ClauseFactory(
        slug="hidden", agreement=agreement, visibility=level, published=True
    )
    take_off(record, act="retract")
    clients = {"nobody": Client(), "member": Client(), "staff": Client()}
    clients["member"].force_login(people.UserFactory(), backend=BACKEND)
    clients["staff"].force_login(people.EditorFactory(), backend=BACKEND)

    gone = {
        name
        for name, client in clients.items()
        if client.get("/en/clauses/hidden/").status_code == 410
    }

    assert gone == seen
    expected = 410 if level == "public" else 404
    assert Client().get("/api/v1/clauses/hidden/").status_code == expected


def test_every_kind_of_page_says_it(union):
    made = {
        Agreement: library.AgreementFactory(unions=[union], published=True),
        Party: library.PartyFactory(published=True),
        Vendor: deployments.VendorFactory(published=True),
        Deployment: deployments.DeploymentFactory(published=True),
    }
    for record in made.values():
        take_off(record, act="retract")

    pages = {
        model: Client().get(record.get_absolute_url(), follow=True).status_code
        for model, record in made.items()
    }

    assert pages == dict.fromkeys(made, 410)


def test_the_api_says_it_with_status_410(clause):
    take_off(clause, act="retract")

    answer = Client().get("/api/v1/clauses/a-clause/?lang=fr")

    assert answer.status_code == 410
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "code": "retracted",
        "detail": "Retracted on 2026-11-02, because it was wrong: "
        "Nous avons nommé le mauvais studio.",
        "retracted_on": "2026-11-02",
        "reason": "Nous avons nommé le mauvais studio.",
        "reason_language": "fr",
    }
    listed = Client().get("/api/v1/clauses/").json()["results"]
    assert [record["slug"] for record in listed] == []
    kinds = [row["kind"] for row in Client().get("/api/v1/changes/").json()["results"]]
    assert kinds[-1] == "clause.retracted"


def test_an_answer_from_before_is_not_confirmed_as_fresh(clause):
    before = Client().get("/api/v1/clauses/a-clause/")
    assert before.status_code == 200
    take_off(clause, act="retract")
    settle_deferred_triggers()

    answer = Client().get("/api/v1/clauses/a-clause/", headers={"If-None-Match": before["ETag"]})

    assert answer.status_code == 410


def settle_deferred_triggers():
    """What a commit does, within the test's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_published_anew_the_page_is_back(clause):
    take_off(clause, act="retract")
    records.publish(clause, at=AT + datetime.timedelta(hours=1))

    assert Client().get("/en/clauses/a-clause/").status_code == 200


def test_retracted_then_published_then_taken_off_quietly_it_is_simply_not_found(clause):
    take_off(clause, act="retract")
    records.publish(clause, at=AT + datetime.timedelta(hours=1))
    request = acts.ask(
        subject=Clause.objects.get(pk=clause.pk),
        act="unpublish",
        reason="Not ours.",
        by=people.EditorFactory(),
        now=AT + datetime.timedelta(hours=2),
    )
    reviewer = people.ReviewerFactory(unions=Union.objects.all())
    acts.approve(request_id=request.pk, by=reviewer, now=AT + datetime.timedelta(hours=2))

    assert Client().get("/en/clauses/a-clause/").status_code == 404


def test_the_inbox_names_it_and_says_why(clause, union):
    member = membership.MemberFactory()
    membership.MembershipFactory(member=member, union=union)
    membership.SubscriptionFactory(member=member)
    first = membership.ChangeFactory(
        kind="clause.published",
        record_kind="clause",
        record_id=clause.pk,
        slug=clause.slug,
        union_ids=[union.pk],
    )
    fan_out.fan_out_due(now=records.PUBLISHED_AT)
    change = take_off(clause, act="retract")
    fan_out.fan_out_due(now=AT)
    client = Client()
    client.force_login(member.user, backend=BACKEND)

    inbox = client.get("/en/me/").content.decode()
    delivery = Delivery.objects.get(change=change, channel="inbox")
    alert = client.get(f"/en/a/{delivery.pk}").content.decode()
    earlier = client.get(f"/en/a/{Delivery.objects.get(change=first, channel='inbox').pk}")

    assert inbox.count("Title of a-clause") == 1
    assert "Taken back" in inbox
    assert "It was wrong, and it has been taken off the site." in alert
    assert "We named the wrong studio." in alert
    assert "Summary of a-clause" not in alert
    assert "Summary of a-clause" not in earlier.content.decode()


def test_what_is_drafted_afterwards_is_told_to_nobody(clause, union):
    member = membership.MemberFactory()
    membership.MembershipFactory(member=member, union=union)
    membership.SubscriptionFactory(member=member)
    membership.ChangeFactory(
        kind="clause.published",
        record_kind="clause",
        record_id=clause.pk,
        slug=clause.slug,
        union_ids=[union.pk],
    )
    fan_out.fan_out_due(now=records.PUBLISHED_AT)
    change = take_off(clause, act="retract")
    # A record that is off the site keeps the words of its draft in its row.
    Clause.objects.filter(pk=clause.pk).update(title="Ring this number", visibility="staff")
    fan_out.fan_out_due(now=AT)
    client = Client()
    client.force_login(member.user, backend=BACKEND)

    inbox = client.get("/en/me/").content.decode()
    delivery = Delivery.objects.get(change=change, channel="inbox")
    alert = client.get(f"/en/a/{delivery.pk}").content.decode()

    for page in (inbox, alert):
        assert "Title of a-clause" in page
        assert "Ring this number" not in page


def test_a_request_that_was_declined_takes_nothing_back(clause):
    request = acts.ask(
        subject=clause, act="retract", reason="Wrong.", by=people.EditorFactory(), now=AT
    )
    reviewer = people.ReviewerFactory(unions=Union.objects.all())
    acts.decline(request_id=request.pk, by=reviewer, now=AT, note="It is right.")

    assert Client().get("/en/clauses/a-clause/").status_code == 200
    assert ActRequest.objects.get().state == "declined"
