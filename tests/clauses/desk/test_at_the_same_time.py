"""Two saves that arrive in the same moment."""

import concurrent.futures
import threading

import pytest
from django import db

from clauses.models import Clause
from tests import desk
from tests.factories import people

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_saves_in_the_same_moment_one_is_asked(clause, editor, guild):
    colleague = desk.Desk(people.EditorFactory(unions=[guild]))
    address = desk.edit_address(clause)
    form = desk.sent_by_browser(editor.get(address).context["form"])
    ready = threading.Barrier(2)

    def save(person, words):
        try:
            ready.wait(timeout=20)
            return person.client.post(address, {**form, "summary": words}).status_code
        finally:
            db.connections.close_all()

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        sent = [
            pool.submit(save, person, words)
            for person, words in ((editor, "Of one."), (colleague, "Of the other."))
        ]
        answers = sorted(each.result(timeout=60) for each in sent)

    assert answers == [302, 409]
    assert Clause.objects.get(pk=clause.pk).revisions.count() == 2
