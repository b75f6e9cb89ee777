"""From a record's history: two versions are compared, and one is gone back to as a draft."""

import pytest
from django.urls import reverse

from clauses import publishing
from clauses.models import Clause, Publication
from tests import desk

pytestmark = pytest.mark.django_db


def named(name, *args):
    return reverse(Clause.snippet_viewset.get_url_name(name), args=args)


@pytest.fixture
def versions(clause, editor):
    """The live text of the clause, and the draft after it."""
    clause.refresh_from_db()
    first = clause.live_revision
    editor.edit(clause, summary="Of the second version.")
    clause.refresh_from_db()
    return first, clause.latest_revision


def go_back(person, clause, revision):
    address = named("revisions_revert", clause.pk, revision.pk)
    return person.client.post(address, desk.sent_by_browser(person.get(address).context["form"]))


def test_the_history_leads_to_both(versions, clause, editor, reviewer):
    saved = versions[1]
    editor.edit(clause, summary="Of the third version.")

    page = reviewer.get(named("history", clause.pk)).content.decode()

    assert named("revisions_revert", clause.pk, saved.pk) in page
    assert named("revisions_compare", clause.pk, saved.pk, "latest") in page


def test_two_versions_are_compared_word_by_word(versions, clause, reviewer):
    first, second = versions

    page = reviewer.get(named("revisions_compare", clause.pk, first.pk, second.pk))

    assert page.status_code == 200
    assert "second version" in page.content.decode()


def test_going_back_saves_a_draft_of_who_did_it_and_publishes_nothing(versions, clause, reviewer):
    first, second = versions
    lived = Publication.objects.count()

    go_back(reviewer, clause, first)

    clause.refresh_from_db()
    newest = clause.latest_revision
    assert newest.pk > second.pk
    assert newest.user == reviewer.user
    assert newest.as_object().summary == first.as_object().summary
    assert clause.live_revision_id == first.pk
    assert Publication.objects.count() == lived


def test_asking_to_publish_while_going_back_publishes_nothing(versions, clause, reviewer):
    address = named("revisions_revert", clause.pk, versions[1].pk)
    sent = desk.sent_by_browser(reviewer.get(address).context["form"])

    reviewer.client.post(address, {**sent, "action-publish": "yes"})

    clause.refresh_from_db()
    assert clause.live_revision_id == versions[0].pk
    assert clause.summary != "Of the second version."


def test_who_went_back_is_an_author_and_cannot_approve(versions, clause, editor, reviewer):
    go_back(reviewer, clause, versions[0])
    editor.submit(clause, summary="Of the third version.")
    clause.refresh_from_db()

    reviewer.approve(clause)

    assert reviewer.user.pk in publishing.author_ids(record=clause, revision=clause.latest_revision)
    clause.refresh_from_db()
    assert clause.live_revision_id == versions[0].pk


def test_administrators_do_neither(versions, clause, administrator):
    first, second = versions
    for address in (
        named("revisions_compare", clause.pk, first.pk, second.pk),
        named("revisions_revert", clause.pk, first.pk),
    ):
        assert administrator.get(address).headers["Location"] == "/staff/"
