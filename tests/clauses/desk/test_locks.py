"""A record that somebody locked: others save nothing and lose nothing; reviews go on."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from clauses import calendar, held, locking, scheduling, settling, submitting
from clauses.desk import overtaken
from clauses.models import Agreement, Clause, Publication, ScheduledPublication
from tests import desk
from tests.factories import deployments, library, people

pytestmark = pytest.mark.django_db


def named(name, record):
    return reverse(type(record).snippet_viewset.get_url_name(name), args=[record.pk])


def lock(person, record):
    return person.client.post(named("lock", record), follow=True)


def unlock(person, record, **words):
    return person.client.post(named("unlock", record), words, follow=True)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def opened(person, record):
    return desk.sent_by_browser(person.get(desk.edit_address(record)).context["form"])


def send(person, record, form, **words):
    return person.client.post(desk.edit_address(record), {**form, **words})


def state(record):
    fresh = type(record).objects.get(pk=record.pk)
    return fresh.locked, fresh.locked_by_id, fresh.latest_revision_id, fresh.summary


@pytest.fixture
def colleague(guild):
    return desk.Desk(people.EditorFactory(unions=[guild], last_name="Colleague"))


@pytest.fixture
def draft(agreement, words, editor):
    """A clause that was never live: its row is its latest draft."""
    made = library.ClauseFactory(slug="the-draft", agreement=agreement, live=False)
    made.save_revision(user=editor.user)
    return Clause.objects.get(slug="the-draft")


@pytest.fixture(params=["live", "draft"])
def record(request):
    return request.getfixturevalue({"live": "clause", "draft": "draft"}[request.param])


def test_the_form_says_who_locked_it_and_since_when(clause, editor, colleague):
    answer = lock(editor, clause)
    clause.refresh_from_db()

    assert "Locked for you. Nobody else saves this record until you lift the lock." in said(answer)
    assert "Locked by you." in answer.content.decode()
    page = colleague.get(desk.edit_address(clause)).content.decode()
    since = calendar.in_words(clause.locked_at)
    assert f"It is locked by {editor.user} since {since}." in page
    assert "Lift the lock" not in page
    assert "Save my text now" not in page


def test_nobody_else_saves_and_what_was_typed_is_kept(record, editor, colleague):
    before = opened(colleague, record)
    lock(editor, record)
    locked = state(record)

    for form in (before, opened(colleague, record)):
        for way in ({}, {"action-submit": "Submit"}):
            answer = send(colleague, record, form, summary="Long work of a colleague.", **way)

            assert answer.status_code == 200
            page = answer.content.decode()
            assert "Long work of a colleague." in page
            assert f"It is locked by {editor.user} since " in page
            assert "What you typed is in this form and not saved." in page
            assert "Save my text now" in page
            assert state(record) == locked
    assert not record.workflow_in_progress


def test_a_lock_that_comes_while_a_save_is_under_way_still_counts(
    record, editor, colleague, monkeypatch
):
    form = opened(colleague, record)
    hold = overtaken.holding.hold

    def hold_after_the_lock():
        monkeypatch.setattr(overtaken.holding, "hold", hold)
        locking.lock(record=record, by=editor.user, now=timezone.now())
        hold()

    monkeypatch.setattr(overtaken.holding, "hold", hold_after_the_lock)
    before = state(record)
    answer = send(colleague, record, form, summary="Of a colleague.")

    assert answer.status_code == 200
    assert "Of a colleague." in answer.content.decode()
    assert f"It is locked by {editor.user} since " in answer.content.decode()
    assert state(record) == (True, editor.user.pk, *before[2:])


def test_who_locked_it_saves_and_submits_and_keeps_the_lock(record, editor):
    lock(editor, record)

    assert editor.submit(record, summary="Of who locked it.").status_code == 302

    fresh = Clause.objects.get(pk=record.pk)
    assert fresh.get_latest_revision_as_object().summary == "Of who locked it."
    assert fresh.workflow_in_progress
    assert (fresh.locked, fresh.locked_by) == (True, editor.user)


def test_once_the_lock_is_lifted_the_same_text_is_saved(record, editor, colleague):
    form = opened(colleague, record)
    lock(editor, record)
    send(colleague, record, form, summary="Of a colleague.")
    unlock(editor, record)

    assert send(colleague, record, form, summary="Of a colleague.").status_code == 302

    fresh = Clause.objects.get(pk=record.pk).get_latest_revision_as_object()
    assert fresh.summary == "Of a colleague."
    assert not fresh.locked


def test_what_was_saved_under_the_lock_is_shown_beside_what_was_typed(record, editor, colleague):
    form = opened(colleague, record)
    lock(editor, record)
    editor.edit(record, summary="Of who locked it.")
    refused = send(colleague, record, form, summary="Of a colleague.")
    again = desk.sent_by_browser(refused.context["form"])
    unlock(editor, record)

    answer = send(colleague, record, again)

    assert answer.status_code == 409
    assert "Of who locked it." in answer.content.decode()
    assert "Of a colleague." in answer.content.decode()


def test_going_back_to_an_earlier_version_is_refused_too(clause, editor, colleague):
    editor.edit(clause, summary="Second version.")
    clause.refresh_from_db()
    address = reverse(
        Clause.snippet_viewset.get_url_name("revisions_revert"),
        args=[clause.pk, clause.live_revision_id],
    )
    form = desk.sent_by_browser(colleague.get(address).context["form"])
    lock(editor, clause)
    before = state(clause)

    assert colleague.client.post(address, form).status_code == 200

    assert state(clause) == before


@pytest.mark.parametrize(
    ("who", "may_lock", "may_lift"),
    [
        ("editor", True, True),
        ("colleague", True, False),
        ("reviewer", True, True),
        ("stranger", False, False),
        ("administrator", False, False),
    ],
)
def test_who_locks_and_who_lifts(request, clause, editor, who, may_lock, may_lift):
    person = request.getfixturevalue(who)

    lock(person, clause)
    found = state(clause)[:2]
    assert found == ((True, person.user.pk) if may_lock else (False, None))

    Clause.objects.update(locked=True, locked_by=editor.user, locked_at=timezone.now())
    unlock(person, clause)
    assert state(clause)[:2] == ((False, None) if may_lift else (True, editor.user.pk))


def test_a_refusal_says_why(clause, editor, colleague, stranger):
    assert "Only staff of a union of this record can lock it. You may still edit it." in said(
        lock(stranger, clause)
    )

    lock(editor, clause)
    assert held.in_words(Clause.objects.get(pk=clause.pk)) in said(lock(colleague, clause))
    assert any(
        "Only who locked it, or a reviewer" in each for each in said(unlock(colleague, clause))
    )


def test_what_no_union_owns_is_locked_by_anybody_who_writes(stranger, colleague):
    vendor = deployments.VendorFactory(published=True)

    lock(stranger, vendor)

    assert type(vendor).objects.get(pk=vendor.pk).locked_by == stranger.user
    assert colleague.edit(vendor, name="Another name").status_code == 200


def test_twice_is_once(clause, editor):
    for act, name in ((lock, "wagtail.lock"), (unlock, "wagtail.unlock")):
        act(editor, clause)
        first = Clause.objects.get(pk=clause.pk).locked_at
        act(editor, clause)

        assert Clause.objects.get(pk=clause.pk).locked_at == first
        assert ModelLogEntry.objects.filter(action=name).count() == 1


def test_the_report_tells_of_it(clause, editor, reviewer):
    lock(editor, clause)
    unlock(reviewer, clause)

    rows = list(reviewer.get(reverse("desk_report")).context["page"].object_list)

    assert [(row["act"], row["actor_id"]) for row in rows[:2]] == [
        ("wagtail.unlock", reviewer.user.pk),
        ("wagtail.lock", editor.user.pk),
    ]
    entry = ModelLogEntry.objects.get(action="wagtail.unlock")
    assert entry.data["held_by"] == editor.user.pk


def test_a_draft_in_review_can_be_locked_and_the_review_goes_on(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")
    assert "Locked by workflow" not in editor.get(desk.edit_address(clause)).content.decode()
    lock(editor, clause)
    assert state(clause)[0]

    reviewer.send_back(clause, reason="Which section?")
    editor.submit(clause, summary="Newer words.")
    reviewer.approve(clause)

    assert state(clause) == (True, editor.user.pk, clause.revisions.latest("pk").pk, "Newer words.")
    assert Publication.objects.get(live_until=None, slug="the-clause").approver == reviewer.user


def test_what_is_approved_for_later_goes_live_under_a_lock(clause, editor, reviewer, colleague):
    editor.submit(clause, summary="New words.")
    later = timezone.now().astimezone(calendar.zone()) + datetime.timedelta(days=2)
    reviewer.approve(clause, publish_on=later.strftime("%Y-%m-%dT12:00"))
    lock(colleague, clause)

    scheduling.publish_due(now=timezone.now() + datetime.timedelta(days=4))

    assert ScheduledPublication.objects.get().state == "published"
    assert state(clause)[3] == "New words."
    assert state(clause)[:2] == (True, colleague.user.pk)


def test_submitting_and_setting_visibility_of_many_leave_it_alone(clause, editor, colleague):
    colleague.edit(clause, summary="New words.")
    lock(editor, clause)
    before = state(clause)
    words = held.in_words(Clause.objects.get(pk=clause.pk))

    for action, sent in (("submit", {}), ("visibility", {"level": "staff"})):
        address = reverse("wagtail_bulk_action", args=["clauses", "clause", action])
        answer = colleague.client.post(f"{address}?id={clause.pk}", sent, follow=True)
        assert any(each.startswith(f"{clause}: {words}") for each in said(answer))

    assert state(clause) == before
    assert not clause.workflow_in_progress
    submitting.submit(record=clause, by=editor.user)
    assert clause.workflow_in_progress


def test_settling_lineage_does_not_write_over_it(clause, agreement, guild, editor, reviewer):
    later = library.AgreementFactory(
        slug="next", preceded_by=agreement, unions=[guild], published=True
    )
    lock(reviewer, clause)
    clause.refresh_from_db()
    before = state(clause)

    with pytest.raises(settling.Refused, match=f"It is locked by {reviewer.user}"):
        settling.settle(
            clause_id=clause.pk,
            agreement=Agreement.objects.get(pk=later.pk),
            verdict=settling.Verdict(choice=settling.Choice.CARRIED),
            shown={clause.pk: clause.latest_revision_id},
            by=editor.user,
        )

    assert state(clause) == before


def test_no_road_saves_over_it(clause, editor, colleague):
    lock(editor, clause)
    record = Clause.objects.get(pk=clause.pk)

    for by in (colleague.user, None):
        with pytest.raises(held.HeldByAnother):
            record.save_revision(user=by)

    assert record.save_revision(user=editor.user).user == editor.user


def waits(person):
    panel = person.get(reverse("wagtailadmin_home")).context["panels"][0]
    request = type("Request", (), {"user": person.user})()
    piles = panel.get_context_data({"request": request})["piles"]
    return next(
        each for each in piles if each.name == "Records that you locked more than a day ago"
    )


def test_the_opening_page_counts_ones_own_old_locks(clause, agreement, editor, reviewer):
    lock(editor, clause)
    lock(editor, agreement)
    assert waits(editor).count == 0

    old = timezone.now() - datetime.timedelta(days=1, minutes=1)
    Agreement.objects.update(locked_at=old)

    assert (waits(editor).count, waits(editor).since) == (1, old)
    assert waits(editor).address == reverse("desk_locks")
    assert waits(reviewer).count == 0


def test_the_page_of_locks_lifts_those_left_behind(
    clause, agreement, editor, colleague, reviewer, stranger
):
    lock(editor, clause)
    lock(colleague, agreement)

    def shown(person):
        found = person.get(reverse("desk_locks")).context["locked"]
        return [(each["record"].slug, each["may_lift"]) for each in found]

    assert shown(editor) == [("the-clause", True), ("the-agreement", False)]
    assert shown(reviewer) == [("the-clause", True), ("the-agreement", True)]
    assert shown(stranger) == [("the-clause", False), ("the-agreement", False)]

    answer = unlock(reviewer, clause, next=reverse("desk_locks"))

    assert answer.redirect_chain == [(reverse("desk_locks"), 302)]
    assert shown(editor) == [("the-agreement", False)]


def test_the_page_of_locks_asks_no_more_often_for_more(agreement, guild, editor, reviewer):
    def add(number):
        made = library.ClauseFactory(slug=f"clause-{number}", agreement=agreement)
        Clause.objects.filter(pk=made.pk).update(
            locked=True, locked_by=people.EditorFactory(unions=[guild]), locked_at=timezone.now()
        )

    def count():
        with CaptureQueriesContext(connection) as caught:
            reviewer.get(reverse("desk_locks"))
        return len(caught)

    add(1)
    count()
    few = count()
    for number in range(2, 8):
        add(number)

    assert count() == few
