"""`known_at`: the texts and confirmed links that this site showed at a moment of its past."""

import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from clauses import acts, calendar, checking, past, publishing
from clauses.models import Agreement, Clause, ClauseCheck, Publication
from tests.factories import deployments, library, people
from tests.tracker.known.conftest import revise, take_off
from tracker import known_then, links
from tracker.models import Deployment, Link

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
FIRST = datetime.datetime(2026, 3, 10, 18, 0, tzinfo=datetime.UTC)
SECOND = FIRST + 10 * DAY
INSTANT = datetime.timedelta(microseconds=1)


@pytest.fixture
def agreement():
    union = library.UnionFactory(slug="guild")
    return library.AgreementFactory(
        slug="the-agreement", name="First name", unions=[union], published=FIRST
    )


@pytest.fixture
def clause(agreement):
    """A clause whose words were changed ten days after they were published."""
    clause = library.ClauseFactory(
        slug="the-clause", agreement=agreement, title="First title", published=FIRST
    )
    revise(clause, at=SECOND, title="Second title", section="Article 9")
    return clause


@pytest.fixture
def deployment():
    deployment = deployments.DeploymentFactory(
        slug="the-launch", title="First launch", published=FIRST
    )
    revise(deployment, at=SECOND, title="Second launch")
    return deployment


class TestMoments:
    def test_a_time_is_exact(self, site, clause):
        def title(at):
            return site.api("clauses/the-clause/", known_at=at)["title"]

        assert title(FIRST) == "First title"
        assert title(SECOND - INSTANT) == "First title"
        assert title(SECOND) == "Second title"

    def test_a_day_means_its_end_where_the_agreements_were_made(self, site, clause):
        late = datetime.datetime(2026, 3, 21, 6, 30, tzinfo=datetime.UTC)  # 23:30 on 20 March
        revise(clause, at=late, title="Title of the night")

        assert site.api("clauses/the-clause/", known_at="2026-03-19")["title"] == "First title"
        answer = site.api("clauses/the-clause/", known_at="2026-03-20")
        assert answer["title"] == "Title of the night"
        assert answer["known_at"] == "2026-03-21T06:59:59.999999Z"

    def test_today_is_as_far_as_it_has_come(self, site, clause, time_machine):
        time_machine.move_to(SECOND + datetime.timedelta(hours=1), tick=False)

        answer = site.api("clauses/the-clause/", known_at="2026-03-20")

        assert (answer["title"], answer["known_at"]) == ("Second title", "2026-03-20T19:00:00Z")

    def test_another_zone_is_the_same_moment(self, site, clause):
        answer = site.api("clauses/the-clause/", known_at="2026-03-20T19:00:00+02:00")

        assert answer["known_at"] == "2026-03-20T17:00:00Z"
        assert answer["title"] == "First title"

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("2999-01-01", "moment_to_come"),
            ("2999-01-01T00:00:00Z", "moment_to_come"),
            ("yesterday", "malformed_date"),
            ("2026-02-30", "malformed_date"),
            ("2026-03-20T10:00:00", "malformed_date"),
            ("0001-01-01T00:00:00+14:00", "malformed_date"),
            ("9999-12-31T23:59:59-14:00", "malformed_date"),
            ("2026-03-20T10:00:00Z' OR 1=1 --", "malformed_date"),
        ],
    )
    def test_a_moment_that_is_none_or_to_come_is_refused(self, site, clause, text, code):
        answer = site.get("/api/v1/clauses/the-clause/", known_at=text)
        page = site.get("/en/clauses/the-clause/", known_at=text)

        assert answer.status_code == 400
        assert (answer.json()["errors"][0]["name"], answer.json()["errors"][0]["code"]) == (
            "known_at",
            code,
        )
        assert page.status_code == 400
        assert "known_at" in page.content.decode()


