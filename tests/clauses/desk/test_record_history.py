"""One history per record: drafts, reviews, what went live, acts, checks, lineage and locks."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clauses import acts, calendar, checking, locking, rereading, scheduling, settling
from clauses.models import Agreement, Clause, ClauseCitation, ImportedDocument, Publication, Remark
from tests import desk
from tests.factories import deployments, library, people, records

pytestmark = pytest.mark.django_db


def address(record, name="history"):
    return reverse(type(record).snippet_viewset.get_url_name(name), args=[record.pk])


def events(reader, record, **asked):
    return reader.client.get(address(record), asked).context["events"]


def page(reader, record, **asked):
    return reader.client.get(address(record), asked).content.decode()


def told(reader, record, **asked):
    return [event.what for event in events(reader, record, **asked)]


def first(reader, record, **asked):
    return events(reader, record, **asked)[0]


def links(event):
    return {link.label: link.address for link in event.links}


def of_clause(name, clause, *ids):
    return reverse(Clause.snippet_viewset.get_url_name(name), args=[clause.pk, *ids])


def later():
    there = timezone.now().astimezone(calendar.zone()) + datetime.timedelta(days=2)
    return there.strftime("%Y-%m-%dT12:00")


def test_a_draft_is_followed_from_its_first_save_to_the_site(clause, editor, reviewer):
    clause.refresh_from_db()
    loaded = clause.live_revision_id
    editor.submit(clause, summary="First words.")
    reviewer.send_back(clause, reason="Which section?", summary="Too short.")
    remark = Remark.objects.get(field="summary")
    editor.settle(remark)
    editor.submit(clause, summary="Second words.")
    reviewer.approve(clause, note="Read with the agreement.")
    clause.refresh_from_db()

    found = events(reviewer, clause)

    assert [(event.what, event.who) for event in found] == [
        ("publication.live", str(reviewer.user)),
        ("review.submitted", str(editor.user)),
        ("draft.saved", str(editor.user)),
        ("review.remark_settled", str(editor.user)),
        ("review.returned", str(reviewer.user)),
        ("review.submitted", str(editor.user)),
        ("draft.saved", str(editor.user)),
        ("publication.live", "the catalogue loader"),
    ]
    live, again, second, settled, returned, _submitted, saved, from_catalogue = found
    at = calendar.in_words(Publication.objects.of(record=clause).live().get().live_from)
    assert (live.title, live.marks) == ("A new version went live", ["live now"])
    assert live.facts == [
        ("Approved by", str(reviewer.user)),
        ("Written by", str(editor.user)),
        ("Live", f"{at} – …"),
        ("Changed", "Summary"),
        ("Members", "told"),
        ("Note", "Read with the agreement."),
    ]
    assert links(live) == {
        "Look at it": of_clause("revisions_view", clause, clause.live_revision_id),
        "Compare with the one before": of_clause(
            "revisions_compare", clause, loaded, clause.live_revision_id
        ),
    }
    assert again.title == "Submitted it to review again"
    assert second.facts == [("Changed", "Summary")]
    assert second.marks == ["live now", "newest version"]
    assert settled.facts == [("Summary", "Too short.")]
    assert returned.facts == [
        ("Reason", "Which section?"),
        ("Remark on “Summary”", f"Too short.\nSettled by {editor.user}."),
    ]
    assert links(saved)["Go back to this one"] == of_clause(
        "revisions_revert", clause, clause.revisions.order_by("pk")[1].pk
    )
    assert from_catalogue.title == "It went live"
    assert from_catalogue.facts == [("Live", f"{calendar.in_words(records.PUBLISHED_AT)} – {at}")]
    assert links(from_catalogue)["Go back to this one"] == of_clause(
        "revisions_revert", clause, loaded
    )


def test_a_version_is_compared_with_the_one_before_and_gone_back_to_as_a_draft(
    clause, editor, reviewer
):
    clause.refresh_from_db()
    live = clause.live_revision_id
    editor.edit(clause, summary="Second words.")
    editor.edit(clause, summary="Third words.")
    second = events(reviewer, clause)[1]

    compared = reviewer.get(links(second)["Compare with the one before"])
    assert "Second words." in compared.content.decode()
    back = links(second)["Go back to this one"]
    reviewer.client.post(back, desk.sent_by_browser(reviewer.get(back).context["form"]))

    newest = first(reviewer, clause)
    assert (newest.what, newest.who) == ("draft.reverted", str(reviewer.user))
    assert newest.title == "Went back to an earlier version, as a draft"
    clause.refresh_from_db()
    assert clause.live_revision_id == live
    assert clause.get_latest_revision_as_object().summary == "Second words."


def test_a_correction_is_told_from_its_request_to_the_site(clause, editor, reviewer):
    acts.ask(
        subject=clause, act="correct", reason="The day is wrong.", by=editor.user,
        now=timezone.now(),
    )  # fmt: skip
    editor.submit(clause, summary="Mended words.")
    reviewer.approve(clause)

    found = events(reviewer, clause)

    assert [event.what for event in found[:2]] == ["publication.live", "act.decided"]
    assert found[0].title == "A correction went live"
    assert ("Reason of the correction", "The day is wrong.") in found[0].facts
    assert (found[1].title, found[1].who) == ("Approved the correction", str(reviewer.user))
    asked = first(reviewer, clause, show="act", person=editor.user.pk)
    assert (asked.title, asked.who) == ("Asked to correct it", str(editor.user))
    assert asked.facts == [("Reason", "The day is wrong.")]
    assert reviewer.get(links(asked)["Open the request"]).status_code == 200


def ask(clause, act, by):
    return acts.ask(subject=clause, act=act, reason="It was wrong.", by=by, now=timezone.now())


def test_what_was_asked_and_refused_or_carried_out_stands_there(clause, editor, reviewer):
    acts.withdraw(
        request_id=ask(clause, "unpublish", editor.user).pk, by=editor.user, now=timezone.now()
    )
    acts.decline(
        request_id=ask(clause, "unpublish", editor.user).pk, by=reviewer.user,
        now=timezone.now(), note="It is right.",
    )  # fmt: skip
    acts.approve(
        request_id=ask(clause, "retract", editor.user).pk, by=reviewer.user, now=timezone.now(),
        note="Agreed.",
    )  # fmt: skip

    found = events(reviewer, clause, show="act")

    assert [event.title for event in found] == [
        "Retracted it",
        "Asked to retract it",
        "Declined to take it off the site",
        "Asked to take it off the site",
        "Took back the request to take it off",
        "Asked to take it off the site",
    ]
    assert found[0].facts == [
        ("Asked by", str(editor.user)),
        ("Reason", "It was wrong."),
        ("Note", "Agreed."),
    ]
    assert ("Note", "It is right.") in found[2].facts
    gone = first(reviewer, clause, show="publication")
    assert gone.marks == []
    assert gone.facts[0][1].endswith("…") is False


def test_what_is_approved_for_later_and_what_became_of_it(clause, editor, reviewer, guild):
    other = desk.Desk(people.EditorFactory(unions=[guild]))
    editor.submit(clause, summary="For later.")
    reviewer.approve(clause, publish_on=later())
    row = scheduling.ScheduledPublication.objects.get()
    scheduling.cancel(scheduled_id=row.pk, by=other.user, now=timezone.now())
    editor.submit(clause, summary="For later, again.")
    reviewer.approve(clause, publish_on=later())
    other.edit(clause, summary="Edited since.")
    due = timezone.now() + datetime.timedelta(days=4)
    scheduling.publish_due(now=due)
    refused = scheduling.ScheduledPublication.objects.get(state="refused")
    scheduling.cancel(scheduled_id=refused.pk, by=other.user, now=due + datetime.timedelta(1))

    found = events(reviewer, clause, show="later")

    assert [(event.title, event.who) for event in found] == [
        ("Put aside that it did not go live", str(other.user)),
        ("It did not go live at its moment", "the scheduler"),
        ("Approved it, to go live later", str(reviewer.user)),
        ("The approval for later was given up", str(other.user)),
        ("Approved it, to go live later", str(reviewer.user)),
    ]
    when = calendar.in_words(row.publish_at)
    assert found[4].facts == [("Goes live on", when), ("Members", "told then")]
    assert found[1].facts[1] == ("Why", "It was edited after it was approved.")
    assert "review.approved" not in told(reviewer, clause)


def test_what_the_scheduler_carried_out_names_who_approved(clause, editor, reviewer):
    editor.submit(clause, summary="For later.")
    reviewer.approve(clause, publish_on=later())
    scheduling.publish_due(now=timezone.now() + datetime.timedelta(days=4))

    live = first(reviewer, clause)

    assert (live.what, live.who) == ("publication.live", str(reviewer.user))
    assert live.facts[0] == ("Approved by", f"{reviewer.user}; the scheduler carried it out")


def test_checks_and_readings_of_sources(clause, editor, reviewer):
    live = Publication.objects.of(record=clause).get()
    place = checking.Place(document="The agreement", page="12", section="3.b")
    checking.mark(
        clause_id=clause.pk, publication_id=live.pk, place=place, by=reviewer.user,
        now=timezone.now(),
    )  # fmt: skip
    rereading.reread(record_kind="clause", record_id=clause.pk, by=editor.user, now=timezone.now())
    checking.take_back(
        check_id=clause.checks.get().pk, by=reviewer.user, now=timezone.now(), reason="Page 13."
    )

    found = events(editor, clause, show="check")

    assert [(event.title, event.who) for event in found] == [
        ("Took back the check", str(reviewer.user)),
        ("Read its sources again: nothing changed", str(editor.user)),
        ("Checked it against the agreement", str(reviewer.user)),
    ]
    assert found[2].facts == [("Document", "The agreement"), ("Page", "12"), ("Section", "3.b")]
    assert found[0].facts == [("Reason", "Page 13.")]


def test_other_words_end_a_check(clause, editor, reviewer):
    live = Publication.objects.of(record=clause).get()
    checking.mark(
        clause_id=clause.pk, publication_id=live.pk,
        place=checking.Place(document="The agreement", page="12"),
        by=reviewer.user, now=timezone.now(),
    )  # fmt: skip
    editor.submit(clause, summary="Other words.")
    reviewer.approve(clause)

    ended = first(reviewer, clause)

    assert (ended.title, ended.who) == ("The check holds no more", str(reviewer.user))
    assert ended.facts == [("Why", "Other words went live.")]


def test_settling_lineage_is_an_event_of_its_own_and_in_the_report(
    clause, agreement, guild, editor, reviewer
):
    next_one = library.AgreementFactory(
        slug="next", preceded_by=agreement, unions=[guild], published=True
    )
    clause.refresh_from_db()
    settling.settle(
        clause_id=clause.pk,
        agreement=Agreement.objects.get(pk=next_one.pk),
        verdict=settling.Verdict(choice=settling.Choice.CARRIED),
        shown={clause.pk: clause.latest_revision_id},
        by=editor.user,
    )

    (settled,) = events(reviewer, clause, show="lineage")

    assert settled.title == "Settled what became of it, or what it builds on"
    assert settled.who == str(editor.user)
    assert [label for label, _text in settled.facts] == ["Changed"]
    assert told(reviewer, clause, show="draft") == []
    assert (
        "settled the lineage, as a draft" in reviewer.get(reverse("desk_report")).content.decode()
    )


def test_locks(clause, editor, reviewer):
    locking.lock(record=clause, by=editor.user, now=timezone.now())
    locking.unlock(record=clause, by=reviewer.user, now=timezone.now())
    locking.lock(record=clause, by=editor.user, now=timezone.now())
    locking.unlock(record=clause, by=editor.user, now=timezone.now())

    found = events(reviewer, clause, show="lock")

    assert [event.title for event in found] == [
        "Lifted the lock", "Locked it", "Lifted somebody else's lock", "Locked it",
    ]  # fmt: skip
    assert found[2].facts == [("Had been locked by", str(editor.user))]


def test_a_clause_drafted_from_a_file_says_so(clause, editor, reviewer):
    now = timezone.now()
    document = ImportedDocument.objects.create(
        title="The scanned agreement", file_name="a.pdf", kind="pdf", sha256="1" * 64,
        byte_count=1, uploaded_by=editor.user, uploaded_at=now, due_at=now, state="read",
        read_at=now, has_all_pages=True,
    )  # fmt: skip
    ClauseCitation.objects.create(
        clause=clause, document=document, section="3.b", first_page=12, last_page=12,
        start=0, end=9, document_sha256="1" * 64, passage_sha256="2" * 64,
        cited_by=editor.user, cited_at=now,
    )  # fmt: skip

    (cited,) = events(reviewer, clause, show="draft")

    assert cited.title == "Drafted it from a passage of an agreement file"
    assert cited.facts[1:] == [("Section", "3.b"), ("Page", "12")]


def test_an_approval_of_words_that_are_live_already_is_not_lost(clause, editor, reviewer):
    editor.submit(clause)
    reviewer.approve(clause)

    assert told(reviewer, clause)[0] == "review.approved"
    assert first(reviewer, clause).facts == [("Outcome", "These words were on the site already.")]


def test_it_is_narrowed_to_a_kind_and_a_person(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")
    reviewer.send_back(clause, reason="Why?")

    assert told(reviewer, clause, show="review") == ["review.returned", "review.submitted"]
    assert told(reviewer, clause, person=reviewer.user.pk) == ["review.returned"]
    assert told(reviewer, clause, show="draft", person=reviewer.user.pk) == []
    form = reviewer.client.get(address(clause)).context["form"]
    assert [label for _value, label in form.fields["person"].choices] == [
        "everybody", *sorted([str(editor.user), str(reviewer.user)], key=str.casefold),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [{"show": "members"}, {"person": "9" * 30}, {"person": "x\0"}],
    ids=["kind", "number", "zero byte"],
)
def test_what_cannot_be_asked_is_said_at_its_field(clause, reviewer, asked):
    answer = reviewer.client.get(address(clause), asked)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert list(answer.context["events"]) == []


def test_nothing_of_another_record_is_in_it(clause, agreement, editor, reviewer):
    other = library.ClauseFactory(slug="another", agreement=agreement, published=True)
    editor.submit(other, summary="Of another clause.")
    locking.lock(record=other, by=editor.user, now=timezone.now())
    # The ids of two kinds of record may be the same.
    locking.lock(record=agreement, by=editor.user, now=timezone.now())

    assert told(reviewer, clause) == ["publication.live"]


@pytest.mark.parametrize(
    "make",
    [
        library.AgreementFactory,
        library.StatuteFactory,
        library.PartyFactory,
        deployments.VendorFactory,
        deployments.ProductFactory,
        deployments.DeploymentFactory,
    ],
    ids=lambda make: make._meta.model.__name__,
)
def test_every_kind_of_record_has_one(words, editor, make):
    record = make(published=True)
    record.save_revision(user=editor.user, log_action=True)

    assert told(editor, record) == ["draft.saved", "publication.live"]
    assert str(record) in page(editor, record)


def test_an_advisory_has_one(editor, guild):
    advisory = deployments.AdvisoryFactory(unions=[guild], live=False)
    advisory.save_revision(user=editor.user)

    assert told(editor, advisory) == ["draft.saved"]
    assert first(editor, advisory).title == "Saved the first version"


def test_only_who_writes_or_approves_reads_it(clause, administrator, client):
    assert administrator.get(address(clause)).headers["Location"] == "/staff/"
    assert "/login/" in client.get(address(clause)).headers["Location"]


def test_wagtails_own_addresses_lead_there(clause, reviewer):
    assert reviewer.get(address(clause, "history_results")).headers["Location"] == address(clause)
    reviews = reviewer.get(address(clause, "workflow_history")).headers["Location"]
    assert reviews == f"{address(clause)}?show=review"


def test_the_form_and_the_list_lead_there(clause, editor):
    form = editor.get(desk.edit_address(clause)).content.decode()
    listed = editor.get(reverse(Clause.snippet_viewset.get_url_name("list"))).content.decode()

    assert address(clause) in form
    assert address(clause) in listed


def test_what_people_wrote_is_never_markup(clause, editor, reviewer):
    editor.submit(clause, summary="New words.")
    reviewer.send_back(clause, reason="<script>alert(1)</script>")

    assert "<script>alert(1)" not in page(reviewer, clause)
    assert "&lt;script&gt;alert(1)" in page(reviewer, clause)


def test_a_long_history_is_parted_into_pages_and_asks_no_more_often(
    clause, guild, editor, reviewer
):
    def add(times):
        for number in range(times):
            somebody = desk.Desk(people.EditorFactory(unions=[guild]))
            somebody.submit(clause, summary=f"Words of {somebody.user.pk}, {number}.")
            reviewer.send_back(clause, reason="Why?", summary="Which?")
            locking.lock(record=clause, by=somebody.user, now=timezone.now())
            locking.unlock(record=clause, by=reviewer.user, now=timezone.now())
            somebody.submit(clause, summary=f"Mended by {somebody.user.pk}, {number}.")
            reviewer.approve(clause)

    def count():
        with CaptureQueriesContext(connection) as caught:
            page(reviewer, clause)
        return len(caught)

    add(1)
    page(reviewer, clause)
    few = count()
    add(3)

    assert count() == few
    assert few < 40
    pages = [told(reviewer, clause, p=number) for number in (1, 2)]
    assert [len(each) for each in pages] == [25, 8]
    at = [event.at for number in (1, 2) for event in events(reviewer, clause, p=number)]
    assert at == sorted(at, reverse=True)
