"""Reporting a mistake without an account."""

import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from clauses import mistakes
from clauses.models import mistake
from tests.factories import library

pytestmark = pytest.mark.django_db
START = datetime.datetime(2026, 11, 22, 20, 0, tzinfo=datetime.UTC)


@pytest.fixture
def clause():
    return library.ClauseFactory(slug="scan-clause", title="Notice before a scan")


def filled(client, path: str, *, message: str = "Section 3 is wrong.", after: int = 60, **more):
    with time_machine.travel(START, tick=False):
        page = client.get(path).content.decode()
        token = re.search(r'name="token" value="([^"]+)"', page)[1]
    with time_machine.travel(START + datetime.timedelta(seconds=after), tick=False):
        return client.post(path, {"message": message, "token": token, "website": "", **more})


def test_a_report_becomes_a_task_for_staff(client, clause):
    response = filled(client, "/fr/report/clause/scan-clause/?as_of=2026-05-02")

    report = mistake.MistakeReport.objects.get()
    assert response.status_code == 200
    assert (report.record_kind, report.slug) == ("clause", "scan-clause")
    assert report.message == "Section 3 is wrong."
    assert report.language == "fr"
    assert report.as_of == datetime.date(2026, 5, 2)
    assert report.state == mistake.MistakeReport.State.OPEN


def test_the_page_of_a_record_leads_to_its_report(client, clause):
    page = client.get("/en/clauses/scan-clause/").content.decode()

    assert 'href="/en/report/clause/scan-clause/?as_of=' in page


def test_the_site_itself_can_be_reported_on(client):
    filled(client, "/en/report/")

    assert mistake.MistakeReport.objects.get().record_kind == mistakes.PAGE_KIND


def test_a_record_that_readers_may_not_see_cannot_be_reported_on(client, clause):
    type(clause).objects.filter(pk=clause.pk).update(visibility="staff")

    assert client.get("/report/clause/scan-clause/").status_code == 404
    assert client.get("/report/nonsense/scan-clause/").status_code == 404


def test_an_empty_report_is_refused_with_a_sentence(client, clause):
    response = filled(client, "/en/report/clause/scan-clause/", message="  ")

    assert response.status_code == 400
    assert "Write what is wrong" in response.content.decode()
    assert not mistake.MistakeReport.objects.exists()


def test_a_machine_that_fills_the_trap_is_thanked_and_nothing_is_kept(client, clause):
    response = filled(client, "/en/report/clause/scan-clause/", website="https://example.com")

    assert response.status_code == 200
    assert not mistake.MistakeReport.objects.exists()


@pytest.mark.parametrize("after", [0, 13 * 3600])
def test_a_form_sent_too_fast_or_too_late_is_shown_again_with_its_words(client, clause, after):
    response = filled(client, "/en/report/clause/scan-clause/", after=after)

    assert response.status_code == 400
    assert "Section 3 is wrong." in response.content.decode()
    assert not mistake.MistakeReport.objects.exists()


def test_a_forged_token_is_refused(client, clause):
    response = client.post(
        "/en/report/clause/scan-clause/", {"message": "x", "token": "forged", "website": ""}
    )

    assert response.status_code == 400
    assert not mistake.MistakeReport.objects.exists()


def test_many_reports_on_one_record_wait(client, clause):
    for _number in range(mistakes.MOST_PER_RECORD):
        filled(client, "/en/report/clause/scan-clause/")

    response = filled(client, "/en/report/clause/scan-clause/")

    assert response.status_code == 429
    assert mistake.MistakeReport.objects.count() == mistakes.MOST_PER_RECORD


def test_nothing_about_the_reader_is_kept():
    names = {field.name for field in mistake.MistakeReport._meta.get_fields()}

    assert not names & {"ip", "email", "user", "reporter", "user_agent", "session"}


def test_the_service_refuses_a_token_of_the_future():
    now = timezone.now()
    ahead = mistakes.token(now=now + datetime.timedelta(hours=1))

    with pytest.raises(mistakes.FormExpired):
        mistakes.report_mistake(
            record_kind="clause",
            slug="x",
            message="x",
            language="en",
            as_of=None,
            form_token=ahead,
            now=now,
        )
