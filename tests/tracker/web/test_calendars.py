"""Calendar files as calendar programs read them: parsed, folded, stable, and without names."""

import datetime
import re
import uuid

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import deployments, library, people, records
from tracker import calendar_keys, clock_homes, clocks
from tracker.timing import limits

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 5, 22, 18, 0, tzinfo=datetime.UTC)
FEED = "/calendar/agreements.ics"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def guild():
    return library.UnionFactory(slug="guild")


@pytest.fixture
def officer(guild):
    return people.EditorFactory(unions=[guild], first_name="Oriana", last_name="Officer")


@pytest.fixture
def agreement(guild):
    return library.AgreementFactory(
        slug="basic",
        name="Convention de l’animation, du doublage, des effets visuels; films, séries "
        "et jeux\\vidéo: accord général des interprètes",
        unions=[guild],
        effective_from=datetime.date(2026, 7, 1),
        effective_to=datetime.date(2030, 6, 30),
        country="US",
        published=True,
    )


@pytest.fixture
def clock(agreement, officer):
    clause = library.ClauseFactory(
        slug="notice",
        agreement=agreement,
        effective_from=agreement.effective_from,
        effective_to=agreement.effective_to,
        published=True,
    )
    link = deployments.LinkFactory(
        clause=clause,
        confirmed=True,
        deployment=deployments.DeploymentFactory(title="Secret production", published=True),
    )
    limit = limits.Limit(number=48, unit=limits.Unit.HOURS, direction=limits.Direction.BEFORE)
    day = datetime.date(2026, 6, 10)
    return clocks.start(
        wanted=clocks.Wanted(
            kind="clause", clause=clause, link=link, limit=limit, applies_to="notice of the scan"
        ),
        event=limits.Start(
            first_day=day, last_day=day, first_time=datetime.time(9), last_time=datetime.time(9)
        ),
        how=clock_homes.default_counting(record=clause),
        note="Told by Mona Member.",
        request_key=uuid.uuid4(),
        by=officer,
        now=NOW,
    )