class TestBeforeAndBetween:
    def test_before_the_first_publication_it_was_not_known(self, site, clause):
        answer = site.get("/api/v1/clauses/the-clause/", known_at=FIRST - INSTANT)

        assert answer.status_code == 404
        assert answer.json()["code"] == "not_known_then"
        assert site.slugs("clauses/", known_at=FIRST - INSTANT) == []

    def test_the_page_says_so_and_when_it_came(self, site, clause):
        answer = site.get("/en/clauses/the-clause/", known_at="2026-03-01")

        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Not yet known then" in page
        assert "We first published it at" in page
        assert "10 Mar 2026, 11:00" in page
        assert answer["X-Robots-Tag"] == "noindex"

    def test_while_it_was_off_the_site_it_was_not_shown(self, site, clause):
        take_off(clause, at=SECOND + DAY)
        revise(clause, at=SECOND + 3 * DAY, title="Third title")

        gap = site.get("/api/v1/clauses/the-clause/", known_at=SECOND + 2 * DAY)
        page = site.page("/clauses/the-clause/", known_at=SECOND + 2 * DAY)

        assert gap.status_code == 404
        assert "Not on this site then" in page
        assert "We first published it" not in page
        assert site.api("clauses/the-clause/", known_at=SECOND)["title"] == "Second title"

    def test_a_slug_that_nobody_has_is_unknown_as_ever(self, site, clause):
        answer = site.get("/api/v1/clauses/the-claus/", known_at=SECOND)
        page = site.get("/en/clauses/the-claus/", known_at=SECOND)

        assert answer.status_code == 404
        assert (answer.json()["code"], answer.json()["nearest"]) == (
            "no_such_record",
            ["the-clause"],
        )
        assert page.status_code == 404

    def test_a_clause_was_known_once_its_agreement_was(self, site):
        agreement = library.AgreementFactory(published=SECOND)
        library.ClauseFactory(slug="early", agreement=agreement, published=FIRST)

        assert site.slugs("clauses/", known_at=FIRST) == []
        assert site.slugs("clauses/", known_at=SECOND) == ["early"]


