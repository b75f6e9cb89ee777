"""Two people at one record: what either of them wrote is never written over unseen."""

import pytest
from django.urls import reverse

from clauses.models import Clause
from tests import desk
from tests.factories import library, people

pytestmark = pytest.mark.django_db


def live():
    return Clause.objects.get(slug="the-clause")


def draft():
    return live().latest_revision.as_object()


@pytest.fixture
def colleague(guild):
    return desk.Desk(people.EditorFactory(unions=[guild], first_name="Cleo", last_name="Colleague"))


def opened(person, record):
    """What the person's browser holds of the form at this moment."""
    return desk.sent_by_browser(person.get(desk.edit_address(record)).context["form"])


def send(person, record, form, **words):
    return person.client.post(desk.edit_address(record), {**form, **words})


def settle(person, page, **answers):
    """Send the page of both versions with what was decided on it."""
    kept = {}
    for name, value in page.context["kept"]:
        kept.setdefault(name, []).append(value)
    record = page.context["record"]
    return person.client.post(
        desk.edit_address(record), {**kept, "settle_on": record.latest_revision_id, **answers}
    )


def test_a_newer_version_is_not_written_over(clause, editor, colleague):
    mine = opened(editor, clause)
    send(colleague, clause, mine, summary="Of the colleague.")

    page = send(editor, clause, mine, summary="Of mine.")

    assert page.status_code == 409
    assert draft().summary == "Of the colleague."
    assert live().revisions.count() == 2
    html = page.content.decode()
    assert "Cleo Colleague saved this record while you had it open" in html
    assert ("summary", "Of mine.") in page.context["kept"]


def test_both_versions_are_shown_word_by_word(clause, editor, colleague):
    mine = opened(editor, clause)
    send(colleague, clause, mine, summary="Summary of the other clause.")

    page = send(editor, clause, mine, summary="A summary of the-clause.")

    (field,) = page.context["meeting"].disputed
    assert field.name == "summary"
    assert "other" in field.theirs
    assert "A summary" in field.mine.replace('<span class="addition">', "").replace("</span>", "")


def test_fields_that_only_one_touched_come_together(clause, editor, colleague):
    mine = opened(editor, clause)
    send(colleague, clause, mine, section="Article 9")

    page = send(editor, clause, mine, summary="Of mine.")
    assert page.context["meeting"].disputed == []
    assert draft().summary == "Summary of the-clause."
    answer = settle(editor, page, settle="both")

    assert answer.status_code == 302
    assert (draft().section, draft().summary) == ("Article 9", "Of mine.")
    assert live().latest_revision.user == editor.user


def test_a_field_that_both_touched_waits_for_a_decision(clause, editor, colleague):
    mine = opened(editor, clause)
    send(colleague, clause, mine, summary="Of the colleague.", title="Title of the colleague")

    page = send(editor, clause, mine, summary="Of mine.", title="Title of mine")
    undecided = settle(editor, page, settle="both", **{"whose-title": "mine"})
    assert undecided.status_code == 409
    assert "Say for each field whose words count." in undecided.content.decode()
    assert draft().summary == "Of the colleague."
    settle(editor, page, settle="both", **{"whose-summary": "theirs", "whose-title": "mine"})

    assert (draft().summary, draft().title) == ("Of the colleague.", "Title of mine")


def test_mine_alone_may_be_saved_knowingly_and_theirs_stays_in_the_history(
    clause, editor, colleague
):
    mine = opened(editor, clause)
    send(colleague, clause, mine, summary="Of the colleague.", section="Article 9")
    theirs = live().latest_revision

    page = send(editor, clause, mine, summary="Of mine.")
    settle(editor, page, settle="mine")

    assert (draft().summary, draft().section) == ("Of mine.", "Article 72.B")
    theirs.refresh_from_db()
    assert theirs.content["summary"] == "Of the colleague."


def test_going_on_writing_saves_nothing_and_holds_both(clause, editor, colleague):
    mine = opened(editor, clause)
    send(colleague, clause, mine, summary="Of the colleague.", section="Article 9")
    page = send(editor, clause, mine, summary="Of mine.")

    form_page = settle(editor, page, settle="write")

    assert form_page.status_code == 200
    assert "Of the colleague." in form_page.content.decode()
    form = form_page.context["form"]
    assert (form["summary"].value(), form["section"].value()) == ("Of mine.", "Article 9")
    assert draft().summary == "Of the colleague."
    send(editor, clause, desk.sent_by_browser(form), summary="Of both.")
    assert (draft().summary, draft().section) == ("Of both.", "Article 9")


