"""The page and the interface of a clause's line, on the real catalogue."""

import pytest

from clauses.models import Agreement, Clause, Dropped
from tests.factories import library

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
REPLACED = "sag23-synthetic-notice-bargain"
REPLACING = "sag26-synthetic-written-notice"
CARRIED = "wga23-no-forced-ai-use"


def page_of(client, slug, language="en", **query):
    answer = client.get(f"/{language}/clauses/{slug}/lineage/", query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def open_clause():
    """A clause of the older agreement that nobody has settled."""
    return library.ClauseFactory(
        slug="an-open-clause",
        agreement=Agreement.objects.get(slug="wga-mba-2023"),
        title="An open question",
    )


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("slug", [REPLACED, REPLACING, CARRIED, "ca-ab-1836"])
def test_it_answers_in_each_language(client, slug, language):
    page = page_of(client, slug, language)

    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1
    assert "<script" not in page
    assert "style=" not in page


def test_both_ends_of_a_replacement_show_the_same_two(client):
    for slug in (REPLACED, REPLACING):
        page = page_of(client, slug)
        assert "Replaced, as we read it, by:" in page
        assert page.count('aria-current="true"') >= 1
        assert "Compared are our own summaries" in page


def test_the_marked_words_are_told_to_those_who_hear_the_page(client):
    earlier = Clause.objects.get(slug=REPLACED)
    later = Clause.objects.get(slug=REPLACING)
    Clause.objects.filter(pk=earlier.pk).update(summary="The company gives notice of one week.")
    Clause.objects.filter(pk=later.pk).update(summary="The company gives notice of two weeks.")

    page = page_of(client, REPLACING)

    assert (
        '<del><span class="vh">taken out: </span>one week.<span class="vh">; </span></del>' in page
    )
    assert '<ins><span class="vh">put in: </span>two weeks.<span class="vh">; </span></ins>' in page


def test_carried_on_is_said_and_the_day_decides_what_counts(client):
    assert "Carried on" in page_of(client, CARRIED, as_of="2026-11-22")
    assert "Not yet in force" in page_of(client, CARRIED, as_of="2020-01-01")


def test_what_nobody_settled_is_called_so(client, open_clause):
    page = page_of(client, "an-open-clause")

    assert "Not settled: we did not find whether this agreement keeps it. Ask your union." in page
    assert "Dropped." not in page


def test_dropped_is_said_with_its_source_and_on_the_clause(client, open_clause):
    Dropped.objects.create(
        clause=open_clause,
        agreement=Agreement.objects.get(slug="wga-mba-2026"),
        source_title="Summary of the 2026 agreement",
        source_url="https://example.org/summary",
    )

    page = page_of(client, "an-open-clause")
    clause = " ".join(
        client.get("/en/clauses/an-open-clause/?as_of=2026-11-22").content.decode().split()
    )

    assert "Dropped." in page
    assert '<a href="https://example.org/summary" rel="noreferrer">Summary of the 2026' in page
    assert "This rule was dropped in" in clause
    assert "We did not find whether the new agreement keeps this rule" not in clause


def test_a_hidden_neighbour_is_not_shown(client):
    Clause.objects.filter(slug=REPLACING).update(visibility="staff")

    assert REPLACING not in page_of(client, REPLACED)
    assert REPLACING not in client.get(f"/api/v1/clauses/{REPLACED}/lineage/").content.decode()


def test_a_wrong_slug_names_the_nearest(client):
    answer = client.get("/en/clauses/sag26-synthetic-written-notise/lineage/")

    assert answer.status_code == 404
    assert REPLACING in answer.content.decode()


def test_the_page_asks_a_constant_number_of_times(client, django_assert_max_num_queries):
    client.get(f"/en/clauses/{REPLACING}/lineage/")

    for slug in (REPLACING, "sag26-2023-protections-continue", CARRIED):
        with django_assert_max_num_queries(13):
            client.get(f"/en/clauses/{slug}/lineage/")


class TestTheInterface:
    def read(self, client, slug, **query):
        answer = client.get(f"/api/v1/clauses/{slug}/lineage/", query)
        assert answer.status_code == 200
        return answer.json()

    def test_it_tells_members_outcomes_and_words(self, client):
        body = self.read(client, REPLACING, as_of="2026-11-22")

        earlier, later = body["members"]
        assert (earlier["slug"], earlier["is_in_force"]) == (REPLACED, False)
        assert earlier["outcomes"][0]["outcome"] == "replaced"
        assert REPLACING in earlier["outcomes"][0]["clauses"]
        assert (later["slug"], later["origin"], later["is_in_force"]) == (
            REPLACING,
            "changes",
            True,
        )
        [comparison] = body["comparisons"]
        kept = [part["text"] for part in comparison["parts"] if part["kind"] != "added"]
        assert "".join(kept) == Clause.objects.get(slug=REPLACED).summary

    def test_in_french_it_compares_the_french_words(self, client):
        body = self.read(client, REPLACING, lang="fr")

        assert body["comparisons"][0]["language"] == "fr"

    def test_an_unknown_slug_or_parameter_is_refused(self, client):
        unknown = client.get("/api/v1/clauses/nothing-like-it/lineage/")
        wrong = client.get(f"/api/v1/clauses/{CARRIED}/lineage/?dayy=1")

        assert unknown.status_code == 404
        assert wrong.status_code == 400

    def test_the_same_answer_is_a_304(self, client):
        tag = client.get(f"/api/v1/clauses/{CARRIED}/lineage/")["ETag"]

        again = client.get(f"/api/v1/clauses/{CARRIED}/lineage/", headers={"If-None-Match": tag})

        assert again.status_code == 304

    def test_it_asks_a_constant_number_of_times(self, client, django_assert_max_num_queries):
        client.get(f"/api/v1/clauses/{REPLACING}/lineage/")

        for slug in (REPLACING, "sag26-2023-protections-continue", CARRIED):
            with django_assert_max_num_queries(9):
                client.get(f"/api/v1/clauses/{slug}/lineage/")