class TestWhatHides:
    """What is hidden today is hidden in the past, and what was hidden then is hidden still."""

    def hidden(self, site, path, at):
        slug = path.rstrip("/").rpartition("/")[2]
        kind = path.strip("/").partition("/")[0]
        detail = site.get(f"/api/v1{path}", known_at=at)
        page = site.get(f"/en{path}", known_at=at)
        listed = slug in site.slugs(f"{kind}/", known_at=at)
        on_page = f"{path}?" in site.page(f"/{kind}/", known_at=at)
        return (detail.status_code, page.status_code, listed, on_page) == (404, 404, False, False)

    @pytest.mark.parametrize("level", ["members", "staff"])
    def test_narrowed_today_is_hidden_then(self, site, clause, level):
        revise(clause, at=SECOND + DAY, visibility=level)

        assert self.hidden(site, "/clauses/the-clause/", FIRST)
        assert self.hidden(site, "/clauses/the-clause/", SECOND)

    def test_taken_off_today_is_hidden_then(self, site, clause, deployment):
        take_off(clause, at=SECOND + DAY)
        take_off(deployment, at=SECOND + 2 * DAY)

        assert self.hidden(site, "/clauses/the-clause/", FIRST)
        assert self.hidden(site, "/deployments/the-launch/", FIRST)

    def test_retracted_today_is_gone_then(self, site, clause, agreement):
        asked = acts.ask(
            subject=Clause.objects.get(pk=clause.pk),
            act="retract",
            reason="We named the wrong studio.",
            by=people.EditorFactory(unions=list(agreement.unions.all())),
            now=SECOND + DAY,
        )
        reviewer = people.ReviewerFactory(unions=list(agreement.unions.all()))
        acts.approve(request_id=asked.pk, by=reviewer, now=SECOND + DAY)

        answer = site.get("/api/v1/clauses/the-clause/", known_at=FIRST)
        page = site.get("/en/clauses/the-clause/", known_at=FIRST)

        assert (answer.status_code, page.status_code) == (410, 410)
        for text in (answer.content.decode(), page.content.decode()):
            assert "Summary of the-clause" not in text
            assert "First title" not in text
        assert site.slugs("clauses/", known_at=FIRST) == []
        assert site.get("/api/v1/clauses/the-clause/history/").status_code in (404, 410)

    def test_an_agreement_hidden_today_hides_its_clauses_then(self, site, agreement, clause):
        revise(agreement, at=SECOND + DAY, visibility="staff")

        assert self.hidden(site, "/clauses/the-clause/", SECOND)
        assert self.hidden(site, "/agreements/the-agreement/", SECOND)

    def test_a_clause_moved_to_a_hidden_agreement_is_hidden_then(self, site, clause):
        hidden = library.AgreementFactory(visibility="staff", published=FIRST)
        revise(clause, at=SECOND + DAY, agreement=hidden)

        assert self.hidden(site, "/clauses/the-clause/", SECOND)

    def test_a_vendor_hidden_today_hides_its_deployments_then(self, site, deployment):
        revise(deployment.vendor, at=SECOND + DAY, visibility="staff")

        assert self.hidden(site, "/deployments/the-launch/", SECOND)

    def test_hidden_then_stays_hidden_though_it_is_open_today(self, site, agreement):
        clause = library.ClauseFactory(
            slug="reserved", agreement=agreement, visibility="members", published=FIRST
        )
        revise(clause, at=SECOND, visibility="public")

        answer = site.get("/api/v1/clauses/reserved/", known_at=FIRST)
        page = site.page("/clauses/reserved/", known_at=FIRST)

        assert answer.status_code == 404
        assert site.slugs("clauses/", known_at=FIRST) == []
        assert "Not yet known then" in page
        assert site.slugs("clauses/", known_at=SECOND) == ["reserved"]

    def test_members_see_then_what_members_could_see(self, site_of, agreement):
        clause = library.ClauseFactory(
            slug="reserved", agreement=agreement, visibility="members", published=FIRST
        )
        revise(clause, at=SECOND, visibility="public", title="Open title")
        member = site_of(people.UserFactory())

        page = member.page("/clauses/reserved/", known_at=FIRST)

        assert "Title of reserved" in page
        assert "Open title" not in page.partition("What we published, and when")[0]

    def test_a_draft_was_never_known(self, site, clause):
        fresh = Clause.objects.get(pk=clause.pk)
        fresh.title = "A draft's title"
        fresh.save_revision()

        assert "A draft's title" not in site.page("/clauses/the-clause/", known_at="2026-04-01")
        answer = site.api("clauses/the-clause/", known_at="2026-04-01")
        assert answer["title"] == "Second title"