def test_a_third_version_in_between_is_shown_before_anything_is_saved(
    clause, editor, colleague, reviewer
):
    mine = opened(editor, clause)
    send(colleague, clause, mine, summary="Of the colleague.")
    page = send(editor, clause, mine, summary="Of mine.")
    reviewer.edit(clause, summary="Of the reviewer.")

    answer = settle(editor, page, settle="mine")

    assert answer.status_code == 409
    assert len(answer.context["meeting"].revisions) == 2
    assert draft().summary == "Of the reviewer."


def test_an_own_newer_version_is_not_written_over_either(clause, editor):
    mine = opened(editor, clause)
    send(editor, clause, mine, summary="In another window.")

    page = send(editor, clause, mine, summary="In this window.")

    assert page.status_code == 409
    assert "You saved this record in another window" in page.content.decode()
    assert draft().summary == "In another window."


def test_the_same_form_sent_twice_is_saved_once(clause, editor):
    mine = opened(editor, clause)

    answers = [send(editor, clause, mine, summary="Of mine.").status_code for _ in range(2)]

    assert answers == [302, 302]
    assert live().revisions.count() == 2


def test_a_newer_version_without_a_change_hinders_nobody(clause, editor, colleague):
    mine = opened(editor, clause)
    send(colleague, clause, mine)

    answer = send(editor, clause, mine, summary="Of mine.")

    assert answer.status_code == 302
    assert draft().summary == "Of mine."


def test_a_form_that_does_not_say_what_it_was_opened_on_writes_over_nothing(
    clause, editor, colleague
):
    mine = opened(editor, clause)
    send(colleague, clause, mine, section="Article 9")
    del mine["opened_on"]

    page = send(editor, clause, mine, summary="Of mine.")

    assert page.status_code == 409
    assert draft().summary == "Summary of the-clause."


def test_what_is_wrong_in_an_overtaken_form_is_said_and_the_text_kept(clause, editor, colleague):
    mine = opened(editor, clause)
    send(colleague, clause, mine, summary="Of the colleague.")

    page = send(editor, clause, mine, summary="Of mine.", effective_from="2001-01-01")

    assert "starts before its agreement does" in str(page.context["form"].errors)
    assert page.context["form"]["summary"].value() == "Of mine."
    again = send(editor, clause, desk.sent_by_browser(page.context["form"]), effective_from="")
    assert again.status_code == 409


def test_an_overtaken_submission_is_submitted_once_it_is_settled(clause, editor, colleague):
    mine = opened(editor, clause)
    send(colleague, clause, mine, section="Article 9")

    page = send(editor, clause, mine, summary="Of mine.", **{"action-submit": "Submit"})
    assert not live().workflow_states.exists()
    settle(editor, page, settle="both")

    assert live().workflow_states.get().requested_by == editor.user
    assert (draft().section, draft().summary) == ("Article 9", "Of mine.")


def test_a_revert_is_overtaken_like_any_other_form(clause, editor, colleague):
    first = live().latest_revision
    editor.edit(clause, summary="Second.")
    address = reverse(
        Clause.snippet_viewset.get_url_name("revisions_revert"), args=[clause.pk, first.pk]
    )
    mine = desk.sent_by_browser(editor.get(address).context["form"])
    send(colleague, clause, mine, summary="Second.", section="Article 9")

    page = editor.client.post(address, mine)

    assert page.status_code == 409
    assert (draft().summary, draft().section) == ("Second.", "Article 9")


