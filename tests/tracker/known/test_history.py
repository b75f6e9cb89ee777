"""What we published of a clause, and when: in the API and as a part of the pages."""

import datetime
import re
import urllib.parse

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clauses import publishing
from clauses.models import Clause
from tests.factories import deployments, library, people
from tests.tracker.known.conftest import revise, take_off

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
FIRST = datetime.datetime(2026, 3, 10, 18, 0, tzinfo=datetime.UTC)
HISTORY = "clauses/the-clause/history/"


@pytest.fixture
def guild():
    return library.UnionFactory(slug="guild")


@pytest.fixture
def clause(guild):
    for slug, label in (("writer", "Writer"), ("actor", "Actor")):
        library.TaxonomyTermFactory(
            vocabulary="roles",
            slug=slug,
            labels={"en": label, "fr": f"{label} (fr)", "es": f"{label} (es)"},
        )
    agreement = library.AgreementFactory(slug="the-agreement", unions=[guild], published=FIRST)
    return library.ClauseFactory(
        slug="the-clause",
        agreement=agreement,
        summary="Notice 48 hours before the scan.",
        published=FIRST,
    )


def publish_by_people(clause, guild, *, at, **words):
    """A second person approves what the first wrote."""
    editor = people.EditorFactory(unions=[guild], last_name="Secretname")
    reviewer = people.ReviewerFactory(unions=[guild], last_name="Hiddenname")
    fresh = Clause.objects.get(pk=clause.pk)
    for name, value in words.items():
        setattr(fresh, name, value)
    publishing.publish(
        record=fresh,
        revision=fresh.save_revision(user=editor),
        decision=publishing.Decision(by=reviewer, now=at, note="Between us."),
    )


def changed(publication):
    return {
        one["field"]: [(part["kind"], part["text"]) for part in one["parts"]]
        for one in publication["changed"]
    }


class TestApi:
    def test_newest_first_with_moments_actor_and_words(self, site, clause, guild):
        publish_by_people(
            clause,
            guild,
            at=FIRST + DAY,
            summary="Notice 72 hours before the scan.",
            roles=["actor"],
            effective_to=datetime.date(2026, 4, 1),
        )

        answer = site.api(HISTORY)

        second, first = answer["results"]
        assert (first["live_from"], first["live_until"]) == (
            "2026-03-10T18:00:00Z",
            "2026-03-11T18:00:00Z",
        )
        assert (first["is_reviewed"], first["is_first"], first["changed"]) == (False, True, [])
        assert (second["live_until"], second["is_reviewed"], second["is_first"]) == (
            None,
            True,
            False,
        )
        assert changed(second) == {
            "summary": [
                ("same", "Notice "),
                ("removed", "48"),
                ("added", "72"),
                ("same", " hours before the scan."),
            ],
            "roles": [("removed", "Writer"), ("added", "Actor")],
            "effective_to": [("removed", "2026-05-01"), ("added", "2026-04-01")],
        }
        assert answer["next"] is None

    def test_each_opens_with_known_at(self, site, clause):
        revise(clause, at=FIRST + DAY, title="Other")

        addresses = [one["url"] for one in site.api(HISTORY)["results"]]

        titles = [site.client.get(address).json()["title"] for address in addresses]
        assert titles == ["Other", "Title of the-clause"]

    def test_fields_are_named_in_the_language_asked_for(self, site, clause):
        revise(clause, at=FIRST + DAY, roles=["actor"], section="Article 9")

        french = site.api(f"{HISTORY}?lang=fr")["results"][0]["changed"]

        assert [(one["field"], one["name"]) for one in french] == [
            ("section", "Article"),
            ("roles", "Protège"),
        ]
        assert french[1]["parts"][1] == {"kind": "added", "text": "Actor (fr)"}

    def test_nobody_of_staff_is_named(self, site, clause, guild):
        publish_by_people(clause, guild, at=FIRST + DAY, confidence_note="Ask Jo.", title="Other")

        text = site.get(f"/api/v1/{HISTORY}").content.decode()
        page = site.page("/clauses/the-clause/")

        for hidden in ("Secretname", "Hiddenname", "Between us", "Ask Jo", "officer-"):
            assert hidden not in text
            assert hidden not in page

    def test_a_change_that_readers_cannot_see_is_named_by_nothing(self, site, clause):
        revise(clause, at=FIRST + DAY, confidence_note="For staff.", rules_note="For staff.")

        assert site.api(HISTORY)["results"][0]["changed"] == []
        assert "Nothing changed that this page shows." in site.page("/clauses/the-clause/")

    def test_what_was_not_public_then_is_not_told(self, site, guild):
        agreement = library.AgreementFactory(unions=[guild], published=FIRST)
        clause = library.ClauseFactory(
            slug="the-clause",
            agreement=agreement,
            visibility="staff",
            title="Reserved title",
            published=FIRST,
        )
        revise(clause, at=FIRST + DAY, visibility="public", title="Open title")

        answer = site.api(HISTORY)

        assert [one["is_first"] for one in answer["results"]] == [True]
        assert "Reserved title" not in site.get(f"/api/v1/{HISTORY}").content.decode()
        assert "Reserved title" not in site.page("/clauses/the-clause/")

    def test_names_of_hidden_records_stay_hidden(self, site, clause):
        hidden = library.AgreementFactory(name="Reserved deal", visibility="staff", published=FIRST)
        fresh = Clause.objects.get(pk=clause.pk)
        fresh.carried_into.set([hidden])
        publishing.publish(
            record=fresh,
            revision=fresh.save_revision(),
            decision=publishing.Decision(now=FIRST + DAY, system_actor="catalogue"),
        )

        assert "Reserved deal" not in site.get(f"/api/v1/{HISTORY}").content.decode()
        assert "Reserved deal" not in site.page("/clauses/the-clause/")

    def test_sources_of_retellings_stay_with_staff(self, site, site_of, clause):
        fresh = Clause.objects.get(pk=clause.pk)
        fresh.sources.set(
            [
                library.ClauseSourceFactory.build(clause=fresh, title="The paper", tier="primary"),
                library.ClauseSourceFactory.build(clause=fresh, title="A mirror", tier="mirror"),
            ]
        )
        publishing.publish(
            record=fresh,
            revision=fresh.save_revision(),
            decision=publishing.Decision(now=FIRST + DAY, system_actor="catalogue"),
        )

        found = changed(site.api(HISTORY)["results"][0])
        officer = site_of(people.StaffFactory()).page("/clauses/the-clause/")

        assert [text.partition(",")[0] for _kind, text in found["sources"]] == ["The paper"]
        assert "A mirror" not in site.page("/clauses/the-clause/")
        assert "A mirror" in officer

    def test_a_clause_that_is_hidden_today_has_no_history(self, site, clause):
        revise(clause, at=FIRST + DAY, visibility="members")

        answer = site.get(f"/api/v1/{HISTORY}")

        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_record")

    def test_an_end_without_a_successor_is_a_gap(self, site, clause):
        take_off(clause, at=FIRST + DAY)
        revise(clause, at=FIRST + 3 * DAY, title="Back again")

        second, first = site.api(HISTORY)["results"]

        assert (first["live_until"], second["live_from"]) == (
            "2026-03-11T18:00:00Z",
            "2026-03-13T18:00:00Z",
        )
        assert list(changed(second)) == ["title"]

    def test_a_long_history_comes_in_pages(self, site, clause):
        for number in range(1, 6):
            revise(clause, at=FIRST + number * DAY, title=f"Title {number}")

        first = site.api(f"{HISTORY}?limit=4")
        second = site.client.get(first["next"]).json()

        moments = [one["live_from"] for page in (first, second) for one in page["results"]]
        assert moments == sorted(moments, reverse=True)
        assert len(moments) == 6
        assert changed(first["results"][3])["title"][2] == ("added", "2")
        assert second["next"] is None

    def test_it_costs_a_fixed_number_of_queries(self, site, clause, guild):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                site.api(HISTORY)
            return len(queries)

        earlier = library.ClauseFactory(agreement=clause.agreement, published=FIRST)
        fresh = Clause.objects.get(pk=clause.pk)
        fresh.builds_on.set([earlier])
        publishing.publish(
            record=fresh,
            revision=fresh.save_revision(),
            decision=publishing.Decision(now=FIRST + DAY, system_actor="catalogue"),
        )
        site.api(HISTORY)
        few = cost()
        for number in range(2, 9):
            revise(clause, at=FIRST + number * DAY, title=f"Title {number}")

        assert cost() == few == 5

    def test_an_unknown_slug_names_the_nearest(self, site, clause):
        answer = site.get("/api/v1/clauses/the-claus/history/")

        assert answer.status_code == 404
        assert answer.json()["nearest"] == ["the-clause"]


