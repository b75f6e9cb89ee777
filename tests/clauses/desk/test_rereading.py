"""Records whose sources nobody opened for half a year, until somebody does."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from clauses import rereading
from clauses.models import Rereading
from tests import desk
from tests.factories import library, records

pytestmark = pytest.mark.django_db

PILE = "Records whose sources nobody re-read for six months"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def address():
    return reverse("desk_rereading")


def published(slug, agreement, *, days):
    clause = library.ClauseFactory(slug=slug, agreement=agreement)
    records.publish(clause, at=timezone.now() - days * DAY)
    return clause


def listed(person, address):
    rows = person.get(address).context["rows"]
    return [row["publication"].slug for row in rows]


def test_what_was_published_half_a_year_ago_waits_the_oldest_first(
    agreement, words, editor, address
):
    for slug, days in (("young", 180), ("old", 184), ("older", 400)):
        published(slug, agreement, days=days)

    assert listed(editor, address) == ["older", "old"]
    assert rereading.stale(now=timezone.now()).count() == 2


def test_its_sources_are_there_to_open(agreement, words, editor, address):
    clause = published("old", agreement, days=400)
    library.ClauseSourceFactory(clause=clause, title="The memorandum")

    page = editor.get(address).content.decode()

    assert 'href="https://example.org/memorandum"' in page
    assert desk.edit_address(clause) in page


def test_who_read_them_says_so_and_it_waits_no_more(agreement, words, editor, address):
    clause = published("old", agreement, days=400)

    editor.client.post(address, {"record": f"clause-{clause.pk}"})

    read = Rereading.objects.get()
    assert (read.record_kind, read.record_id, read.read_by) == ("clause", clause.pk, editor.user)
    assert listed(editor, address) == []


def test_after_another_half_year_it_waits_again(agreement, words, editor, address):
    clause = published("old", agreement, days=400)
    rereading.reread(
        record_kind="clause",
        record_id=clause.pk,
        by=editor.user,
        now=timezone.now() - 190 * DAY,
    )

    assert listed(editor, address) == ["old"]


def test_a_new_publication_counts_as_a_reading(agreement, words, editor, reviewer, address):
    clause = published("old", agreement, days=400)
    editor.submit(clause, summary="Read again, and mended.")
    reviewer.approve(clause, tell="yes")

    assert listed(editor, address) == []


@pytest.mark.parametrize("record", ["clause-0", "clause-x", "link-1", "", "clause"])
def test_what_is_not_live_is_refused(agreement, words, editor, address, record):
    published("old", agreement, days=400)

    answer = editor.client.post(address, {"record": record}, follow=True)

    assert "This record is not live." in answer.content.decode()
    assert not Rereading.objects.exists()


def test_more_records_cost_no_more_queries(
    agreement, words, editor, address, django_assert_num_queries
):
    published("old", agreement, days=400)
    editor.get(address)
    with django_assert_num_queries(12) as few:
        editor.get(address)
    for number in range(8):
        published(f"old-{number}", agreement, days=400)

    with django_assert_num_queries(len(few)):
        editor.get(address)


def test_administrators_and_strangers_have_no_part_in_it(agreement, administrator, address):
    assert administrator.get(address).status_code in {302, 403}
