"""Several records at once: drafts are submitted and saved, nothing is published or deleted."""

import pytest
from django.urls import reverse

from clauses import submitting
from clauses.models import Change, Clause, Publication
from tests.factories import library, people

pytestmark = pytest.mark.django_db


def address(action, *records):
    name = reverse("wagtail_bulk_action", args=["clauses", "clause", action])
    return f"{name}?" + "&".join(f"id={record.pk}" for record in records)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.fixture
def three(agreement, words, editor):
    """One with a newer draft, one without, one that waits for a review."""
    made = [
        library.ClauseFactory(slug=slug, agreement=agreement, published=True)
        for slug in ("changed", "plain", "waiting")
    ]
    editor.edit(made[0], summary="New words.")
    editor.submit(made[2], summary="New words.")
    for clause in made:
        clause.refresh_from_db()
    return made


def test_drafts_are_submitted_together_and_the_others_are_told(three, editor, reviewer):
    page = editor.get(address("submit", *three)).content.decode()
    assert all(str(clause) in page for clause in three)

    answer = editor.client.post(address("submit", *three), follow=True)

    assert any("1 draft submitted to review." in each for each in said(answer))
    assert any("Title of plain: Nothing in it is new." in each for each in said(answer))
    assert any("Title of waiting: It is in review already." in each for each in said(answer))
    assert {slug for slug in ("changed", "plain", "waiting") if _in_review(slug)} == {
        "changed",
        "waiting",
    }
    assert reviewer.review(three[0]).context["review"].submitted_by == editor.user


def test_a_returned_draft_is_submitted_again(three, editor, reviewer):
    reviewer.send_back(three[2], reason="Not yet.")

    editor.client.post(address("submit", three[2]))

    assert _in_review("waiting")
    assert Clause.objects.get(slug="waiting").workflow_states.count() == 1


def test_an_unfinished_draft_is_not_submitted(agreement, words, editor):
    editor.add(
        Clause, title="Half", slug="half", agreement=str(agreement.pk), effective_to="2026-05-01"
    )
    half = Clause.objects.get(slug="half")

    answer = editor.client.post(address("submit", half), follow=True)

    assert any("It is not finished: Summary:" in each for each in said(answer))
    assert not half.workflow_states.exists()


def test_visibility_is_set_in_drafts_and_nothing_changes_for_readers(three, editor):
    answer = editor.client.post(address("visibility", *three), {"level": "staff"}, follow=True)

    assert any("2 drafts saved." in each for each in said(answer))
    assert any("It is in review; the review comes first." in each for each in said(answer))
    drafts = {
        clause.slug: clause.latest_revision.as_object().visibility
        for clause in Clause.objects.all()
    }
    assert drafts == {"changed": "staff", "plain": "staff", "waiting": "public"}
    assert set(Clause.objects.values_list("visibility", flat=True)) == {"public"}
    assert Clause.objects.get(slug="changed").latest_revision.user == editor.user
    assert Clause.objects.get(slug="changed").latest_revision.as_object().summary == "New words."


def test_nobody_publishes_or_deletes_in_a_list(three, editor, reviewer):
    before = (Publication.objects.count(), Change.objects.count())

    for person in (editor, reviewer):
        person.client.post(address("submit", *three))
        person.client.post(address("visibility", *three), {"level": "members"})
        answer = person.client.post(address("delete", *three))
        assert answer.status_code == 404

    assert (Publication.objects.count(), Change.objects.count()) == before
    assert Clause.objects.count() == 3


def test_a_level_that_is_not_there_changes_nothing(three, editor):
    answer = editor.client.post(address("visibility", *three), {"level": "everybody"})

    assert answer.status_code == 200
    assert "level" in answer.context["form"].errors
    assert three[1].revisions.count() == 1


@pytest.mark.parametrize("action", ["submit", "visibility"])
def test_accounts_that_do_not_write_do_nothing_in_lists(three, administrator, action):
    answer = administrator.client.post(address(action, *three), {"level": "staff"})

    assert answer.status_code in {302, 403}
    assert three[1].revisions.count() == 1
    assert not _in_review("changed")


@pytest.mark.parametrize("ids", ["id=all", "id=0", "id=-1", "id=x", ""])
def test_what_is_no_record_is_no_page(three, editor, ids):
    assert editor.get(address("submit") + ids).status_code == 404


def test_a_locked_draft_is_left_alone(three, editor):
    Clause.objects.filter(slug="changed").update(locked=True, locked_by=people.EditorFactory())

    with pytest.raises(submitting.CannotSubmit, match="locked"):
        submitting.submit(record=three[0], by=editor.user)

    assert not _in_review("changed")


def test_the_list_offers_these_acts(three, editor):
    page = editor.get(reverse(Clause.snippet_viewset.get_url_name("list"))).content.decode()

    assert "Submit the selected drafts to review" in page
    assert "Delete selected" not in page


def _in_review(slug):
    return Clause.objects.get(slug=slug).workflow_in_progress
