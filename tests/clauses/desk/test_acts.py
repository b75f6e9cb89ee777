"""Correcting, taking off and retracting: one person asks, another decides, and nobody alone."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clauses import acts
from clauses.models import ActRequest, Change, Clause, Publication
from tests import desk
from tests.factories import library, people, records

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=datetime.UTC)
REASON = "The section says notice, not consent."


def asks(person, record, act, **words):
    """Fill in the form of a record and send it."""
    address = reverse("desk_act_ask", args=[record.record_kind, record.pk])
    return person.client.post(address, {"act": act, "reason": REASON, **words})


def decides(person, how, **words):
    """Decide the request made last."""
    request = ActRequest.objects.latest("pk")
    return person.client.post(reverse("desk_act", args=[request.pk]), {how: "yes", **words})


def live():
    return Clause.objects.get(slug="the-clause")


def changes():
    return Change.objects.filter(slug="the-clause").exclude(system_actor="catalogue")


def assert_untouched():
    assert live().live is True
    assert Publication.objects.filter(slug="the-clause", live_until=None).count() == 1
    assert not changes().exists()


@pytest.mark.parametrize(
    ("act", "kind", "notifies"),
    [("unpublish", "clause.unpublished", False), ("retract", "clause.retracted", True)],
)
def test_one_asks_and_another_approves(clause, editor, reviewer, act, kind, notifies):
    asks(editor, clause, act)
    assert_untouched()

    answer = decides(reviewer, "approve", note="Seen.")

    assert answer.status_code == 302
    assert live().live is False
    change = changes().get()
    assert (change.kind, change.by, change.notifies) == (kind, reviewer.user, notifies)
    publication = Publication.objects.get(slug="the-clause")
    assert publication.live_until == change.at
    request = ActRequest.objects.get()
    assert (request.state, request.requested_by, request.decided_by, request.change) == (
        "approved", editor.user, reviewer.user, change,
    )  # fmt: skip


def test_who_asked_cannot_approve(clause, reviewer):
    asks(reviewer, clause, "retract")
    page = reviewer.get(reverse("desk_act", args=[ActRequest.objects.get().pk])).content.decode()
    assert "Somebody else has to decide it." in page
    assert "Approve and retract" not in page

    decides(reviewer, "approve")
    decides(reviewer, "decline", note="No.")

    assert_untouched()
    assert ActRequest.objects.get().state == "open"


@pytest.mark.parametrize("who", ["an editor", "another union's reviewer", "an administrator"])
def test_only_a_reviewer_of_a_union_of_the_record_decides(
    clause, editor, stranger, administrator, guild, who
):
    asks(editor, clause, "unpublish")
    person = {
        "an editor": desk.Desk(people.EditorFactory(unions=[guild])),
        "another union's reviewer": stranger,
        "an administrator": administrator,
    }[who]

    decides(person, "approve")
    decides(person, "decline", note="No.")

    assert_untouched()
    assert ActRequest.objects.get().state == "open"


def test_a_superuser_takes_nothing_off_alone(clause, guild):
    root = desk.Desk(people.StaffFactory(is_superuser=True, unions=[guild]))
    asks(root, clause, "retract")

    decides(root, "approve")

    assert_untouched()


@pytest.mark.parametrize("who", ["member", "nobody", "administrator"])
def test_others_cannot_even_ask(clause, administrator, who):
    client = administrator.client if who == "administrator" else Client()
    if who == "member":
        client.force_login(
            people.UserFactory(), backend="django.contrib.auth.backends.ModelBackend"
        )

    answer = client.post(
        reverse("desk_act_ask", args=["clause", clause.pk]), {"act": "retract", "reason": REASON}
    )

    assert answer.status_code in {302, 403}
    assert not ActRequest.objects.exists()


def test_a_record_has_one_open_request(clause, editor, reviewer):
    asks(editor, clause, "unpublish")

    answer = asks(reviewer, clause, "retract")

    assert "Somebody asked for something about this record already." in answer.content.decode()
    assert ActRequest.objects.get().act == "unpublish"


def test_what_is_not_on_the_site_is_not_taken_off(agreement, words, editor):
    draft = library.ClauseFactory(slug="a-draft", agreement=agreement, live=False)

    answer = asks(editor, draft, "retract")

    assert answer.status_code == 422
    assert "Nothing of this record is on the site." in answer.content.decode()
    assert not ActRequest.objects.exists()


def test_a_request_says_why(clause, editor):
    answer = asks(editor, clause, "retract", reason="  ")

    assert answer.status_code == 422
    assert not ActRequest.objects.exists()


def test_what_was_published_anew_since_the_request_is_not_taken_off(clause, editor, reviewer):
    asks(editor, clause, "retract")
    clause.refresh_from_db()
    clause.summary = "Newer words."
    clause.save()
    records.publish(clause)

    decides(reviewer, "approve")

    page = reviewer.get(reverse("desk_act", args=[ActRequest.objects.get().pk])).content.decode()
    assert "Another text was published since this was asked." in page
    assert_untouched()


def test_a_request_is_declined_with_a_reason(clause, editor, reviewer):
    asks(editor, clause, "retract")

    refused = decides(reviewer, "decline", note=" ")
    assert refused.status_code == 422
    assert "Say why not." in refused.content.decode()
    decides(reviewer, "decline", note="It is right: see section 4.")

    request = ActRequest.objects.get()
    assert (request.state, request.decided_by) == ("declined", reviewer.user)
    assert_untouched()


def test_who_asked_may_withdraw_and_nobody_else(clause, editor, reviewer):
    asks(editor, clause, "retract")

    decides(reviewer, "withdraw")
    assert ActRequest.objects.get().state == "open"
    decides(editor, "withdraw")

    assert ActRequest.objects.get().state == "withdrawn"
    assert_untouched()


def test_a_request_is_decided_once(clause, editor, reviewer, guild):
    asks(editor, clause, "retract")
    decides(reviewer, "approve")
    second = desk.Desk(people.ReviewerFactory(unions=[guild]))

    decides(second, "approve")
    decides(second, "decline", note="No.")

    assert changes().count() == 1
    assert ActRequest.objects.get().decided_by == reviewer.user


def test_a_correction_is_approved_with_its_text_alone(clause, editor, reviewer):
    asks(editor, clause, "correct")

    decides(reviewer, "approve")
    assert_untouched()
    editor.submit(clause, summary="Right words.")
    page = reviewer.review(clause).content.decode()
    assert "This is a correction" in page
    assert REASON in page
    reviewer.approve(clause)

    change = changes().get()
    assert (change.kind, change.by, change.notifies) == ("clause.corrected", reviewer.user, True)
    assert change.changed_fields == ["summary"]
    assert live().summary == "Right words."
    request = ActRequest.objects.get()
    assert (request.state, request.decided_by, request.change) == (
        "approved", reviewer.user, change,
    )  # fmt: skip


def test_who_asked_for_a_correction_does_not_approve_it(clause, editor, reviewer, guild):
    asks(reviewer, clause, "correct")
    editor.submit(clause, summary="Right words.")

    assert "You asked for this correction." in reviewer.review(clause).content.decode()
    reviewer.approve(clause)
    assert_untouched()
    desk.Desk(people.ReviewerFactory(unions=[guild])).approve(clause)

    assert changes().get().kind == "clause.corrected"


def test_no_author_approves_the_text_of_a_correction(clause, editor, reviewer):
    asks(editor, clause, "correct")
    reviewer.submit(clause, summary="Right words.")

    reviewer.approve(clause)

    assert_untouched()
    assert ActRequest.objects.get().state == "open"


def test_a_correction_asked_for_after_the_page_was_shown_is_not_approved(clause, editor, reviewer):
    editor.submit(clause, summary="Right words.")
    shown = desk.sent_by_browser(reviewer.review(clause).context["form"])
    asks(editor, clause, "correct")

    answer = reviewer.client.post(
        desk.review_address(clause), {**shown, "tell": "yes", "approve": "yes"}, follow=True
    )

    assert "changed after it was shown to you" in answer.content.decode()
    assert_untouched()


def test_a_correction_that_changes_nothing_is_refused(clause, editor, reviewer):
    asks(editor, clause, "correct")
    editor.submit(clause)

    answer = reviewer.approve(clause)

    assert answer.status_code == 422
    assert "it corrects nothing" in answer.content.decode()
    assert_untouched()
    assert ActRequest.objects.get().state == "open"


def test_a_declined_correction_leaves_an_ordinary_change(clause, editor, reviewer):
    asks(editor, clause, "correct")
    editor.submit(clause, summary="Other words.")
    decides(reviewer, "decline", note="It was never wrong.")

    reviewer.approve(clause, tell="yes")

    assert changes().get().kind == "clause.revised"


def test_a_retracted_record_can_be_published_anew(clause, editor, reviewer):
    asks(editor, clause, "retract")
    decides(reviewer, "approve")

    editor.submit(clause, summary="Right words.")
    reviewer.approve(clause, tell="yes")

    assert (live().live, live().summary) == (True, "Right words.")
    assert [change.kind for change in changes().order_by("pk")] == [
        "clause.retracted", "clause.revised",
    ]  # fmt: skip
    assert Publication.objects.filter(slug="the-clause").count() == 2


def test_what_waits_counts_what_the_reader_may_decide(clause, editor, reviewer, stranger):
    asks(editor, clause, "retract")

    def pile(person):
        page = person.get(reverse("wagtailadmin_home"))
        (panel,) = page.context["panels"]
        piles = panel.get_context_data({"request": page.wsgi_request})["piles"]
        return [pile.count for pile in piles if pile.address == reverse("desk_acts")]

    assert (pile(editor), pile(reviewer), pile(stranger)) == ([1], [1], [0])
    page = reviewer.get(reverse("desk_acts")).content.decode()
    assert "may decide" in page


def test_the_form_of_a_live_record_leads_to_its_acts(clause, agreement, editor):
    draft = library.ClauseFactory(slug="a-draft", agreement=agreement, live=False)
    address = reverse("desk_act_ask", args=["clause", clause.pk])

    assert address in editor.get(desk.edit_address(clause)).content.decode()
    unpublished = reverse("desk_act_ask", args=["clause", draft.pk])
    assert unpublished not in editor.get(desk.edit_address(draft)).content.decode()


def test_unknown_records_and_kinds_have_no_page(editor):
    for kind, pk in (("clause", 999), ("advisory", 1), ("nonsense", 1)):
        assert editor.get(reverse("desk_act_ask", args=[kind, pk])).status_code == 404
    assert editor.get(reverse("desk_act", args=[999])).status_code == 404


def test_the_list_costs_the_same_however_long_it_is(agreement, words, editor):
    def ask_for(count, start):
        for number in range(start, start + count):
            clause = library.ClauseFactory(
                slug=f"clause-{number}", agreement=agreement, published=True
            )
            acts.ask(subject=clause, act="retract", reason="Wrong.", by=editor.user, now=NOW)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert editor.get(reverse("desk_acts")).status_code == 200
        return len(counted)

    ask_for(2, 0)
    queries()
    few = queries()
    ask_for(4, 2)

    assert queries() == few


class TestWagtailsOwnWays:
    """Each would go around the two persons; each is closed, whoever asks."""

    @pytest.fixture(params=["editor", "reviewer", "administrator", "superuser"])
    def anybody(self, request, editor, reviewer, administrator, guild):
        return {
            "editor": editor,
            "reviewer": reviewer,
            "administrator": administrator,
            "superuser": desk.Desk(people.StaffFactory(is_superuser=True, unions=[guild])),
        }[request.param]

    def test_bulk_actions_and_the_pages_of_a_record(self, clause, anybody):
        named = Clause.snippet_viewset.get_url_name
        addresses = [
            *(
                f"/staff/bulk/clauses/clause/{action}/?id={clause.pk}"
                for action in ("unpublish", "delete", "publish")
            ),
            reverse(named("unpublish"), args=[clause.pk]),
            reverse(named("delete"), args=[clause.pk]),
            reverse(named("revisions_unschedule"), args=[clause.pk, live().latest_revision_id]),
        ]

        answers = {anybody.client.post(address).status_code for address in addresses}

        assert answers <= {302, 403, 404}
        assert_untouched()


def test_the_times_of_wagtails_forms_are_neither_offered_nor_taken(clause, editor, reviewer):
    form = editor.get(desk.edit_address(clause)).context["form"]
    assert not {"go_live_at", "expire_at"} & set(form.fields)

    editor.submit(
        clause,
        summary="New words.",
        go_live_at="2030-01-01 00:00",
        expire_at="2020-01-01 00:00",
    )
    reviewer.approve(clause, tell="yes")

    assert (live().go_live_at, live().expire_at) == (None, None)
    assert (live().live, live().summary) == (True, "New words.")


def test_nobody_has_the_button_to_unpublish(clause, agreement, reviewer):
    for record in (clause, agreement):
        page = reviewer.get(desk.edit_address(record)).content.decode()

        name = type(record).snippet_viewset.get_url_name("unpublish")
        assert reverse(name, args=[record.pk]) not in page
