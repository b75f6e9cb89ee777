"""Clocks as rows: started once, counted anew, settled with evidence, and nothing is forgotten."""

import datetime
import threading
import uuid
import zoneinfo

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import deployments, library, people
from tracker import clock_homes, clocks
from tracker.models import ClauseCounting, Clock, ClockAct
from tracker.timing import limits

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 5, 22, 18, 0, tzinfo=datetime.UTC)
LIMIT = limits.Limit(number=10, unit=limits.Unit.BUSINESS_DAYS, direction=limits.Direction.WITHIN)


@pytest.fixture
def guild():
    return library.UnionFactory(slug="guild")


@pytest.fixture
def officer(guild):
    return people.EditorFactory(unions=[guild])


@pytest.fixture
def clause(guild):
    agreement = library.AgreementFactory(slug="basic", unions=[guild], country="US", published=True)
    found = library.ClauseFactory(slug="bargaining", agreement=agreement, published=True)
    library.TimeLimitFactory(
        clause=found, number=10, unit="business-days", direction="within", applies_to="bargaining"
    )
    return found


def on(first, until=None):
    day = datetime.date.fromisoformat
    return limits.Start(first_day=day(first), last_day=day(until or first))


def begin(clause, by, **options):
    given = {
        "wanted": clocks.Wanted(
            kind="clause",
            clause=clause,
            link=options.pop("link", None),
            limit=LIMIT,
            applies_to="bargaining",
        ),
        "event": on("2026-05-15"),
        "how": clock_homes.default_counting(record=clause),
        "note": "Written notice, in the file of letters.",
        "request_key": uuid.uuid4(),
        "by": by,
        "now": NOW,
    }
    return clocks.start(**(given | options))


def test_a_clock_counts_at_the_agreements_home_and_remembers_who_started_it(clause, officer):
    clock = begin(clause, officer)

    assert (clock.earliest_day, clock.latest_day) == (datetime.date(2026, 6, 1),) * 2
    assert (clock.zone, clock.calendar) == ("America/Los_Angeles", "US-CA")
    assert (clock.state, clock.visibility, clock.sequence) == ("due", "staff", 0)
    act = clock.acts.get()
    assert (act.act, act.by, act.note) == (
        "started", officer, "Written notice, in the file of letters.",
    )  # fmt: skip


def test_the_same_form_sent_twice_starts_one_clock(clause, officer):
    key = uuid.uuid4()

    first, second = (begin(clause, officer, request_key=key) for _ in range(2))

    assert first == second
    assert (Clock.objects.count(), ClockAct.objects.count()) == (1, 1)


def test_a_second_clock_of_the_same_event_is_refused(clause, officer):
    begin(clause, officer)

    with pytest.raises(clocks.RunsAlready):
        begin(clause, officer)

    assert Clock.objects.count() == 1


def test_staff_of_another_union_and_members_start_nothing(clause):
    stranger = people.EditorFactory(unions=[library.UnionFactory()])

    for other in (stranger, people.UserFactory()):
        with pytest.raises(clocks.NotYourClock):
            begin(clause, other)

    assert not Clock.objects.exists()


def test_only_a_confirmed_link_carries_a_clock(clause, officer):
    waiting = deployments.LinkFactory(clause=clause)
    confirmed = deployments.LinkFactory(clause=clause, confirmed=True)
    elsewhere = deployments.LinkFactory(confirmed=True)

    for link in (waiting, elsewhere):
        with pytest.raises(clocks.Refused):
            begin(clause, officer, link=link)

    assert begin(clause, officer, link=confirmed).link == confirmed


def test_a_start_event_without_words_starts_nothing(clause, officer):
    with pytest.raises(clocks.NoteMissing):
        begin(clause, officer, note=" \x00 ")

    assert not Clock.objects.exists()


def test_the_way_of_counting_is_kept_for_the_clause_when_staff_say_so(clause, officer):
    how = limits.Counting(
        zone=zoneinfo.ZoneInfo("America/Vancouver"),
        calendar="CA-BC",
        when_closed=limits.WhenClosed.MOVES,
    )

    begin(clause, officer, how=how)
    assert clock_homes.default_counting(record=clause) != how
    begin(clause, officer, how=how, event=on("2026-05-18"), keeps_counting=True)

    assert clock_homes.default_counting(record=clause) == how
    assert ClauseCounting.objects.get().chosen_by == officer


