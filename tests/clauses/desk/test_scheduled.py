"""Approved now, live later: published once, at its moment, only while the approval still holds."""

import concurrent.futures
import datetime
import threading

import pytest
from django import db
from django.contrib.auth import models as auth
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.models import WorkflowState

from clauses import calendar, scheduling, submitting
from clauses.models import (
    ActRequest,
    Change,
    Clause,
    ClauseCheck,
    Publication,
    ScheduledPublication,
    StaffUnion,
)
from tests import desk
from tests.factories import library, records

pytestmark = pytest.mark.django_db

SOON = datetime.timedelta(days=2)
PAGE = "/staff/scheduled/"


def clock(after=SOON):
    """What the field says for a moment that far from now; no hour that the clocks skip."""
    there = timezone.now().astimezone(calendar.zone()) + after
    return there.strftime("%Y-%m-%dT12:00")


def due():
    """A moment at which everything scheduled here is due."""
    return timezone.now() + 3 * SOON


def approved(editor, reviewer, clause, **words):
    editor.submit(clause, summary="New words.")
    return reviewer.approve(clause, **{"tell": "yes", "publish_on": clock(), **words})


def live():
    return Clause.objects.get(slug="the-clause")


def row():
    return ScheduledPublication.objects.get()


def changes():
    return Change.objects.filter(slug="the-clause").exclude(system_actor="catalogue")


def assert_nothing_published():
    assert live().summary == "Summary of the-clause."
    assert not changes().exists()
    assert Publication.objects.filter(slug="the-clause").count() == 1


def pile(person):
    page = person.get(reverse("wagtailadmin_home"))
    (panel,) = page.context["panels"]
    piles = panel.get_context_data({"request": page.wsgi_request})["piles"]
    return [each.count for each in piles if each.address == PAGE]


def test_a_publication_that_is_only_scheduled_alerts_nobody_early(clause, editor, reviewer):
    answer = approved(editor, reviewer, clause, note="Seen.")

    assert answer.status_code == 302
    done = scheduling.publish_due(now=row().publish_at - datetime.timedelta(seconds=1))

    assert (done.published, done.refused, done.failed) == (0, 0, 0)
    assert_nothing_published()
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED
    page = editor.get(PAGE).content.decode().replace("\u00a0", " ")
    assert calendar.in_words(row().publish_at) in page


def test_at_its_moment_the_scheduler_publishes_exactly_what_was_approved(clause, editor, reviewer):
    approved(editor, reviewer, clause, note="Seen.")

    done = scheduling.publish_due(now=row().publish_at)

    assert (done.published, done.refused, done.failed) == (1, 0, 0)
    assert (live().summary, live().has_unpublished_changes) == ("New words.", False)
    change = changes().get()
    assert (change.kind, change.by, change.system_actor, change.notifies, change.note) == (
        "clause.revised", reviewer.user, "scheduler", True, "Seen.",
    )  # fmt: skip
    assert change.at == row().publish_at
    publication = Publication.objects.get(slug="the-clause", live_until=None)
    assert (publication.approver, publication.author_ids, publication.revision) == (
        reviewer.user, [editor.user.pk], row().revision,
    )  # fmt: skip
    assert (row().state, row().publication) == ("published", publication)


def test_a_second_pass_publishes_nothing(clause, editor, reviewer):
    approved(editor, reviewer, clause)
    scheduling.publish_due(now=due())

    done = scheduling.publish_due(now=due())

    assert done.published == 0
    assert changes().count() == 1


def test_a_quiet_one_stays_quiet_and_keeps_its_reason(clause, editor, reviewer):
    approved(editor, reviewer, clause, tell="no", silence_reason="A slip of the pen.")

    scheduling.publish_due(now=due())

    change = changes().get()
    assert (change.notifies, change.silence_reason) == (False, "A slip of the pen.")