class TestLists:
    """Sources, time limits and texts are rows of the same form."""

    @pytest.fixture
    def sourced(self, clause, editor):
        """A draft with three sources that no database row has yet."""
        editor.edit(clause, **three_sources())
        return clause

    def test_rows_added_by_both_are_kept(self, sourced, editor, colleague):
        mine = opened(editor, sourced)
        send(colleague, sourced, mine, **fourth_source("Of the colleague"))

        page = send(editor, sourced, mine, **fourth_source("Of mine"))
        assert page.status_code == 409
        assert page.context["meeting"].disputed == []
        settle(editor, page, settle="both")

        assert titles() == ["First", "Second", "Third", "Of the colleague", "Of mine"]

    def test_a_row_changed_by_one_and_another_removed_by_the_other(
        self, sourced, editor, colleague
    ):
        mine = opened(editor, sourced)
        send(colleague, sourced, mine, **{"sources-0-DELETE": "on"})

        page = send(editor, sourced, mine, **{"sources-2-title": "Third, mended"})
        settle(editor, page, settle="both")

        assert titles() == ["Second", "Third, mended"]

    def test_the_same_row_changed_by_both_waits_for_a_decision(self, sourced, editor, colleague):
        mine = opened(editor, sourced)
        send(
            colleague, sourced, opened(colleague, sourced), **{"sources-0-title": "First, of them"}
        )

        page = send(editor, sourced, mine, **{"sources-0-title": "First, of me"})
        assert [field.name for field in page.context["meeting"].disputed] == ["sources"]
        settle(editor, page, settle="both", **{"whose-sources": "theirs"})

        assert titles() == ["First, of them", "Second", "Third"]

    def test_the_same_row_of_a_published_list(self, clause, editor, colleague):
        library.ClauseSourceFactory(clause=clause, title="Published")
        clause.refresh_from_db()
        clause.save_revision(user=editor.user)
        mine = opened(editor, clause)
        send(colleague, clause, mine, **{"sources-0-title": "Of them"})

        page = send(editor, clause, mine, **{"sources-0-title": "Of me"})
        settle(editor, page, settle="both", **{"whose-sources": "mine"})

        assert titles() == ["Of me"]

    def test_a_row_that_they_removed_and_i_changed_waits_for_a_decision(
        self, clause, editor, colleague
    ):
        library.ClauseSourceFactory(clause=clause, title="Published")
        clause.refresh_from_db()
        clause.save_revision(user=editor.user)
        mine = opened(editor, clause)
        send(colleague, clause, mine, **{"sources-0-DELETE": "on"})

        page = send(editor, clause, mine, **{"sources-0-title": "Of me"})
        assert [field.name for field in page.context["meeting"].disputed] == ["sources"]
        settle(editor, page, settle="both", **{"whose-sources": "mine"})

        assert titles() == ["Of me"]

    def test_another_order_of_theirs_is_kept(self, sourced, editor, colleague):
        mine = opened(editor, sourced)
        send(
            colleague,
            sourced,
            mine,
            **{"sources-0-ORDER": "3", "sources-2-ORDER": "1"},
        )

        page = send(editor, sourced, mine, summary="Of mine.")
        settle(editor, page, settle="both")

        assert titles() == ["Third", "Second", "First"]
        assert draft().summary == "Of mine."

    def test_time_limits_and_texts_come_together_too(self, clause, editor, colleague):
        mine = opened(editor, clause)
        send(
            colleague,
            clause,
            mine,
            **desk.child("time_limits", 0, of=1, number="48", unit="hours", direction="before"),
        )

        page = send(
            editor, clause, mine, **desk.child("texts", 0, of=1, language="fr", title="Titre")
        )
        settle(editor, page, settle="both")

        assert draft().time_limits.get().number == 48
        assert draft().texts.get().title == "Titre"


def titles():
    return [source.title for source in draft().sources.all()]


def three_sources():
    rows = {}
    for place, title in enumerate(("First", "Second", "Third")):
        rows |= desk.child("sources", place, of=3, title=title, tier="primary")
    return rows


def fourth_source(title):
    return {
        "sources-TOTAL_FORMS": "4",
        "sources-3-ORDER": "4",
        "sources-3-title": title,
        "sources-3-tier": "primary",
    }


def test_the_form_says_that_nothing_is_overwritten_when_somebody_saved_meanwhile(
    clause, editor, colleague
):
    page = editor.get(desk.edit_address(clause))
    mine = desk.sent_by_browser(page.context["form"])
    session = page.context["editing_sessions"]
    colleague.get(desk.edit_address(clause))
    send(colleague, clause, opened(colleague, clause), summary="Of the colleague.")

    answer = editor.client.post(
        session.ping_url, {"revision_id": mine["opened_on"], "is_editing": "1"}
    )

    html = answer.json()["html"]
    assert "Cleo Colleague saved a new version" in html
    assert html.count("Nothing is overwritten.") == 1
    assert html.index("Nothing is overwritten.") > html.index("Proceeding will overwrite")
