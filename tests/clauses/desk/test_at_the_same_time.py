"""Two saves, or two locks, that arrive in the same moment."""

import concurrent.futures
import threading

import pytest
from django import db
from django.urls import reverse
from wagtail.models import ModelLogEntry

from clauses.models import Clause
from tests import desk
from tests.factories import people

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Do all in the same moment; return what each answered, in their order."""
    ready = threading.Barrier(len(acts))

    def do(act):
        try:
            ready.wait(timeout=20)
            return act()
        finally:
            db.connections.close_all()

    with concurrent.futures.ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(do, act) for act in acts]]


def test_of_two_saves_in_the_same_moment_one_is_asked(clause, editor, guild):
    colleague = desk.Desk(people.EditorFactory(unions=[guild]))
    address = desk.edit_address(clause)
    form = desk.sent_by_browser(editor.get(address).context["form"])
    answers = at_once(
        lambda: editor.client.post(address, {**form, "summary": "Of one."}).status_code,
        lambda: colleague.client.post(address, {**form, "summary": "Of the other."}).status_code,
    )

    assert sorted(answers) == [302, 409]
    assert Clause.objects.get(pk=clause.pk).revisions.count() == 2


def test_of_two_locks_in_the_same_moment_one_holds(clause, editor, guild):
    colleague = desk.Desk(people.EditorFactory(unions=[guild]))
    address = reverse(Clause.snippet_viewset.get_url_name("lock"), args=[clause.pk])

    at_once(lambda: editor.client.post(address), lambda: colleague.client.post(address))

    entry = ModelLogEntry.objects.get(action="wagtail.lock")
    assert Clause.objects.get(pk=clause.pk).locked_by == entry.user


def test_a_save_and_anothers_lock_in_the_same_moment_leave_both_or_the_lock(clause, editor, guild):
    colleague = desk.Desk(people.EditorFactory(unions=[guild]))
    address = desk.edit_address(clause)
    form = desk.sent_by_browser(colleague.get(address).context["form"])
    lock = reverse(Clause.snippet_viewset.get_url_name("lock"), args=[clause.pk])

    _locked, saved = at_once(
        lambda: editor.client.post(lock),
        lambda: colleague.client.post(address, {**form, "summary": "New words."}).status_code,
    )

    fresh = Clause.objects.get(pk=clause.pk)
    assert (fresh.locked, fresh.locked_by) == (True, editor.user)
    assert fresh.revisions.count() == {302: 2, 200: 1}[saved]