def test_an_author_schedules_nothing(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")
    reviewer.edit(clause, title="A better title")

    for person in (editor, reviewer):
        person.approve(clause, tell="yes", publish_on=clock())

    assert not ScheduledPublication.objects.exists()
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_a_reviewer_of_another_union_schedules_nothing(clause, editor, stranger):
    approved(editor, stranger, clause)

    assert not ScheduledPublication.objects.exists()


def test_what_was_edited_since_the_approval_is_not_published(clause, editor, reviewer):
    approved(editor, reviewer, clause)
    page = editor.get(desk.edit_address(clause)).content.decode()
    assert "that approval no longer holds" in page
    editor.edit(clause, summary="Newer words.")
    assert "Edited since" in editor.get(PAGE).content.decode()

    done = scheduling.publish_due(now=due())

    assert (done.published, done.refused) == (0, 1)
    assert_nothing_published()
    assert (row().state, row().why) == ("refused", "It was edited after it was approved.")
    assert pile(editor) == [1]
    assert row().why in editor.get(PAGE).content.decode()


def _is_deactivated(user):
    user.is_active = False
    user.save()


def _is_no_reviewer(user):
    user.groups.set(auth.Group.objects.filter(name="Editors"))


def _acts_for_no_union(user):
    StaffUnion.objects.filter(user=user).delete()


@pytest.mark.parametrize(
    ("loses", "why"),
    [
        (_is_deactivated, "Who approved it is no reviewer any more."),
        (_is_no_reviewer, "Who approved it is no reviewer any more."),
        (_acts_for_no_union, "Who approved it acts for no union of this record any more."),
    ],
    ids=["inactive", "no-reviewer", "no-union"],
)
def test_who_lost_the_right_publishes_nothing_any_more(clause, editor, reviewer, loses, why):
    approved(editor, reviewer, clause)
    loses(reviewer.user)

    done = scheduling.publish_due(now=due())

    assert (done.published, done.refused) == (0, 1)
    assert_nothing_published()
    assert (row().state, row().why) == ("refused", why)


def _asks(person, clause, act):
    address = reverse("desk_act_ask", args=["clause", clause.pk])
    person.client.post(address, {"act": act, "reason": "It is wrong."})
    return ActRequest.objects.latest("pk")


def test_what_was_retracted_meanwhile_does_not_come_back(clause, editor, reviewer):
    approved(editor, reviewer, clause)
    asked = _asks(editor, clause, "retract")
    reviewer.client.post(reverse("desk_act", args=[asked.pk]), {"approve": "yes"})
    assert live().live is False

    done = scheduling.publish_due(now=due())

    assert (done.published, done.refused) == (0, 1)
    assert live().live is False
    assert row().why == "It was taken off the site after this was approved."


@pytest.mark.parametrize("act", ["correct", "retract"])
def test_an_open_request_about_the_record_stops_it(clause, editor, reviewer, act):
    approved(editor, reviewer, clause)
    _asks(editor, clause, act)

    scheduling.publish_due(now=due())

    assert_nothing_published()
    assert row().state == "refused"
    assert ActRequest.objects.get().state == "open"


def test_a_correction_is_not_scheduled(clause, editor, reviewer):
    _asks(editor, clause, "correct")

    answer = approved(editor, reviewer, clause)

    assert answer.status_code == 422
    assert not ScheduledPublication.objects.exists()
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_words_that_are_live_already_are_not_published_again(clause, editor, reviewer):
    editor.submit(clause)
    reviewer.approve(clause, tell="yes", publish_on=clock())

    scheduling.publish_due(now=due())

    assert_nothing_published()
    assert row().why == "These words are on the site already."


def test_a_cancelled_one_is_not_published(clause, editor, reviewer):
    approved(editor, reviewer, clause)

    answer = editor.client.post(f"{PAGE}{row().pk}/", follow=True)

    assert f"Cancelled: {clause}." in answer.content.decode()
    assert (row().state, row().finished_by) == ("cancelled", editor.user)
    assert scheduling.publish_due(now=due()).published == 0
    assert_nothing_published()
    assert "submit it to review again" in answer.content.decode()
    editor.submit(clause)
    assert reviewer.approve(clause, tell="yes").status_code == 302
    assert live().summary == "New words."


def test_the_second_of_two_who_cancel_is_told(clause, editor, reviewer):
    approved(editor, reviewer, clause)
    editor.client.post(f"{PAGE}{row().pk}/")

    answer = reviewer.client.post(f"{PAGE}{row().pk}/", follow=True)

    assert "somebody settled it" in answer.content.decode()
    assert row().finished_by == editor.user


def test_what_is_published_cannot_be_cancelled_any_more(clause, editor, reviewer):
    approved(editor, reviewer, clause)
    scheduling.publish_due(now=due())

    answer = editor.client.post(f"{PAGE}{row().pk}/", follow=True)

    assert "somebody settled it" in answer.content.decode()
    assert row().state == "published"


def test_staff_of_another_union_cancel_nothing(clause, editor, reviewer, stranger):
    approved(editor, reviewer, clause)

    stranger.client.post(f"{PAGE}{row().pk}/")

    assert row().state == "waiting"


def test_a_refused_one_waits_until_somebody_puts_it_aside(clause, editor, reviewer):
    approved(editor, reviewer, clause)
    editor.edit(clause, summary="Newer words.")
    scheduling.publish_due(now=due())
    assert pile(reviewer) == [1]

    reviewer.client.post(f"{PAGE}{row().pk}/")

    assert (row().state, row().put_aside_by) == ("refused", reviewer.user)
    assert pile(reviewer) == [0]


def test_the_approval_of_a_newer_text_ends_the_earlier_one(clause, editor, reviewer):
    approved(editor, reviewer, clause)
    editor.submit(clause, summary="Newer words.")

    reviewer.approve(clause, tell="yes", publish_on=clock(2 * SOON))

    first, second = ScheduledPublication.objects.order_by("pk")
    assert (first.state, first.why) == ("cancelled", "Another text was approved.")
    assert second.state == "waiting"
    scheduling.publish_due(now=due())
    assert live().summary == "Newer words."
    assert changes().count() == 1


def test_what_is_approved_already_is_not_submitted_again(clause, editor, reviewer):
    approved(editor, reviewer, clause)

    with pytest.raises(submitting.CannotSubmit, match="It is approved already"):
        submitting.submit(record=live(), by=editor.user)


def test_the_list_of_records_says_when_it_goes_live(clause, editor, reviewer):
    approved(editor, reviewer, clause)

    page = editor.get(reverse(Clause.snippet_viewset.get_url_name("list"))).content.decode()

    assert f"approved, goes live on {calendar.in_words(row().publish_at)}" in page.replace(
        "\u00a0", " "
    )


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2020-01-01T09:00", "This moment is past."),
        ("2030-03-10T02:30", "this time does not exist on that day"),
        ("9999-12-31T23:59", "this time does not exist on that day"),
        ("2030-02-31T09:00", "Give a day and a time"),
        ("2030-03-10T09:00Z", "Give a day and a time"),
        ("next Monday", "Give a day and a time"),
    ],
    ids=["past", "left-out", "end-of-time", "no-such-day", "with-zone", "words"],
)
def test_a_moment_that_cannot_be_is_refused_and_nothing_lost(
    clause, editor, reviewer, settings, written, sentence
):
    settings.CATALOGUE_TIME_ZONE = "America/Los_Angeles"

    answer = approved(editor, reviewer, clause, publish_on=written, note="Seen.")

    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "Seen." in page
    assert written in page
    assert not ScheduledPublication.objects.exists()
    assert_nothing_published()


