"""What readers learn of a check: document, place and day, and never who made it."""

import datetime

import pytest
from django.urls import reverse

from clauses import checking, evidence
from clauses.models import Clause, Publication
from tests.factories import deployments, library, people, records
from tracker.web import clause_rows

pytestmark = pytest.mark.django_db
NIGHT = datetime.datetime(2026, 11, 24, 5, 0, tzinfo=datetime.UTC)
"""In the evening of the day before, where the agreements were made."""
HEARSAY = "Known from second-hand summaries; not yet checked against the agreement."


@pytest.fixture
def guild():
    return library.UnionFactory(slug="guild")


@pytest.fixture
def clause(guild):
    agreement = library.AgreementFactory(unions=[guild])
    made = library.ClauseFactory(slug="the-clause", agreement=agreement)
    library.ClauseSourceFactory(clause=made, tier="digest", title="A digest")
    records.publish(made)
    return Clause.objects.get(pk=made.pk)


@pytest.fixture
def reviewer(guild):
    return people.ReviewerFactory(unions=[guild], first_name="Zenobia", last_name="Zzname")


@pytest.fixture
def checked(clause, reviewer):
    publication = Publication.objects.of(record=clause).live().get()
    checking.mark(
        clause_id=clause.pk,
        publication_id=publication.pk,
        place=checking.Place(document="The 2023 MOA", page="68", section="Article 72.B"),
        by=reviewer,
        now=NIGHT,
    )
    return clause


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "November 23, 2026</time>: The 2023 MOA, page 68, Article 72.B."),
        ("fr", "The 2023 MOA, page 68, Article 72.B."),
        ("es", "The 2023 MOA, página 68, Article 72.B."),
    ],
)
def test_the_page_tells_document_place_and_day(client, checked, language, sentence):
    page = " ".join(client.get(f"/{language}/clauses/the-clause/").content.decode().split())

    assert sentence in page
    assert HEARSAY not in page


def test_the_name_is_for_staff(client, checked, reviewer):
    public = client.get("/en/clauses/the-clause/").content.decode()
    client.force_login(people.StaffFactory())
    staff = client.get("/en/clauses/the-clause/").content.decode()

    assert "Zzname" not in public
    assert "Zzname" in staff


def test_the_interface_tells_the_same_and_no_name(client, checked):
    answer = client.get("/api/v1/clauses/the-clause/")

    assert answer.json()["checked"] == {
        "document": "The 2023 MOA",
        "page": "68",
        "section": "Article 72.B",
        "on": "2026-11-23",
    }
    assert answer.json()["evidence"]["is_checked"] is True
    assert answer.json()["evidence"]["note"] == ""
    assert "Zzname" not in answer.content.decode()


def test_an_unchecked_clause_says_null(client, clause):
    assert client.get("/api/v1/clauses/the-clause/").json()["checked"] is None


def test_the_feed_tells_that_it_was_checked_and_not_by_whom(client, checked):
    rows = client.get("/api/v1/changes/").json()["results"]

    assert [row["kind"] for row in rows] == ["clause.published", "clause.checked"]
    assert "Zzname" not in client.get("/api/v1/changes/").content.decode()


def test_hearsay_says_so_in_the_list_until_it_is_checked(client, clause, request):
    before = client.get("/en/clauses/").content.decode()
    request.getfixturevalue("checked")
    after = client.get("/en/clauses/").content.decode()

    assert HEARSAY in before
    assert HEARSAY not in after


def test_the_list_and_the_rule_agree_on_what_is_hearsay():
    for tier, was_seen in (
        ("primary", True),
        ("primary", False),
        ("press", None),
        ("mirror", True),
        ("aggregator-or-blog", None),
    ):
        library.ClauseSourceFactory(tier=tier, was_seen=was_seen)
    library.ClauseFactory()

    rows = clause_rows.prepared(queryset=Clause.objects.all(), viewer=None, language="en")

    assert {row.slug: not clause_rows.known_first_hand(row) for row in rows} == {
        row.slug: evidence.is_second_hand(sources=row.sources.all())
        for row in Clause.objects.prefetch_related("sources")
    }


def test_a_draft_with_other_words_is_shown_without_the_mark(client, checked, reviewer):
    draft = Clause.objects.get(slug="the-clause")
    draft.summary = "Other words."
    draft.save_revision(user=reviewer)
    client.force_login(reviewer)

    viewset = Clause.snippet_viewset
    revision = draft.get_latest_revision()
    page = client.get(
        reverse(viewset.get_url_name("revisions_view"), args=[draft.pk, revision.pk]), follow=True
    ).content.decode()

    assert "Other words." in page
    assert "The 2023 MOA" not in page


def test_a_weak_clause_meets_a_deployment_with_the_word_unchecked(client):
    library.TaxonomyTermFactory(
        vocabulary="evidence-levels", slug="aggregator-or-blog", properties={"grade": "D"}
    )
    weak = library.ClauseFactory(evidence_level="aggregator-or-blog")
    link = deployments.LinkFactory(clause=weak, confirmed=True)

    page = client.get(f"/en{link.deployment.get_absolute_url()}").content.decode()

    assert '<span class="checked">Not yet checked</span>' in page
