"""From draft to public: what was shown is what is published, and never by one person alone."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from clauses import publishing, reviewing
from clauses.models import Change, Clause, Publication
from tests import desk
from tests.factories import library, people

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=datetime.UTC)


def changes():
    return Change.objects.filter(slug="the-clause").exclude(system_actor="catalogue")


def live():
    return Clause.objects.get(slug="the-clause")


def test_a_draft_is_not_public_until_another_person_approves_it(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")
    assert live().summary == "Summary of the-clause."

    answer = reviewer.approve(clause, tell="yes")

    assert answer.status_code == 302
    assert live().summary == "New words."
    change = changes().get()
    assert (change.kind, change.by, change.notifies) == ("clause.revised", reviewer.user, True)
    assert change.changed_fields == ["summary"]
    publication = Publication.objects.get(slug="the-clause", live_until=None)
    assert (publication.approver, publication.author_ids) == (reviewer.user, [editor.user.pk])


def test_the_review_shows_what_changes_and_nothing_else(clause, editor, reviewer):
    editor.submit(clause, summary="Summary of the new clause.")

    page = reviewer.review(clause)

    labels = [difference.label for difference in page.context["differences"]]
    assert labels == ["Summary"]
    html = page.content.decode()
    assert "new" in html
    assert "Title of the-clause" in html


def test_the_list_of_reviews_says_who_may_decide(clause, editor, reviewer, stranger):
    editor.submit(clause, summary="New words.")
    address = reverse("desk_reviews")

    assert "may decide" in reviewer.get(address).content.decode()
    assert "Only staff of a union of this agreement" in stranger.get(address).content.decode()
    assert "You wrote part of this text" in editor.get(address).content.decode()


def test_the_author_cannot_approve(clause, editor):
    editor.submit(clause, summary="New words.")
    page = editor.review(clause)
    assert "Approve and publish" not in page.content.decode()

    answer = editor.approve(clause, tell="yes")

    assert answer.status_code == 302
    assert live().summary == "Summary of the-clause."
    assert not changes().exists()


def test_a_reviewer_who_touched_the_text_cannot_approve_it(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")
    reviewer.edit(clause, title="A better title")

    page = reviewer.approve(clause, tell="yes")

    assert page.status_code == 302
    assert live().title == "Title of the-clause"
    assert not changes().exists()


def test_another_reviewer_then_approves_the_words_of_both(clause, editor, reviewer, guild):
    editor.submit(clause, summary="New words.")
    reviewer.edit(clause, title="A better title")

    desk.Desk(people.ReviewerFactory(unions=[guild])).approve(clause, tell="yes")

    assert (live().title, live().summary) == ("A better title", "New words.")
    publication = Publication.objects.get(slug="the-clause", live_until=None)
    assert sorted(publication.author_ids) == sorted([editor.user.pk, reviewer.user.pk])


def test_an_editor_of_the_same_union_cannot_approve(clause, editor, guild):
    editor.submit(clause, summary="New words.")

    desk.Desk(people.EditorFactory(unions=[guild])).approve(clause, tell="yes")

    assert not changes().exists()


def test_a_reviewer_of_another_union_cannot_approve_or_return(clause, editor, stranger):
    editor.submit(clause, summary="New words.")

    stranger.approve(clause, tell="yes")
    stranger.send_back(clause, reason="I do not like it.")

    assert not changes().exists()
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_a_superuser_cannot_approve_the_own_text(clause, guild):
    root = desk.Desk(people.StaffFactory(is_superuser=True, unions=[guild]))
    root.submit(clause, summary="New words.")

    root.approve(clause, tell="yes")

    assert not changes().exists()


def test_words_slipped_in_after_the_page_was_shown_are_not_approved(clause, editor, reviewer):
    editor.submit(clause, summary="As it was shown.")
    shown = desk.sent_by_browser(reviewer.review(clause).context["form"])
    editor.edit(clause, summary="Slipped in.")

    answer = reviewer.client.post(
        desk.review_address(clause), {**shown, "tell": "yes", "approve": "yes"}, follow=True
    )

    assert "edited after it was shown to you" in answer.content.decode()
    assert live().summary == "Summary of the-clause."
    assert not changes().exists()
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_a_revision_of_another_record_is_not_approved_in_its_place(
    clause, agreement, editor, reviewer
):
    other = library.ClauseFactory(slug="another-clause", agreement=agreement, published=True)
    editor.submit(clause, summary="New words.")

    reviewer.approve(clause, tell="yes", revision=str(other.latest_revision_id))

    assert not changes().exists()


def test_nothing_can_be_edited_in_the_approval(clause, editor, reviewer):
    editor.submit(clause, summary="As it was shown.")

    reviewer.approve(clause, tell="yes", summary="Slipped in.", title="Slipped in.")

    assert (live().summary, live().title) == ("As it was shown.", "Title of the-clause")


def test_a_draft_is_approved_once(clause, editor, reviewer, guild):
    editor.submit(clause, summary="New words.")
    second = desk.Desk(people.ReviewerFactory(unions=[guild]))
    shown = desk.sent_by_browser(second.review(clause).context["form"])
    reviewer.approve(clause, tell="yes")

    answer = second.client.post(
        desk.review_address(clause), {**shown, "tell": "yes", "approve": "yes"}, follow=True
    )

    assert "somebody settled it" in answer.content.decode()
    assert changes().count() == 1


def test_a_quiet_publication_needs_a_reason(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")

    answer = reviewer.approve(clause, tell="no", silence_reason=" ")

    assert answer.status_code == 422
    assert "Say why members are not told." in answer.content.decode()
    assert not changes().exists()
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_a_quiet_publication_keeps_its_reason(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")

    reviewer.approve(clause, tell="no", silence_reason="A spelling mistake.", note="Seen.")

    change = changes().get()
    assert (change.notifies, change.silence_reason) == (False, "A spelling mistake.")
    assert change.note == "Seen."


def test_where_nothing_of_substance_changed_silence_is_proposed(clause, editor, reviewer):
    editor.submit(clause, confidence_note="The date is doubtful.")

    form = reviewer.review(clause).context["form"]

    assert form["tell"].value() == "no"
    assert form["silence_reason"].value() == "Nothing of substance changed."


def test_where_the_words_changed_telling_is_proposed(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")

    assert reviewer.review(clause).context["form"]["tell"].value() == "yes"


def test_a_returned_draft_comes_back_with_the_reason(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")

    reviewer.send_back(clause, reason="The section is missing.")

    page = editor.get(reverse("desk_returned")).content.decode()
    assert "The section is missing." in page
    assert "New words." not in live().summary
    assert not changes().exists()


def test_a_mended_draft_goes_through_a_second_review(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")
    reviewer.send_back(clause, reason="The section is missing.")
    editor.submit(clause, section="Article 9")

    reviewer.approve(clause, tell="yes")

    assert (live().summary, live().section) == ("New words.", "Article 9")
    assert changes().count() == 1


def test_a_return_needs_a_reason(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")

    answer = reviewer.send_back(clause, reason=" ")

    assert answer.status_code == 422
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_an_editor_cannot_return_a_draft(clause, editor, guild):
    editor.submit(clause, summary="New words.")

    desk.Desk(people.EditorFactory(unions=[guild])).send_back(clause, reason="No.")

    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_a_review_mails_nobody(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")
    reviewer.send_back(clause, reason="The section is missing.")
    editor.submit(clause, section="Article 9")

    reviewer.approve(clause, tell="yes")

    assert mail.outbox == []


def test_the_review_of_a_first_draft_shows_all_that_it_says(agreement, words, editor, reviewer):
    editor.add(
        Clause,
        title="A first clause",
        slug="a-first-clause",
        agreement=str(agreement.pk),
        summary="All of it.",
        safeguard_types=["notice", "consent"],
        effective_from="2024-01-01",
        effective_to="2026-05-01",
    )
    clause = Clause.objects.get(slug="a-first-clause")
    editor.submit(clause)

    page = reviewer.review(clause).content.decode()

    assert "All of it." in page
    assert "<ins>Notice</ins>, <ins>Consent</ins>" in page
    assert clause.live is False


class TestWagtailsOwnWays:
    """Each would go around the review; each is closed, whoever asks."""

    @pytest.fixture(params=["editor", "reviewer", "superuser"])
    def anybody(self, request, editor, reviewer, guild):
        return {
            "editor": editor,
            "reviewer": reviewer,
            "superuser": desk.Desk(people.StaffFactory(is_superuser=True, unions=[guild])),
        }[request.param]

    def test_the_publish_button(self, clause, anybody):
        anybody.edit(clause, summary="New words.", **{"action-publish": "yes"})

        assert live().summary == "Summary of the-clause."
        assert not changes().exists()

    def test_publishing_a_new_record_at_once(self, agreement, words, anybody):
        anybody.add(
            Clause,
            title="A clause",
            slug="quick",
            agreement=str(agreement.pk),
            summary="Quick.",
            effective_from="2024-01-01",
            effective_to="2026-05-01",
            **{"action-publish": "yes"},
        )

        assert Clause.objects.get(slug="quick").live is False

    def test_the_workflow_button_in_the_editor(self, clause, editor, anybody):
        editor.submit(clause, summary="New words.")

        anybody.edit(
            clause,
            **{
                "action-workflow-action": "yes",
                "workflow-action-name": "approve",
                "workflow-action-extra-data": "{}",
            },
        )

        assert live().summary == "Summary of the-clause."
        assert not changes().exists()

    @pytest.mark.parametrize("action", ["approve", "reject"])
    @pytest.mark.parametrize("view", ["workflow_action", "collect_workflow_action_data"])
    def test_the_workflow_pages(self, clause, editor, anybody, action, view):
        editor.submit(clause, summary="New words.")
        state = TaskState.objects.get()
        address = reverse(
            Clause.snippet_viewset.get_url_name(view), args=[clause.pk, action, state.pk]
        )

        anybody.client.post(address, {"comment": "x"})

        assert not changes().exists()
        assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS

    def test_unpublishing(self, clause, anybody):
        anybody.client.post(
            reverse(Clause.snippet_viewset.get_url_name("unpublish"), args=[clause.pk])
        )

        assert live().live is True
        assert not changes().exists()

    def test_deleting(self, clause, anybody):
        anybody.client.post(
            reverse(Clause.snippet_viewset.get_url_name("delete"), args=[clause.pk])
        )
        anybody.client.post(
            reverse("wagtail_bulk_action", args=["clauses", "clause", "delete"])
            + f"?id={clause.pk}"
        )

        assert live().live is True

    def test_writing_over_the_revision_under_review(self, clause, editor, anybody):
        editor.submit(clause, summary="As it was shown.")
        shown = live().latest_revision

        anybody.edit(clause, summary="Slipped in.", overwrite_revision_id=str(shown.pk))

        shown.refresh_from_db()
        assert shown.content["summary"] == "As it was shown."


def test_a_failure_in_what_goes_along_leaves_nothing(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")
    review = reviewing.waiting()[0]

    def fail():
        raise RuntimeError("The links could not be written.")

    with pytest.raises(RuntimeError):
        reviewing.approve(
            task_state_id=review.task_state.pk,
            revision_id=review.revision.pk,
            decision=publishing.Decision(by=reviewer.user, now=NOW),
            also=fail,
        )

    assert live().summary == "Summary of the-clause."
    assert not changes().exists()
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_a_form_without_a_button_decides_nothing(editor, reviewer, clause):
    editor.submit(clause, summary="Other words.")
    page = reviewer.review(clause)
    data = desk.sent_by_browser(page.context["form"])

    answer = reviewer.client.post(desk.review_address(clause), data)

    assert answer.status_code == 302
    clause.refresh_from_db()
    assert clause.summary != "Other words."
    assert reviewer.review(clause).status_code == 200