def test_of_an_hour_that_comes_twice_the_earlier_is_meant_and_said(
    clause, editor, reviewer, settings
):
    settings.CATALOGUE_TIME_ZONE = "America/Los_Angeles"
    editor.submit(clause, summary="New words.")
    data = desk.sent_by_browser(reviewer.review(clause).context["form"])

    answer = reviewer.client.post(
        desk.review_address(clause),
        {**data, "tell": "yes", "publish_on": "2030-11-03T01:30", "approve": "yes"},
        follow=True,
    )

    assert "the earlier one is meant" in answer.content.decode()
    assert row().publish_at == datetime.datetime(2030, 11, 3, 8, 30, tzinfo=datetime.UTC)
    assert "3 Nov 2030 01:30 (PDT)" in answer.content.decode()


def test_an_ordinary_hour_is_that_of_the_catalogues_clock(clause, editor, reviewer, settings):
    settings.CATALOGUE_TIME_ZONE = "Europe/Paris"

    approved(editor, reviewer, clause, publish_on="2030-07-01T09:00")

    assert row().publish_at == datetime.datetime(2030, 7, 1, 7, 0, tzinfo=datetime.UTC)


def test_the_mark_of_the_comparison_is_set_when_it_goes_live(clause, editor, reviewer):
    approved(
        editor, reviewer, clause,
        **{"check": "yes", "check-document": "The Agreement 2023", "check-page": "94"},
    )  # fmt: skip
    assert not ClauseCheck.objects.exists()

    scheduling.publish_due(now=due())

    check = ClauseCheck.objects.get()
    assert (check.by, check.document, check.page) == (reviewer.user, "The Agreement 2023", "94")
    assert check.publication == row().publication