class TestPages:
    def test_a_clause_shows_its_publications(self, site, clause, guild):
        publish_by_people(clause, guild, at=FIRST + DAY, summary="Notice 72 hours before the scan.")

        page = site.page("/clauses/the-clause/")

        part = page.partition("What we published, and when")[2]
        assert "10 Mar 2026, 11:00" in part
        assert "Reviewed by staff." in part
        assert "Loaded from the catalogue; not yet reviewed by staff." in part
        seen = re.sub(r'<span class="vh">[^<]*</span>', "", part)
        assert "Notice <del>48</del><ins>72</ins> hours before the scan." in seen
        assert "taken out: </span>48" in part  # where colour and strokes are not seen
        assert part.index("You are reading it.") < part.index("Read it as it was")

    def test_words_of_a_publication_are_escaped(self, site, clause):
        revise(clause, at=FIRST + DAY, summary="<script>alert(1)</script>")

        assert "<script>alert" not in site.page("/clauses/the-clause/")

    def test_its_link_opens_it_as_it_was(self, site, clause):
        revise(clause, at=FIRST + DAY, title="Other title")
        page = site.page("/clauses/the-clause/")
        query = urllib.parse.urlencode({"known_at": "2026-03-10T18:00:00Z"})
        assert f"/en/clauses/the-clause/?{query}" in page

        then = site.client.get(f"/en/clauses/the-clause/?{query}").content.decode()

        assert '<h1 class="long" lang="en">Title of the-clause</h1>' in then
        assert "You see what this site said at" in then

    @pytest.mark.parametrize("language", ["en", "fr", "es"])
    def test_agreements_and_deployments_have_it_too(self, site, clause, language):
        deployment = deployments.DeploymentFactory(slug="the-launch", published=FIRST)
        revise(deployment, at=FIRST + DAY, summary="Other words.", works=["A film"])
        revise(clause.agreement, at=FIRST + DAY, employer_counterpart="Other producers")

        for path in ("/deployments/the-launch/", "/agreements/the-agreement/"):
            part = site.page(path, language=language).partition('aria-labelledby="published"')[2]
            assert "<ins>" in part
            assert part.count("known_at=") == 1

    def test_only_the_newest_twenty_are_listed(self, site, clause):
        for number in range(1, 22):
            revise(clause, at=FIRST + number * DAY, title=f"Title {number}")

        page = site.page("/clauses/the-clause/")

        assert page.count("known_at=20") == 19
        assert "Older publications are not listed here" in page