class TestTwoTimes:
    def test_the_day_is_that_of_the_knowledge_unless_another_is_named(self, site, clause):
        end = Clause.objects.get(pk=clause.pk).effective_to

        then = site.api("clauses/the-clause/", known_at="2026-03-25")
        later = site.api(f"clauses/the-clause/?as_of={end + DAY}", known_at="2026-03-25")

        assert (then["as_of"], then["is_in_force"]) == ("2026-03-25", True)
        assert (later["as_of"], later["is_in_force"]) == ((end + DAY).isoformat(), False)

    def test_a_term_that_was_put_right_later_is_wrong_as_it_was(self, site, clause):
        revise(clause, at=SECOND + DAY, effective_to=datetime.date(2025, 1, 1))
        path = "clauses/the-clause/?as_of=2026-01-01"

        assert site.api(path, known_at=SECOND)["is_in_force"] is True
        assert site.api(path, known_at=SECOND + DAY)["is_in_force"] is False
        assert site.slugs("clauses/?in_force_on=2026-01-01", known_at=SECOND) == ["the-clause"]
        assert site.slugs("clauses/?in_force_on=2026-01-01", known_at=SECOND + DAY) == []

    def test_facets_read_the_words_of_then(self, site, clause, deployment):
        library.TaxonomyTermFactory(vocabulary="phases", slug="general-availability")
        library.TaxonomyTermFactory(vocabulary="phases", slug="in-use")
        revise(deployment, at=SECOND + DAY, phase="in-use")
        path = "deployments/?phase=general-availability"

        assert site.slugs(path) == []
        assert site.slugs(path, known_at=SECOND) == ["the-launch"]

    def test_updated_since_speaks_of_what_was_updated_by_then(self, site, clause):
        path = f"clauses/?updated_since={(FIRST + DAY):%Y-%m-%d}"

        assert site.slugs(path, known_at=SECOND) == ["the-clause"]
        assert site.slugs(path, known_at=FIRST + 2 * DAY) == []

    def test_pages_of_a_list_keep_the_moment(self, site, agreement):
        for number in range(3):
            library.ClauseFactory(slug=f"clause-{number}", agreement=agreement, published=FIRST)
        library.ClauseFactory(slug="clause-1-later", agreement=agreement, published=SECOND)

        first = site.api("clauses/?limit=2", known_at=FIRST + DAY)
        second = site.client.get(first["next"]).json()

        found = [row["slug"] for page in (first, second) for row in page["results"]]
        assert found == ["clause-0", "clause-1", "clause-2"]
        assert second["known_at"] == first["known_at"]


class TestChildrenAndOldRevisions:
    def test_sources_texts_and_limits_are_those_of_then(self, site, agreement):
        clause = library.ClauseFactory(slug="rich", agreement=agreement)
        library.ClauseSourceFactory(clause=clause, title="Old source")
        library.ClauseTextFactory(clause=clause, language="fr", title="Ancien titre")
        library.TimeLimitFactory(clause=clause, number=48)
        revise(clause, at=FIRST)
        fresh = Clause.objects.get(pk=clause.pk)
        fresh.sources.set([library.ClauseSourceFactory.build(clause=fresh, title="New source")])
        fresh.texts.set([])
        fresh.time_limits.set([])
        publishing.publish(
            record=fresh,
            revision=fresh.save_revision(),
            decision=publishing.Decision(now=SECOND, system_actor="catalogue"),
        )

        then = site.api("clauses/rich/?lang=fr", known_at=FIRST)
        now = site.api("clauses/rich/?lang=fr", known_at=SECOND)

        assert [source["title"] for source in then["sources"]] == ["Old source"]
        assert (then["title"], then["time_limits"][0]["number"]) == ("Ancien titre", 48)
        assert [source["title"] for source in now["sources"]] == ["New source"]
        assert (now["title"], now["time_limits"]) == ("Title of rich", [])
        page = site.page("/clauses/rich/", language="fr", known_at=FIRST)
        assert "Ancien titre" in page
        assert "Old source" in page.partition('aria-labelledby="published"')[0]

    def test_lineage_is_that_of_then(self, site, agreement, clause):
        later = library.AgreementFactory(slug="later", published=FIRST)
        fresh = Clause.objects.get(pk=clause.pk)
        fresh.carried_into.set([later])
        publishing.publish(
            record=fresh,
            revision=fresh.save_revision(),
            decision=publishing.Decision(now=SECOND + DAY, system_actor="catalogue"),
        )

        assert site.api("clauses/the-clause/", known_at=SECOND)["carried_into"] == []
        assert site.api("clauses/the-clause/", known_at=SECOND + DAY)["carried_into"] == ["later"]

    def test_a_revision_older_than_a_field_reads_with_its_default(self, site, agreement):
        clause = library.ClauseFactory(slug="old", agreement=agreement, live=False)
        library.ClauseSourceFactory(clause=clause, title="A source")
        revision = Clause.objects.get(pk=clause.pk).save_revision()
        for gone in ("plain_language", "duty", "any_facts", "rule_role_uses", "priority"):
            del revision.content[gone]
        for gone in ("was_seen", "language"):
            del revision.content["sources"][0][gone]
        del revision.content["time_limits"]
        del revision.content["builds_on"]
        revision.save()
        publishing.publish(
            record=Clause.objects.get(pk=clause.pk),
            revision=revision,
            decision=publishing.Decision(now=FIRST, system_actor="catalogue"),
        )
        revise(clause, at=SECOND, title="Now with all fields", duty="later")

        answer = site.api("clauses/old/", known_at=FIRST)

        assert (answer["title"], answer["plain_language"]) == ("Title of old", "")
        assert (answer["rules"]["duty"], answer["rules"]["any_facts"]) == ("use", [])
        assert [source["title"] for source in answer["sources"]] == ["A source"]
        assert (answer["time_limits"], answer["builds_on"]) == ([], [])
        assert "Title of old" in site.page("/clauses/old/", known_at=FIRST)