def test_one_that_fails_stops_nobody_else_and_stays_due(clause, agreement, editor, reviewer):
    other = library.ClauseFactory(slug="another-clause", agreement=agreement, published=True)
    for record in (other, clause):
        editor.submit(record, summary="New words.")
        reviewer.approve(record, tell="yes", publish_on=clock())

    def fail(*, subject, **given):
        if subject.slug == "another-clause":
            raise RuntimeError("Nobody foresaw this.")

    with hooks.register_temporarily("desk_scheduled_part", fail):
        done = scheduling.publish_due(now=due())

    assert (done.published, done.failed) == (1, 1)
    assert live().summary == "New words."
    left = ScheduledPublication.objects.get(slug="another-clause")
    assert left.state == "waiting"
    assert not Change.objects.filter(slug="another-clause", system_actor="scheduler").exists()
    assert scheduling.publish_due(now=due()).published == 1


def test_one_killed_in_the_middle_waits_on(clause, editor, reviewer):
    approved(editor, reviewer, clause)

    def die(**given):
        raise KeyboardInterrupt

    with (
        hooks.register_temporarily("desk_scheduled_part", die),
        pytest.raises(KeyboardInterrupt),
    ):
        scheduling.publish_due(now=due())

    assert row().state == "waiting"
    assert_nothing_published()


class TestTheDatabase:
    """What it refuses, whoever writes."""

    def test_a_publication_of_the_scheduler_without_an_approval(self, clause, reviewer):
        library.ClauseFactory(slug="other", agreement=clause.agreement, published=True)
        live_now = Publication.objects.get(slug="other")

        with transaction.atomic():
            Publication.objects.create(
                record_kind="clause", record_id=0, slug="nothing", approver=reviewer.user,
                revision=live_now.revision, content_digest="0" * 64,
                system_actor="scheduler", live_from=records.PUBLISHED_AT,
            )  # fmt: skip
            with (
                pytest.raises(db.IntegrityError, match="only what somebody approved"),
                connection.cursor() as cursor,
            ):
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)

    @pytest.mark.parametrize(
        "written",
        [
            {"publish_at": datetime.datetime(2040, 1, 1, tzinfo=datetime.UTC)},
            {"note": "Other."},
            {"state": "published"},
            {"state": "cancelled"},
        ],
        ids=["moment", "note", "published", "cancelled"],
    )
    def test_an_approval_that_is_altered(self, clause, editor, reviewer, written):
        approved(editor, reviewer, clause)

        with pytest.raises(db.IntegrityError), transaction.atomic():
            ScheduledPublication.objects.update(**written)

    def test_an_approval_that_is_deleted(self, clause, editor, reviewer):
        approved(editor, reviewer, clause)

        with pytest.raises(db.IntegrityError), transaction.atomic():
            ScheduledPublication.objects.all().delete()

    def test_an_approver_who_wrote_it(self, clause, editor, reviewer):
        approved(editor, reviewer, clause)
        again = row()
        again.pk, again.state, again.author_ids = None, "cancelled", [reviewer.user.pk]
        again.finished_at, again.finished_by = again.approved_at, editor.user

        with (
            pytest.raises(db.IntegrityError, match="scheduled_approver_is_no_author"),
            transaction.atomic(),
        ):
            again.save()


def test_the_page_costs_the_same_however_long_it_is(agreement, words, editor, reviewer):
    def schedule(count, start):
        for number in range(start, start + count):
            record = library.ClauseFactory(
                slug=f"clause-{number}", agreement=agreement, published=True
            )
            editor.submit(record, summary="New words.")
            reviewer.approve(record, tell="yes", publish_on=clock())

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert editor.get(PAGE).status_code == 200
        return len(counted)

    schedule(2, 0)
    queries()
    few = queries()
    schedule(2, 2)

    assert queries() == few


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_publish_once(clause, editor, reviewer):
    approved(editor, reviewer, clause)
    now, ready = due(), threading.Barrier(2)

    def run():
        try:
            ready.wait(timeout=20)
            return scheduling.publish_due(now=now)
        finally:
            db.connections.close_all()

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        done = [each.result(timeout=60) for each in [pool.submit(run), pool.submit(run)]]

    assert sorted(each.published for each in done) == [0, 1]
    assert [each.refused + each.failed for each in done] == [0, 0]
    assert changes().count() == 1
    assert live().summary == "New words."
