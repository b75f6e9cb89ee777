"""Links are settled by a reviewer on one page: clause beside deployment, by mouse or by keys."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clauses.models import Change
from tests import desk
from tests.factories import deployments, people
from tracker import links
from tracker.models import Deployment, Link

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    """Two proposed links of one deployment, one of them settled already."""
    event = deployments.DeploymentFactory(slug="an-event", published=True)
    return [
        deployments.LinkFactory(deployment=event, proposed=True, standing="conditional"),
        deployments.LinkFactory(deployment=event, proposed=True, standing="binding"),
        deployments.LinkFactory(deployment=event, proposed=True, confirmed=True),
    ]


@pytest.fixture
def address(waiting):
    return reverse("desk_settle", args=[waiting[0].deployment_id])


def test_a_reviewer_confirms_and_rejects_in_the_own_name(reviewer, waiting):
    address = reverse("desk_settle", args=[waiting[0].deployment_id])
    page = reviewer.get(address).content.decode()
    assert page.index(str(waiting[1].clause)) < page.index(str(waiting[0].clause))

    reviewer.client.post(
        address,
        {
            f"decision-{waiting[0].pk}": "no",
            f"reason-{waiting[0].pk}": "Another craft.",
            f"decision-{waiting[1].pk}": "yes",
        },
    )

    settled = {link.pk: link for link in Link.objects.all()}
    rejected, confirmed = settled[waiting[0].pk], settled[waiting[1].pk]
    assert (rejected.state, rejected.note) == ("rejected", "Another craft.")
    assert (confirmed.state, confirmed.decided_by) == ("confirmed", reviewer.user)
    kinds = Change.objects.filter(record_kind="link").order_by("kind")
    assert [change.kind for change in kinds] == ["link.confirmed", "link.rejected"]


def test_a_rejection_without_a_reason_settles_nothing_and_loses_nothing(reviewer, waiting):
    address = reverse("desk_settle", args=[waiting[0].deployment_id])

    answer = reviewer.client.post(
        address,
        {f"decision-{waiting[0].pk}": "no", f"decision-{waiting[1].pk}": "yes"},
    )

    assert answer.status_code == 422
    assert "Nothing was settled yet: a rejection" in answer.content.decode()
    assert [row["said"] for row in answer.context["rows"]] == ["yes", "no"]
    assert Link.objects.waiting().count() == 2


def test_what_somebody_else_settled_meanwhile_stays_settled(reviewer, waiting):
    address = reverse("desk_settle", args=[waiting[0].deployment_id])
    Link.objects.filter(pk=waiting[0].pk).update(
        state="rejected",
        note="No.",
        decided_by=people.StaffFactory(),
        decided_at=timezone.now(),
    )

    reviewer.client.post(address, {f"decision-{waiting[0].pk}": "yes"})

    assert Link.objects.get(pk=waiting[0].pk).state == "rejected"


def test_an_editor_settles_none(editor, waiting):
    address = reverse("desk_settle", args=[waiting[0].deployment_id])

    editor.client.post(address, {f"decision-{waiting[0].pk}": "yes"})

    assert "Only a reviewer settles links." in editor.get(address).content.decode()
    assert Link.objects.waiting().count() == 2


def test_a_reviewer_of_no_union_settles_none(waiting):
    nobody = desk.Desk(people.ReviewerFactory())
    address = reverse("desk_settle", args=[waiting[0].deployment_id])

    nobody.client.post(address, {f"decision-{waiting[0].pk}": "yes"})

    assert Link.objects.waiting().count() == 2


def test_another_standing_than_the_rules_needs_a_reason_and_loses_nothing(
    reviewer, waiting, address
):
    form = {f"decision-{waiting[0].pk}": "yes", f"standing-{waiting[0].pk}": "binding"}

    refused = reviewer.client.post(address, form)
    assert refused.status_code == 422
    assert [row["standing"] for row in refused.context["rows"]] == ["binding", "binding"]
    assert Link.objects.waiting().count() == 2

    reviewer.client.post(address, form | {f"reason-{waiting[0].pk}": "It signed in May."})
    link = Link.objects.get(pk=waiting[0].pk)
    assert (link.standing, link.proposed_standing) == ("binding", "conditional")
    assert (link.state, link.note) == ("confirmed", "It signed in May.")


def test_a_standing_that_does_not_exist_is_the_proposed_one(reviewer, waiting, address):
    form = {f"decision-{waiting[0].pk}": "yes", f"standing-{waiting[0].pk}": "certain"}

    reviewer.client.post(address, form)

    assert Link.objects.get(pk=waiting[0].pk).standing == "conditional"


def test_what_changed_after_it_was_shown_is_left_and_said(reviewer, waiting, address):
    page = reviewer.get(address)
    marks = {f"seen-{row['link'].pk}": row["mark"] for row in page.context["rows"]}
    Link.objects.filter(pk=waiting[0].pk).update(missing_facts=["minor"])
    form = marks | {f"decision-{link.pk}": "yes" for link in waiting[:2]}

    answer = reviewer.client.post(address, form, follow=True)

    states = dict(
        Link.objects.filter(pk__in=[one.pk for one in waiting[:2]]).values_list("pk", "state")
    )
    assert states == {waiting[0].pk: "suggested", waiting[1].pk: "confirmed"}
    assert "1 changed after they were shown to you" in answer.content.decode()


def test_what_is_asked_again_says_who_had_settled_it_and_what_has_changed(
    reviewer, address, waiting
):
    link = waiting[2]
    link.state, link.decided_by, link.decided_at = "suggested", None, None
    link.reopened_at, link.reopened_because = timezone.now(), ["clause-revised"]
    who = Link.objects.select_related("decided_by").get(pk=link.pk).decided_by
    link.save()

    html = reviewer.get(address).content.decode()

    assert "the clause was revised" in html
    assert f"by {who}" in html


def test_both_sides_are_read_on_one_page(reviewer, waiting, address):
    html = reviewer.get(address).content.decode()

    assert waiting[0].deployment.summary in html
    assert waiting[0].clause.summary in html
    assert html.count("Why the rules say so") == 2


def test_more_links_ask_the_database_no_more_often(reviewer, waiting, address):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert reviewer.get(address).status_code == 200
        return len(queries)

    reviewer.get(address)
    few = cost()
    for _number in range(4):
        deployments.LinkFactory(deployment=waiting[0].deployment, proposed=True)
    reviewer.get(address)  # the rules' library is read anew

    assert cost() == few


@pytest.mark.usefixtures("catalogue")
def test_the_public_page_shows_the_standing_that_a_person_settled():
    deployment = Deployment.objects.get(slug="openai-sora-2-app-launch-2025-09")
    links.propose_links(deployment_id=deployment.pk, now=timezone.now())
    link = Link.objects.filter(deployment=deployment, standing="conditional").first()

    def standings():
        page = Client().get(f"{deployment.get_absolute_url()}?as_of={deployment.event_date}")
        return {
            row.address: row.standing
            for group in page.context["groups"]
            for row in (*group.main, *group.also)
        }

    address = link.clause.get_absolute_url()
    before = standings()
    reviewer = people.ReviewerFactory()
    links.confirm_link(
        link_id=link.pk, by=reviewer, now=timezone.now(), standing="binding", note="It signed."
    )

    assert before[address] == "conditional"
    assert standings() == before | {address: "binding"}