class TestChecks:
    """The mark "checked against the agreement" is set and cleared without other words."""

    def test_it_is_that_of_then(self, site, clause, agreement):
        reviewer = people.ReviewerFactory(unions=list(agreement.unions.all()))
        live = Publication.objects.get(slug="the-clause", live_until=None)
        checking.mark(
            clause_id=clause.pk,
            publication_id=live.pk,
            place=checking.Place(document="The memorandum", page="12"),
            by=reviewer,
            now=SECOND + DAY,
        )
        check = ClauseCheck.objects.get()
        checking.take_back(
            check_id=check.pk, by=reviewer, now=SECOND + 2 * DAY, reason="Wrong page."
        )

        def checked(at):
            return site.api("clauses/the-clause/", known_at=at)["checked"]

        assert checked(SECOND) is None
        assert checked(SECOND + DAY) == {
            "document": "The memorandum",
            "page": "12",
            "section": "",
            "on": "2026-03-21",
        }
        assert checked(SECOND + 2 * DAY) is None
        assert "The memorandum" in site.page("/clauses/the-clause/", known_at=SECOND + DAY)
        assert "The memorandum" not in site.page("/clauses/the-clause/")

    def test_other_words_end_it(self, site, clause, agreement):
        reviewer = people.ReviewerFactory(unions=list(agreement.unions.all()))
        live = Publication.objects.get(slug="the-clause", live_until=None)
        checking.mark(
            clause_id=clause.pk,
            publication_id=live.pk,
            place=checking.Place(document="The memorandum", page="12"),
            by=reviewer,
            now=SECOND + DAY,
        )
        revise(clause, at=SECOND + 2 * DAY, summary="Wholly other words.")

        def is_checked(at):
            answer = site.api("clauses/the-clause/", known_at=at)
            return answer["evidence"]["is_checked"]

        assert is_checked(SECOND + 2 * DAY - INSTANT) is True
        assert is_checked(SECOND + 2 * DAY) is False