def read(address, **headers):
    answer = Client().get(address, headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content, icalendar.Calendar.from_ical(answer.content)


def events(calendar):
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def staff_feed(officer):
    return reverse("calendar_staff", args=[calendar_keys.make(user=officer, now=NOW)])


def test_an_agreement_has_its_first_and_its_last_day_as_whole_days(agreement):
    _content, calendar = read(FEED)

    days = [
        (event["dtstart"].dt, event["dtend"].dt, event["dtstart"].params.get("VALUE"))
        for event in calendar.walk("VEVENT")
    ]
    day = datetime.date
    assert days == [
        (day(2026, 7, 1), day(2026, 7, 2), "DATE"),
        (day(2030, 6, 30), day(2030, 7, 1), "DATE"),
    ]


def test_the_file_has_the_shape_that_calendar_programs_ask_for(agreement, clock, officer):
    for address in (FEED, staff_feed(officer)):
        content, calendar = read(address)

        assert content.startswith(b"BEGIN:VCALENDAR\r\n")
        assert content.endswith(b"END:VCALENDAR\r\n")
        assert b"\n" not in content.replace(b"\r\n", b"")
        lines = content.split(b"\r\n")
        assert max(len(line) for line in lines) <= 75
        for line in lines:
            line.decode()  # no character is torn by a fold
        assert str(calendar["version"]) == "2.0"
        assert calendar["prodid"]
        for event in calendar.walk("VEVENT"):
            assert {"UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DTSTART", "URL"} <= set(event)
            assert event["dtstamp"].dt.utcoffset() == datetime.timedelta()
        assert b"TZID" not in content


def test_special_characters_come_back_as_they_were(agreement):
    _content, calendar = read(FEED)

    assert str(calendar.walk("VEVENT")[0]["summary"]) == f"{agreement.name} begins"


def test_the_names_stay_and_the_sequence_rises_when_a_term_changes(agreement):
    before = events(read(FEED)[1])
    agreement.effective_to = datetime.date(2030, 12, 31)
    agreement.save()
    records.publish(agreement, at=records.PUBLISHED_AT + datetime.timedelta(days=1))

    after = events(read(FEED)[1])

    assert list(before) == list(after)
    for uid, event in after.items():
        assert event["sequence"] > before[uid]["sequence"]


def test_only_public_agreements_are_told_whoever_asks(agreement, officer):
    library.AgreementFactory(slug="hidden", visibility="staff", published=True)
    library.AgreementFactory(slug="draft", live=False)
    signed_in = Client()
    signed_in.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")

    found = signed_in.get(FEED).content

    assert found.count(b"BEGIN:VEVENT") == 2
    for slug in ("hidden", "draft"):
        assert signed_in.get(f"/calendar/agreements/{slug}.ics").status_code == 404


def test_one_agreement_has_a_file_of_its_own_in_each_language(agreement):
    library.AgreementFactory(slug="other", published=True)

    english, french, spanish = (
        events(read(f"/{code}/calendar/agreements/basic.ics")[1]) for code in ("en", "fr", "es")
    )

    assert list(english) == list(french) == list(spanish)
    assert len(english) == 2
    told = [str(next(iter(each.values()))["summary"]) for each in (english, french, spanish)]
    assert len(set(told)) == 3
    assert str(next(iter(french.values()))["url"]).endswith("/fr/agreements/basic/")


def test_a_deadline_in_hours_is_a_moment_in_utc_that_rings(clock, officer):
    content, calendar = read(staff_feed(officer))

    event = events(calendar)[str(clock.uid)]
    assert event["dtstart"].dt == datetime.datetime(2026, 6, 8, 16, 0, tzinfo=datetime.UTC)
    assert b"DTSTART:20260608T160000Z" in content
    rings = [alarm["trigger"].dt for alarm in event.walk("VALARM")]
    assert rings == [-datetime.timedelta(days=days) for days in (1, 2, 7)]


def test_the_staffs_file_names_nobody(clock, officer):
    content, _calendar = read(staff_feed(officer))
    unfolded = content.replace(b"\r\n ", b"").decode()

    assert "notice of the scan" in unfolded
    for name in ("Oriana", "Officer", "Mona", "Member", "Secret production", officer.email):
        assert name not in unfolded
    assert not re.search(r"ORGANIZER|ATTENDEE|mailto:", unfolded)


def test_a_clock_keeps_its_name_and_its_sequence_rises(clock, officer):
    address = staff_feed(officer)
    before = events(read(address)[1])[str(clock.uid)]
    clocks.recount(
        clock_id=clock.pk,
        event=limits.Start(
            first_day=datetime.date(2026, 6, 11), last_day=datetime.date(2026, 6, 12)
        ),
        how=clock_homes.counting_of(clock),
        note="Put off.",
        seen=0,
        by=officer,
        now=NOW,
    )

    after = events(read(address)[1])

    assert after[str(clock.uid)]["sequence"] == before["sequence"] + 1
    assert [str(event["summary"])[:15] for event in after.values()] == [
        "At the earliest", "At the latest: ",
    ]  # fmt: skip
    clocks.settle(clock_id=clock.pk, state="met", evidence="Letter.", seen=1, by=officer, now=NOW)
    settled = events(read(address)[1])
    assert list(settled) == list(after)
    assert all("Met: " in str(event["summary"]) for event in settled.values())
    assert not any(event.walk("VALARM") for event in settled.values())


def test_an_address_works_until_it_is_revoked_or_replaced_or_its_owner_leaves(clock, officer):
    first = staff_feed(officer)
    second = staff_feed(officer)
    assert [Client().get(each).status_code for each in (first, second)] == [404, 200]
    assert Client().get(reverse("calendar_staff", args=["guessed"])).status_code == 404

    officer.is_active = False
    officer.save()
    assert Client().get(second).status_code == 404
    officer.is_active = True
    officer.save()
    assert calendar_keys.revoke(user=officer, now=NOW)

    assert Client().get(second).status_code == 404
    assert not calendar_keys.revoke(user=officer, now=NOW)


def test_the_secret_is_kept_nowhere(officer):
    secret = calendar_keys.make(user=officer, now=NOW)

    assert secret not in str(calendar_keys.open_key(user=officer).__dict__)
    assert len(secret) >= 40


def test_the_files_take_as_many_queries_for_many_as_for_few(
    agreement, clock, officer, django_assert_max_num_queries
):
    address = staff_feed(officer)
    library.AgreementFactory.create_batch(4, published=True)

    with django_assert_max_num_queries(6):
        Client().get("/fr/calendar/agreements.ics")
    with django_assert_max_num_queries(6):
        Client().get(address)


def test_an_unknown_parameter_is_refused(agreement):
    assert Client().get(f"{FEED}?of=basic").status_code == 400
