"""A deployment from the editor's form to the public page, with the clauses that reach it."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from clauses import calendar, scheduling
from clauses.models import Agreement, Change, Party, Union
from tests import desk
from tests.factories import people
from tracker import links
from tracker.models import Deployment, Link, Product, Vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def guild(catalogue, db):
    return Union.objects.get(slug="wga-west")


@pytest.fixture
def today():
    return calendar.today(timezone.now())


def write(editor, **words):
    """A studio bound by the agreement of the day drafts scripts with a tool."""
    party = Party.objects.get(slug="netflix")
    answer = editor.add(
        Deployment,
        title="Scripts drafted by a machine",
        slug="scripts-by-machine",
        vendor=str(Vendor.objects.get(slug="openai").pk),
        product=str(Product.objects.get(slug="chatgpt").pk),
        summary="A studio lets a tool draft scripts.",
        **{
            "event_date_text": "2024-03-05",
            "phase": "in-use",
            "kind": "production-use",
            "sectors": ["television"],
            "capabilities": ["text-generation"],
            "uses": ["script-generation"],
            "roles": ["writer"],
            "places": ["US"],
            "production_stages": ["development"],
            "employers": [party.slug],
            **desk.child(
                "deployers", 0, of=1, name="Netflix", kind="streamer", parties=[party.slug]
            ),
            **words,
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return Deployment.objects.get(slug="scripts-by-machine")


@pytest.mark.parametrize(
    ("said", "day", "precision"),
    [
        ("2024-03-05", datetime.date(2024, 3, 5), "day"),
        ("2024-02", datetime.date(2024, 2, 29), "month"),
        ("2024", datetime.date(2024, 12, 31), "year"),
    ],
)
def test_the_date_is_written_once_and_judged_by_its_last_day(editor, said, day, precision):
    deployment = write(editor, event_date_text=said)

    assert (deployment.event_date, deployment.date_precision) == (day, precision)
    assert deployment.event_date_text == said


def test_a_day_that_does_not_exist_is_refused(editor):
    deployment = write(editor)

    answer = editor.edit(deployment, event_date_text="2024-02-30")

    assert "event_date_text" in answer.context["form"].errors
    assert Deployment.objects.get(pk=deployment.pk).event_date == datetime.date(2024, 3, 5)


def test_facts_are_true_false_or_left_open(editor):
    deployment = write(editor, **{"facts-minor": "no", "facts-posthumous": "yes"})
    assert deployment.facts == {"minor": False, "posthumous": True}

    editor.edit(deployment, **{"facts-minor": ""})

    draft = Deployment.objects.get(pk=deployment.pk).latest_revision.as_object()
    assert draft.facts == {"posthumous": True}


def test_a_product_of_another_vendor_is_refused(editor):
    deployment = write(editor)

    answer = editor.edit(deployment, vendor=str(Vendor.objects.get(slug="google").pk))

    assert "product" in answer.context["form"].errors


def test_a_draft_is_public_once_a_reviewer_approved_it(editor, reviewer):
    deployment = write(editor)
    editor.submit(deployment)
    address = "/en/deployments/scripts-by-machine/"
    assert Client().get(address).status_code == 404

    reviewer.approve(deployment, tell="yes")

    assert "Scripts drafted by a machine" in Client().get(address).content.decode()
    change = Change.objects.get(kind="deployment.published", slug="scripts-by-machine")
    assert (change.by, change.notifies) == (reviewer.user, True)


def test_the_review_shows_the_clauses_that_the_rules_propose_with_reasons(editor, reviewer):
    deployment = write(editor)
    editor.submit(deployment)

    part = reviewer.review(deployment).context["parts"][0]["context"]

    answer = links.proposals(deployment=deployment.latest_revision.as_object())
    assert [entry["clause"] for entry in part["entries"]] == [
        entry.clause for entry in answer.entries
    ]
    first = part["entries"][0]
    assert first["standing"] == "binding"
    assert "2023 WGA" in first["citation"] or "MBA" in first["citation"]
    assert first["grade"] in "ABCDE"
    assert first["reasons"]
    assert not any(entry["is_ticked"] for entry in part["entries"])


def test_ticked_clauses_are_confirmed_in_the_act_of_the_publication(editor, reviewer):
    deployment = write(editor)
    editor.submit(deployment)
    entries = reviewer.review(deployment).context["parts"][0]["context"]["entries"]
    chosen = [entry["clause"] for entry in entries[:2]]

    reviewer.approve(deployment, tell="yes", clauses=chosen)

    confirmed = Link.objects.confirmed().filter(deployment=deployment)
    assert sorted(link.clause.slug for link in confirmed) == sorted(chosen)
    assert {link.decided_by for link in confirmed} == {reviewer.user}
    assert Link.objects.waiting().filter(deployment=deployment).count() == len(entries) - 2


def test_a_clause_that_the_rules_do_not_propose_stops_the_publication(editor, reviewer):
    deployment = write(editor)
    editor.submit(deployment)

    answer = reviewer.approve(deployment, tell="yes", clauses=["tn-elvis-act"])

    assert answer.status_code == 422
    assert "other clauses than were shown" in answer.content.decode()
    assert Deployment.objects.get(pk=deployment.pk).live is False
    assert not Change.objects.filter(slug="scripts-by-machine").exists()
    assert not Link.objects.filter(deployment=deployment).exists()


def test_clauses_ticked_for_a_later_publication_are_confirmed_with_it(editor, reviewer):
    deployment = write(editor)
    editor.submit(deployment)
    entries = reviewer.review(deployment).context["parts"][0]["context"]["entries"]
    refused = reviewer.approve(
        deployment, tell="yes", clauses=["tn-elvis-act"], publish_on="2040-01-02T09:00"
    )
    assert refused.status_code == 422
    chosen = [entries[0]["clause"]]
    reviewer.approve(deployment, tell="yes", clauses=chosen, publish_on="2040-01-02T09:00")
    assert not Link.objects.filter(deployment=deployment).exists()

    done = scheduling.publish_due(now=datetime.datetime(2040, 1, 3, tzinfo=datetime.UTC))

    assert done.published == 1
    confirmed = Link.objects.confirmed().filter(deployment=deployment)
    assert [link.clause.slug for link in confirmed] == chosen
    assert {link.decided_by for link in confirmed} == {reviewer.user}


def test_an_editor_confirms_no_clause(editor, guild):
    deployment = write(editor)
    editor.submit(deployment)
    entries = editor.review(deployment).context["parts"][0]["context"]["entries"]

    desk.Desk(people.EditorFactory(unions=[guild])).approve(
        deployment, tell="yes", clauses=[entries[0]["clause"]]
    )

    assert not Link.objects.filter(deployment=deployment).exists()


def test_confirmed_clauses_are_ticked_when_the_deployment_is_revised(editor, reviewer):
    deployment = write(editor)
    editor.submit(deployment)
    entries = reviewer.review(deployment).context["parts"][0]["context"]["entries"]
    reviewer.approve(deployment, tell="yes", clauses=[entries[0]["clause"]])
    editor.submit(Deployment.objects.get(pk=deployment.pk), summary="It was stopped later.")

    again = reviewer.review(deployment).context["parts"][0]["context"]["entries"]

    assert [entry["clause"] for entry in again if entry["is_ticked"]] == [entries[0]["clause"]]


def test_an_old_event_is_proposed_to_be_told_to_nobody(editor, reviewer):
    deployment = write(editor, event_date_text="2024-03-05")
    editor.submit(deployment)

    form = reviewer.review(deployment).context["form"]

    assert form["tell"].value() == "no"
    assert form["silence_reason"].value() == "The event is older than 30 days."


def test_a_fresh_event_is_proposed_to_be_told(editor, reviewer, today):
    deployment = write(editor, event_date_text=today.isoformat())
    editor.submit(deployment)

    assert reviewer.review(deployment).context["form"]["tell"].value() == "yes"


@pytest.mark.parametrize("model", [Agreement, Party, Vendor, Product, Deployment])
def test_every_kind_of_record_has_a_preview(editor, model):
    record = model.objects.order_by("slug").first()
    editor.edit(record)
    record.refresh_from_db()

    name = model.snippet_viewset.get_url_name("revisions_view")
    page = editor.get(desk.reverse(name, args=[record.pk, record.latest_revision_id]))

    assert page.status_code == 200
    assert str(record) in page.content.decode().replace("&#x27;", "'").replace("&amp;", "&")