class TestLinks:
    @pytest.fixture
    def link(self, clause, deployment):
        return deployments.LinkFactory(clause=clause, deployment=deployment)

    def test_a_link_is_known_from_its_confirmation_on(self, site, link):
        links.confirm_link(link_id=link.pk, by=people.StaffFactory(), now=SECOND)

        path = "links/?deployment=the-launch"
        assert site.slugs(path, known_at=SECOND - INSTANT) == []
        assert site.slugs(path, known_at=SECOND) == ["the-clause--the-launch"]
        detail = site.get("/api/v1/links/the-clause--the-launch/", known_at=SECOND - INSTANT)
        assert (detail.status_code, detail.json()["code"]) == (404, "not_known_then")

    def test_its_standing_is_that_of_then(self, site, link):
        links.confirm_link(link_id=link.pk, by=people.StaffFactory(), now=SECOND)
        Link.objects.filter(pk=link.pk).update(
            standing="binding", bearing="also", decided_at=SECOND + DAY
        )
        path = "links/the-clause--the-launch/"

        then, now = site.api(path, known_at=SECOND), site.api(path)

        assert (then["standing"], then["bearing"]) == ("conditional", "main")
        assert (now["standing"], now["bearing"]) == ("binding", "also")
        assert site.slugs("links/?standing=conditional", known_at=SECOND) == [
            "the-clause--the-launch"
        ]

    def test_one_that_was_rejected_later_was_still_known_then(self, site, link):
        links.confirm_link(link_id=link.pk, by=people.StaffFactory(), now=SECOND)
        Link.objects.filter(pk=link.pk).update(
            state="rejected", note="It was wrong.", decided_at=SECOND + DAY
        )

        assert site.slugs("links/", known_at=SECOND) == ["the-clause--the-launch"]
        assert site.slugs("links/", known_at=SECOND + DAY) == []

    def test_it_is_hidden_with_its_clause(self, site, link, clause):
        links.confirm_link(link_id=link.pk, by=people.StaffFactory(), now=SECOND)
        revise(clause, at=SECOND + DAY, visibility="staff")

        assert site.slugs("links/", known_at=SECOND) == []
        page = site.page("/deployments/the-launch/", known_at=SECOND)
        assert "/clauses/the-clause/" not in page

    def test_the_pages_show_what_was_confirmed_and_nothing_proposed(self, site, link):
        before = site.page("/deployments/the-launch/", known_at=SECOND - INSTANT)
        assert "None confirmed by then" in before
        assert "/clauses/the-clause/" not in before
        links.confirm_link(link_id=link.pk, by=people.StaffFactory(), now=SECOND)

        page = site.page("/deployments/the-launch/", known_at=SECOND)
        of_clause = site.page("/clauses/the-clause/", known_at=SECOND)

        assert "Confirmed by staff" in page
        assert "/clauses/the-clause/?as_of=2024-02-15&amp;known_at=" in page
        assert "/deployments/the-launch/?known_at=" in of_clause
        assert "Proposed" not in page
        earlier = site.page("/clauses/the-clause/", known_at=SECOND - INSTANT)
        assert "/deployments/the-launch/" not in earlier


class TestElsewhere:
    @pytest.mark.parametrize(
        "path",
        [
            *("statutes/", "parties/", "vendors/", "products/", "taxonomy/", "changes/"),
            *("changes/head/", "clauses/the-clause/history/"),
        ],
    )
    def test_the_api_says_why_it_is_refused(self, site, clause, path):
        answer = site.get(f"/api/v1/{path}", known_at="2026-03-20")

        fault = answer.json()["errors"][0]
        assert answer.status_code == 400
        assert (fault["name"], fault["code"]) == ("known_at", "not_kept")
        assert "clauses, agreements, deployments and links" in fault["detail"]

    def test_the_rules_are_not_asked_what_they_would_have_said(self, site, deployment):
        answer = site.client.post(
            "/api/v1/match/?known_at=2026-03-20",
            data={"deployment": "the-launch"},
            content_type="application/json",
        )

        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "not_kept")

    @pytest.mark.parametrize("path", ["/", "/search/", "/marks/"])
    def test_a_page_of_something_else_says_why(self, site, path):
        answer = site.get(f"/en{path}", known_at="2026-03-20")

        assert answer.status_code == 400
        assert "is kept of clauses, agreements, deployments" in answer.content.decode()

    @pytest.mark.parametrize("path", ["clauses/", "agreements/", "deployments/"])
    def test_words_are_searched_in_the_texts_of_today(self, site, clause, path):
        answer = site.get(f"/api/v1/{path}?q=title", known_at="2026-03-20")

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["name"] == "q"
        if path != "agreements/":
            assert site.get(f"/en/{path}?q=title", known_at="2026-03-20").status_code == 400