@pytest.mark.parametrize("state", ["met", "missed", "waived"])
def test_a_clock_is_settled_with_evidence_and_can_run_again(clause, officer, state):
    clock = begin(clause, officer)

    clocks.settle(
        clock_id=clock.pk, state=state, evidence="Letter of 1 June.", seen=0, by=officer, now=NOW
    )
    settled = Clock.objects.get()
    assert (settled.state, settled.settled_by, settled.evidence, settled.sequence) == (
        state, officer, "Letter of 1 June.", 1,
    )  # fmt: skip
    clocks.reopen(clock_id=clock.pk, note="Wrong file.", seen=1, by=officer, now=NOW)

    again = Clock.objects.get()
    assert (again.state, again.settled_by, again.evidence, again.sequence) == ("due", None, "", 2)
    told = [(act.act, act.note) for act in again.acts.order_by("pk")]
    assert told[1:] == [(state, "Letter of 1 June."), ("reopened", "Wrong file.")]


def test_what_changed_meanwhile_is_not_settled_unread(clause, officer):
    clock = begin(clause, officer)
    how = clock_homes.default_counting(record=clause)
    clocks.recount(
        clock_id=clock.pk,
        event=on("2026-05-14", "2026-05-18"),
        how=how,
        note="The letter has no date.",
        seen=0,
        by=officer,
        now=NOW,
    )

    with pytest.raises(clocks.ClockChanged):
        clocks.settle(clock_id=clock.pk, state="met", evidence="x", seen=0, by=officer, now=NOW)

    clock.refresh_from_db()
    assert clock.state == "due"
    assert clock.is_doubtful
    assert (clock.earliest_day, clock.latest_day) == (
        datetime.date(2026, 5, 29), datetime.date(2026, 6, 2),
    )  # fmt: skip


def test_no_evidence_settles_nothing(clause, officer):
    clock = begin(clause, officer)

    with pytest.raises(clocks.NoteMissing):
        clocks.settle(clock_id=clock.pk, state="met", evidence=" ", seen=0, by=officer, now=NOW)

    assert Clock.objects.get().state == "due"
    assert clock.acts.count() == 1


def test_the_database_keeps_what_was_done(clause, officer):
    clock = begin(clause, officer)

    for act in (
        lambda: ClockAct.objects.update(note="Other."),
        lambda: ClockAct.objects.all().delete(),
        lambda: Clock.objects.update(number=3),
        lambda: Clock.objects.filter(pk=clock.pk)._raw_delete("default"),
        lambda: Clock.objects.update(state="met"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_what_changed_since_is_said(clause, officer):
    link = deployments.LinkFactory(clause=clause, confirmed=True)
    clock = begin(clause, officer, link=link)
    assert clocks.stale_because(clock) == ""
    clause.time_limits.all().delete()
    clause.save()
    assert "no longer sets" in clocks.stale_because(Clock.objects.get())


def test_the_end_of_an_agreement_and_its_renegotiation_have_clocks(clause, officer):
    agreement = clause.agreement
    how = clock_homes.default_counting(record=agreement)
    last = agreement.effective_to
    before = limits.Limit(number=60, unit=limits.Unit.DAYS, direction=limits.Direction.BEFORE)

    ends, talks = (
        clocks.start(
            wanted=clocks.Wanted(kind=kind, agreement=agreement, limit=limit),
            event=limits.Start(first_day=last, last_day=last),
            how=how,
            note="The term on record.",
            request_key=uuid.uuid4(),
            by=officer,
            now=NOW,
        )
        for kind, limit in (("expiry", None), ("renegotiation", before))
    )

    assert ends.latest_day == last
    assert talks.latest_day == last - datetime.timedelta(days=60)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_the_same_moment_start_one_clock_and_settle_it_once(clause, officer):
    outcomes, gate = [], threading.Barrier(4)

    def together(act):
        def run():
            gate.wait()
            try:
                outcomes.append(act())
            except clocks.Refused as refused:
                outcomes.append(type(refused))
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    together(lambda: begin(clause, officer))
    assert Clock.objects.count() == 1
    assert outcomes.count(clocks.RunsAlready) == 3
    clock = Clock.objects.get()
    outcomes.clear()
    together(
        lambda: clocks.settle(
            clock_id=clock.pk, state="met", evidence="x", seen=0, by=officer, now=NOW
        )
    )

    assert outcomes.count(clocks.ClockChanged) == 3
    assert clock.acts.filter(act="met").count() == 1
