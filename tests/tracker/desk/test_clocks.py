"""Clocks at the desk: started from a form, listed soonest first, explained, settled."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import clocks, deployments, library
from tracker.models import Clock

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 5, 31, 18, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def clause(guild):
    agreement = library.AgreementFactory(slug="basic", unions=[guild], country="US", published=True)
    found = library.ClauseFactory(slug="bargaining", agreement=agreement, published=True)
    for number, what in ((10, "bargaining"), (20, "arbitration")):
        library.TimeLimitFactory(
            clause=found,
            number=number,
            unit="business-days",
            direction="within",
            starts_from="written notice",
            applies_to=what,
            sort_order=number,
        )
    return found


@pytest.fixture
def address(clause):
    return reverse("desk_clock_start", args=[clause.pk])


def filled(**told):
    return {
        "request_key": str(uuid.uuid4()),
        "limit": "0",
        "first_day": "2026-05-15",
        "note": "Letter of 15 May, in the file.",
        "occurrence": "1",
        "zone": "America/Los_Angeles",
        "calendar": "US-CA",
        "when_closed": "stands",
        **told,
    }


def test_an_editor_starts_a_clock_and_reads_how_it_counts(editor, clause, address):
    page = editor.get(address).content.decode()
    assert "within 10 business days: bargaining, from: written notice" in page

    answer = editor.client.post(address, filled(), follow=True)

    page = answer.content.decode()
    assert "Due by the end of <strong>Mon 1 June 2026</strong>" in page
    assert "Not counted: Mon 25 May 2026, Memorial Day." in page
    clock = Clock.objects.get()
    assert (clock.started_by, clock.latest_day) == (editor.user, datetime.date(2026, 6, 1))


def test_the_form_sent_twice_starts_one_clock(editor, address):
    data = filled()

    answers = [editor.client.post(address, data) for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Clock.objects.count() == 1


def test_a_doubtful_event_shows_both_days_and_never_one(editor, address):
    answer = editor.client.post(address, filled(last_day="2026-05-20"), follow=True)

    page = answer.content.decode()
    assert "The start event is doubtful" in page
    assert "<strong>Mon 1 June 2026</strong>" in page
    assert "<strong>Thu 4 June 2026</strong>" in page
    listed = editor.get(reverse("desk_clocks")).content.decode()
    assert "at the latest Thu 4 June 2026" in listed


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"last_day": "2026-05-01"}, "The latest the event can be is before the earliest."),
        ({"first_day": "1700-01-01"}, "Check the year."),
        ({"first_day": "soon"}, "Enter a valid date."),
        ({"note": " "}, "This field is required."),
        ({"limit": "7"}, "Select a valid choice."),
        ({"zone": "Mars/Olympus"}, "Select a valid choice."),
    ],
    ids=["backwards", "year", "no-day", "no-note", "limit", "zone"],
)
def test_bad_input_gets_a_sentence_and_nothing_is_lost(editor, address, told, sentence):
    answer = editor.client.post(address, filled(starts="x", **told))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "US-CA" in page
    assert not Clock.objects.exists()


def test_staff_of_another_union_read_but_start_and_settle_nothing(
    editor, stranger, clause, address
):
    clock = clocks.started(clause=clause, by=editor.user)
    place = reverse("desk_clock", args=[clock.pk])

    assert "Only staff of the unions" in stranger.get(address).content.decode()
    assert stranger.client.post(address, filled()).status_code in {302, 403}
    assert "How it counts" in stranger.get(place).content.decode()
    stranger.client.post(
        place,
        {"act": "settle", "settle-seen": "0", "settle-state": "met", "settle-evidence": "x"},
    )

    assert [each.state for each in Clock.objects.all()] == ["due"]


def test_a_clock_is_settled_with_evidence_and_runs_again(editor, reviewer, clause):
    place = reverse("desk_clock", args=[clocks.started(clause=clause, by=editor.user).pk])
    settled = {"act": "settle", "settle-seen": "0", "settle-state": "missed"}

    refused = reviewer.client.post(place, settled)
    assert refused.status_code == 422
    assert Clock.objects.get().state == "due"
    page = reviewer.client.post(
        place, {**settled, "settle-evidence": "No answer by 1 June."}, follow=True
    ).content.decode()
    assert "<strong>missed</strong>" in page
    assert "No answer by 1 June." in page
    stale = editor.client.post(place, {**settled, "settle-evidence": "Too late."})
    assert stale.status_code in {200, 422}
    editor.client.post(
        place, {"act": "reopen", "reopen-seen": "1", "reopen-note": "An answer was found."}
    )

    clock = Clock.objects.get()
    assert (clock.state, clock.sequence) == ("due", 2)
    told = editor.get(place).content.decode()
    assert told.index("An answer was found.") < told.index("No answer by 1 June.")


def test_a_running_clock_is_counted_anew_and_a_form_shown_before_that_is_refused(editor, clause):
    place = reverse("desk_clock", args=[clocks.started(clause=clause, by=editor.user).pk])
    anew = {
        f"recount-{name}": value
        for name, value in filled(first_day="2026-05-18", seen="0").items()
        if name not in {"request_key", "limit", "occurrence"}
    }

    first = editor.client.post(place, {"act": "recount", **anew})
    second = editor.client.post(place, {"act": "recount", **anew})

    assert (first.status_code, second.status_code) == (302, 422)
    assert "Somebody else changed this clock. Read it again." in second.content.decode()
    clock = Clock.objects.get()
    assert (clock.latest_day, clock.sequence) == (datetime.date(2026, 6, 2), 1)


def test_the_way_of_counting_is_offered_again_for_the_clause(editor, clause, address):
    editor.client.post(address, filled(calendar="US-NY", keeps_counting="on"))

    form = editor.get(address).context["form"]

    assert form["calendar"].value() == "US-NY"


def test_only_confirmed_links_of_the_clause_are_offered(editor, clause, address):
    confirmed = deployments.LinkFactory(clause=clause, confirmed=True)
    deployments.LinkFactory(clause=clause)

    offered = list(editor.get(address).context["form"].fields["link"].queryset)

    assert offered == [confirmed]


def test_an_agreements_end_and_the_talks_before_it_are_started(editor, clause):
    place = reverse("desk_clock_agreement", args=[clause.agreement_id])
    common = {
        "note": "The term on record.",
        "zone": "America/Los_Angeles",
        "calendar": "US-CA",
        "when_closed": "stands",
        "unit": "days",
    }
    last = clause.agreement.effective_to

    editor.client.post(place, {**common, "request_key": str(uuid.uuid4()), "kind": "expiry"})
    missing = editor.client.post(
        place, {**common, "request_key": str(uuid.uuid4()), "kind": "renegotiation"}
    )
    editor.client.post(
        place,
        {**common, "request_key": str(uuid.uuid4()), "kind": "renegotiation", "number": "60"},
    )

    assert missing.status_code == 422
    assert [each.latest_day for each in Clock.objects.order_by("-latest_at")] == [
        last, last - datetime.timedelta(days=60),
    ]  # fmt: skip


def test_a_clock_of_an_agreement_follows_the_term_on_record(editor, clause):
    place = reverse("desk_clock_agreement", args=[clause.agreement_id])
    how = {"zone": "America/Los_Angeles", "calendar": "US-CA", "when_closed": "stands"}
    editor.client.post(
        place,
        {**how, "note": "?", "request_key": str(uuid.uuid4()), "kind": "expiry", "unit": "days"},
    )
    clock = Clock.objects.get()
    place = reverse("desk_clock", args=[clock.pk])
    anew = {"act": "recount", "recount-seen": "0", "recount-note": "Extended."}
    anew |= {f"recount-{name}": value for name, value in how.items()}
    last = clause.agreement.effective_to + datetime.timedelta(days=30)
    rows = type(clause.agreement).objects.filter(pk=clause.agreement_id)

    rows.update(effective_to=None)
    assert "is another one now" in editor.get(place).content.decode()
    refused = editor.client.post(place, anew)
    assert "No last day of the agreement is on record now." in refused.content.decode()
    rows.update(effective_to=last)
    editor.client.post(place, anew)

    assert Clock.objects.get().latest_day == last


def test_the_soonest_comes_first_and_says_in_words_how_near_it_is(editor, clause):
    for day in ((2026, 6, 20), (2026, 5, 15), (2026, 5, 1)):
        clocks.started(clause=clause, by=editor.user, day=datetime.date(*day))

    page = editor.get(reverse("desk_clocks"))

    assert [str(row["nearness"]) for row in page.context["rows"]] == [
        "passed", "within two days", "later",
    ]  # fmt: skip


def test_the_opening_page_counts_what_is_near_and_what_has_passed(editor, clause):
    for day in ((2026, 6, 20), (2026, 5, 15), (2026, 5, 1)):
        clocks.started(clause=clause, by=editor.user, day=datetime.date(*day))

    page = editor.get(reverse("wagtailadmin_home")).content.decode()

    assert "Clocks due" in page
    assert "1 passed, 1 within two days" in page


def test_lists_take_as_many_queries_for_many_as_for_few(editor, clause):
    def queries(place):
        with CaptureQueriesContext(
            connection,
        ) as taken:
            editor.get(place)
        return len(taken)

    places = [reverse("desk_clocks"), reverse("desk_clock_choose")]
    clocks.started(clause=clause, by=editor.user)
    for place in places:
        editor.get(place)
    few = [queries(place) for place in places]
    for number in range(5):
        other = library.ClauseFactory(agreement=clause.agreement, published=True)
        library.TimeLimitFactory(clause=other)
        link = deployments.LinkFactory(clause=other, confirmed=True)
        day = clocks.EVENT + datetime.timedelta(days=number)
        clocks.started(clause=other, by=editor.user, link=link, day=day)

    assert [queries(place) for place in places] == few


def test_an_address_for_the_calendar_is_shown_once_and_closed(editor, clause):
    clocks.started(clause=clause, by=editor.user)
    place = reverse("desk_clock_calendar")

    made = editor.client.post(place, {"make": "yes"})
    address = made.context["address"]

    assert address in made.content.decode()
    assert address not in editor.get(place).content.decode()
    assert b"BEGIN:VEVENT" in editor.client.get(address).content
    editor.client.post(place, {"revoke": "yes"})
    assert editor.client.get(address).status_code == 404