class TestEtags:
    def test_an_answer_of_the_past_is_the_same_tomorrow(self, site, clause, time_machine):
        time_machine.move_to(SECOND + DAY, tick=False)
        first = site.get("/api/v1/clauses/the-clause/", known_at=FIRST)
        today = site.get("/api/v1/clauses/the-clause/")
        time_machine.move_to(SECOND + 3 * DAY, tick=False)

        again = site.get(
            "/api/v1/clauses/the-clause/", known_at=FIRST, **{"If-None-Match": first["ETag"]}
        )
        new = site.get("/api/v1/clauses/the-clause/", **{"If-None-Match": today["ETag"]})

        assert again.status_code == 304
        assert new.status_code == 200

    def test_moments_have_tags_of_their_own(self, site, clause):
        tags = {
            site.get("/api/v1/clauses/the-clause/", known_at=at)["ETag"]
            for at in (FIRST, SECOND, None)
        }

        assert len(tags) == 3


class TestLaterVisibility:
    pytestmark = pytest.mark.django_db(transaction=True)

    def test_a_tag_of_the_past_ends_when_the_record_is_hidden(self, site, clause):
        first = site.get("/api/v1/clauses/the-clause/", known_at=FIRST)

        revise(clause, at=SECOND + DAY, visibility="staff")
        again = site.get(
            "/api/v1/clauses/the-clause/", known_at=FIRST, **{"If-None-Match": first["ETag"]}
        )

        assert (first.status_code, again.status_code) == (200, 404)

    def test_a_tag_of_today_ends_with_the_next_decision_on_a_link(self, site, clause, deployment):
        link = deployments.LinkFactory(clause=clause, deployment=deployment)
        today = calendar.today(datetime.datetime.now(datetime.UTC))
        first = site.get("/api/v1/links/", known_at=today)

        links.confirm_link(link_id=link.pk, by=people.StaffFactory(), now=SECOND)
        again = site.get(
            "/api/v1/links/", known_at=today, **{"If-None-Match": first.headers["ETag"]}
        )

        assert again.status_code == 200


class TestCost:
    def cost(self, site, path, at):
        site.get(path, known_at=at)
        with CaptureQueriesContext(connection) as queries:
            answer = site.get(path, known_at=at)
        assert answer.status_code == 200
        return len(queries)

    @pytest.mark.parametrize(
        ("path", "count"),
        [
            ("/api/v1/clauses/", 2),
            ("/api/v1/agreements/", 2),
            ("/api/v1/deployments/", 2),
            ("/api/v1/links/", 2),
            ("/api/v1/clauses/the-clause/", 2),
            ("/en/clauses/", 6),
            ("/en/agreements/", 2),
            ("/en/deployments/", 3),
            ("/en/clauses/the-clause/", 13),
            ("/en/agreements/the-agreement/", 11),
            ("/en/deployments/the-launch/", 8),
        ],
    )
    def test_the_number_of_queries_hangs_on_nothing(self, site, clause, deployment, path, count):
        few = self.cost(site, path, SECOND)
        for number in range(5):
            other = library.ClauseFactory(
                slug=f"more-{number}", agreement=clause.agreement, published=FIRST
            )
            revise(other, at=SECOND, title="Other words")
            event = deployments.DeploymentFactory(product=deployment.product, published=FIRST)
            link = deployments.LinkFactory(clause=other, deployment=event)
            links.confirm_link(link_id=link.pk, by=people.StaffFactory(), now=SECOND)

        assert self.cost(site, path, SECOND) == few == count


def test_nothing_is_written_in_the_past(clause):
    with known_then.at(SECOND), pytest.raises(past.WritingThePast), transaction.atomic():
        Clause.objects.filter(pk=clause.pk).update(title="Rewritten")

    assert Clause.objects.get(pk=clause.pk).title == "Second title"


def test_the_present_can_be_read_from_within_the_past(clause):
    with known_then.at(FIRST):
        then = Clause.objects.get(pk=clause.pk).title
        with past.left():
            now = Clause.objects.get(pk=clause.pk).title

    assert (then, now) == ("First title", "Second title")
    assert Agreement.objects.count() == Publication.objects.filter(record_kind="agreement").count()
    assert Deployment.objects.count() == 0
