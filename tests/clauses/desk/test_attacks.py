"""Ways around the desk's rules, each tried as somebody who means it: none of them works."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from clauses import publishing, staffing
from clauses.desk import differences
from clauses.models import (
    ActRequest,
    Agreement,
    Change,
    Clause,
    ClauseSource,
    ClauseText,
    ImportedDocument,
    Party,
    Publication,
    StaffUnion,
    Statute,
)
from tests import desk
from tests.factories import deployments, library, people, records
from tracker.models import Advisory, Deployment, Product, Vendor

pytestmark = pytest.mark.django_db

EVIL = "https://evil.example/x"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def live():
    return Clause.objects.get(slug="the-clause")


def assert_nothing_published():
    assert live().summary == "Summary of the-clause."
    assert Publication.objects.filter(slug="the-clause").count() == 1
    assert not Change.objects.exclude(system_actor="catalogue").exists()


def retracted(clause, editor, reviewer):
    address = reverse("desk_act_ask", args=["clause", clause.pk])
    editor.client.post(address, {"act": "retract", "reason": "It says notice, not consent."})
    asked = ActRequest.objects.get()
    reviewer.client.post(reverse("desk_act", args=[asked.pk]), {"approve": "yes"})
    assert live().live is False


class TestAnotherUnion:
    """Only staff of a union of the agreement publish its clauses, wherever a draft puts them."""

    @pytest.fixture
    def theirs(self, other_guild):
        return library.AgreementFactory(slug="theirs", unions=[other_guild], published=True)

    def test_a_clause_is_not_moved_into_the_agreement_of_others(
        self, clause, theirs, editor, reviewer
    ):
        editor.submit(clause, agreement=str(theirs.pk))

        page = reviewer.review(clause)
        reviewer.approve(clause)

        assert "moves the record to another union" in page.context["refusal"]
        assert live().agreement.slug == "the-agreement"
        assert_nothing_published()

    def test_nor_taken_from_others_by_their_own_staff_alone(self, clause, theirs, editor, stranger):
        editor.submit(clause, agreement=str(theirs.pk))

        stranger.approve(clause)

        assert_nothing_published()

    def test_who_acts_for_both_moves_it(self, clause, theirs, editor, guild, other_guild):
        both = desk.Desk(people.ReviewerFactory(unions=[guild, other_guild]))
        editor.submit(clause, agreement=str(theirs.pk))

        both.approve(clause)

        assert live().agreement == theirs

    def test_the_list_of_reviews_says_so_too(self, clause, theirs, editor, reviewer):
        editor.submit(clause, agreement=str(theirs.pk))

        (row,) = reviewer.get(reverse("desk_reviews")).context["reviews"]

        assert "moves the record to another union" in row["refusal"]

    def test_a_note_is_not_handed_to_the_members_of_others(
        self, guild, other_guild, editor, reviewer
    ):
        note = deployments.AdvisoryFactory(slug="a-note", unions=[guild], published=True)
        editor.submit(note, unions=[str(other_guild.slug)])
        draft = Advisory.objects.get().get_latest_revision_as_object()
        assert list(draft.unions.all()) == [other_guild]

        reviewer.approve(note)

        assert list(Advisory.objects.get().unions.all()) == [guild]
        assert Publication.objects.filter(slug="a-note").count() == 1


class TestWhatTheReviewerIsNotShown:
    """Nobody approves what was not shown: files bring columns that no form has."""

    def test_columns_that_no_form_has_are_shown(self, clause, editor, reviewer):
        draft = live()
        draft.rule_role_uses = {"writer": ["script-generation"]}
        draft.source_values = {"triggers": ["anything"]}
        draft.texts.add(
            ClauseText(language="fr", title="T", time_limit_notes=[{"starts_from": "Slipped in"}])
        )
        draft.save_revision(user=editor.user)
        draft.get_workflow().start(draft, editor.user)

        shown = {each.name: each.html for each in reviewer.review(clause).context["differences"]}

        assert set(shown) == {"texts", "rule_role_uses", "source_values"}
        assert "Slipped in" in shown["texts"]
        assert "anything" in shown["source_values"]

    @pytest.mark.parametrize(
        "model", [Agreement, Statute, Clause, Party, Vendor, Product, Deployment, Advisory]
    )
    def test_every_column_of_a_draft_is_compared_or_follows_from_one_that_is(self, model):
        held = set(model().serializable_data()) - {"pk"} - publishing.BOOKKEEPING

        assert held - set(differences.labels_of(model)) == model.derived


class TestWhatWasRetracted:
    """The page of what was retracted shows what was published, not what is drafted since."""

    def test_an_editor_alone_writes_nothing_on_it(self, clause, editor, reviewer):
        retracted(clause, editor, reviewer)

        editor.edit(clause, title="Ring this number", summary="Ring this number")

        answer = Client().get("/en/clauses/the-clause/")
        assert answer.status_code == 410
        assert "Title of the-clause" in answer.content.decode()
        assert "Ring this number" not in answer.content.decode()

    def test_nor_takes_it_away(self, clause, editor, reviewer):
        retracted(clause, editor, reviewer)

        editor.edit(clause, visibility="staff")

        assert Client().get("/en/clauses/the-clause/").status_code == 410

    def test_nor_shows_what_was_for_staff(self, agreement, words, editor, reviewer):
        clause = library.ClauseFactory(
            slug="the-clause", agreement=agreement, visibility="staff", published=True
        )
        retracted(clause, editor, reviewer)

        editor.edit(clause, visibility="public")

        assert Client().get("/en/clauses/the-clause/").status_code == 404
        assert editor.get("/en/clauses/the-clause/").status_code == 410


class TestAnAccountThatChanges:
    """What somebody may do is asked at each message, never remembered by a session or a page."""

    def test_a_reviewer_who_lost_the_union_does_not_approve_a_page_opened_before(
        self, clause, editor, reviewer
    ):
        editor.submit(clause, summary="New words.")
        data = desk.sent_by_browser(reviewer.review(clause).context["form"])
        StaffUnion.objects.filter(user=reviewer.user).delete()

        reviewer.client.post(desk.review_address(clause), {**data, "approve": "yes"})

        assert_nothing_published()

    @pytest.mark.parametrize("how", ["switched off", "no roles", "editor only"])
    def test_nor_one_who_is_no_reviewer_any_more(
        self, clause, editor, reviewer, administrator, guild, how
    ):
        editor.submit(clause, summary="New words.")
        data = desk.sent_by_browser(reviewer.review(clause).context["form"])
        if how == "switched off":
            reviewer.user.is_active = False
            reviewer.user.save()
        else:
            roles = ["Editors"] if how == "editor only" else []
            account = staffing.Account(email=reviewer.user.email, roles=roles, unions=[guild])
            staffing.change(user_id=reviewer.user.pk, account=account, by=administrator.user)

        reviewer.client.post(desk.review_address(clause), {**data, "approve": "yes"})

        assert_nothing_published()
        assert TaskState.objects.get().status == "in_progress"

    def test_a_session_given_to_somebody_is_not_theirs_once_they_sign_in(self, editor):
        given = Client()
        given.get("/en/")
        given.session.save()
        before = given.session.session_key

        given.force_login(editor.user, backend=BACKEND)

        assert given.session.session_key != before
        stranger = Client()
        stranger.cookies["sessionid"] = before or "x"
        assert stranger.get("/staff/").status_code == 302


class TestSentTwice:
    """The same message again changes nothing more."""

    def test_a_draft_that_is_in_review_is_not_submitted_a_second_time(self, clause, editor):
        editor.submit(clause, summary="New words.")

        answer = editor.submit(clause, summary="Newer words.")

        assert answer.status_code == 302
        assert TaskState.objects.get().status == "in_progress"
        assert live().latest_revision.content["summary"] == "Newer words."
        assert_nothing_published()

    def test_a_form_that_was_sent_twice_is_one_revision(self, clause, editor):
        address = desk.edit_address(clause)
        data = desk.sent_by_browser(editor.get(address).context["form"]) | {"summary": "Once."}

        for _ in range(2):
            assert editor.client.post(address, data).status_code == 302

        assert clause.revisions.filter(user=editor.user).count() == 1


class TestWhatIsNotInTheForm:
    """Names that no form has are not taken, and rows of others are not reached."""

    def test_columns_of_the_row_itself(self, clause, editor, stranger):
        editor.edit(
            clause,
            summary="New words.",
            live="",
            slug="another",
            latest_revision="1",
            live_revision="1",
            locked="on",
            locked_by=str(stranger.user.pk),
            go_live_at="2020-01-01",
            expire_at="2020-01-01",
            checked_at="2020-01-01",
            is_staff_reviewed="on",
            user=str(stranger.user.pk),
            overwrite_revision_id=str(clause.latest_revision_id),
        )

        row = live()
        content = row.latest_revision.content
        assert (row.live, row.locked, row.go_live_at, row.checked_at) == (True, False, None, None)
        kept = [content[name] for name in ("slug", "locked", "go_live_at", "expire_at")]
        assert kept == ["the-clause", False, None, None]
        assert row.latest_revision.user == editor.user
        assert clause.revisions.count() == 2
        assert_nothing_published()

    def test_a_source_of_another_clause(self, clause, agreement, editor):
        other = library.ClauseFactory(slug="another", agreement=agreement)
        source = ClauseSource.objects.create(clause=other, title="Theirs")
        records.publish(other)

        row = desk.child("sources", 0, of=1, title="Mine", id=str(source.pk))
        editor.edit(clause, **row, **{"sources-INITIAL_FORMS": "1"})

        source.refresh_from_db()
        assert (source.title, source.clause) == ("Theirs", other)
        assert not ClauseSource.objects.filter(clause=clause).exists()

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x"])
    def test_an_address_that_would_run(self, clause, editor, address):
        row = desk.child("sources", 0, of=1, title="S", url=address, tier="primary")
        by_form = editor.edit(clause, **row)
        content = (
            "clauses:\n- slug: new\n  title: N\n  agreement: the-agreement\n"
            f"  effective_to: '2026-05-01'\n  sources:\n  - {{title: S, url: '{address}'}}\n"
        )
        file = SimpleUploadedFile("a.yaml", content.encode())
        by_file = editor.client.post(reverse("desk_import"), {"file": file})

        assert by_form.status_code == 200
        assert clause.revisions.count() == 1
        assert [each.key for each in by_file.context["faults"]] == ["sources"]


class TestTheWayThere:
    """What browsers are told, where they are sent, and by what they get in."""

    @pytest.mark.parametrize(
        "address",
        ["/staff/", "/staff/account/", "/staff/review/", "/staff/import/", "/staff/search/"],
    )
    def test_no_page_of_the_desk_is_kept_or_framed_elsewhere(self, editor, address):
        answer = editor.get(address)

        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
        assert "script-src 'self';" in answer["Content-Security-Policy"]

    def test_nobody_is_sent_elsewhere(self, clause, editor):
        for address in (
            desk.edit_address(clause),
            f"/staff/bulk/clauses/clause/submit/?id={clause.pk}",
            f"/staff/bulk/clauses/clause/visibility/?id={clause.pk}",
            "/accounts/login/?x=1",
        ):
            there = f"{address}{'&' if '?' in address else '?'}next={EVIL}"
            for answer in (
                editor.get(there),
                editor.client.post(there, {"next": EVIL, "level": "staff"}),
            ):
                assert "evil.example" not in answer.headers.get("Location", "")

    def test_another_host_is_refused(self, editor):
        assert editor.client.get("/staff/", headers={"host": "evil.example"}).status_code == 400
        page = editor.client.get("/staff/", headers={"x-forwarded-host": "evil.example"})
        assert "evil.example" not in page.content.decode()

    def test_a_form_of_another_site_is_refused(self, clause, editor):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(editor.user, backend=BACKEND)
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n" + b" " * 2048)

        answers = [
            browser.post(address, {"title": "x", "file": file, "act": "retract", "reason": "x"})
            for address in (
                reverse("desk_document_add"),
                reverse("desk_import"),
                desk.edit_address(clause),
                reverse("desk_act_ask", args=["clause", clause.pk]),
            )
        ]

        assert {answer.status_code for answer in answers} == {403}
        assert not ImportedDocument.objects.exists()
        assert not ActRequest.objects.exists()

    def test_no_ping_reaches_members_or_accounts(self, editor):
        for kind, number in (("accounts/user", editor.user.pk), ("members/member", 1)):
            address = f"/staff/editing-sessions/ping/{kind}/{number}/1/"
            assert editor.client.post(address).status_code == 404
