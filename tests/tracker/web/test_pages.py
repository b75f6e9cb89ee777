"""Pages on the real catalogue: what they say, what they refuse, how often they ask the database."""

import pytest

from clauses.models import clause as clauses
from tests.factories import library, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

SORA = "/deployments/openai-sora-2-app-launch-2025-09/"
CLAUSE = "/clauses/sag23-synthetic-notice-bargain/"
PAGES = [
    "/",
    "/clauses/",
    "/clauses/?q=scan",
    CLAUSE,
    "/clauses/ca-ab-1836/",
    "/agreements/",
    "/agreements/sag-aftra-tv-theatrical-2026/",
    "/deployments/",
    SORA,
    "/vendors/openai/",
    "/parties/netflix/",
    "/search/?q=sora",
    "/what-if/",
    "/what-if/?role=writer&use=script-rewriting",
    "/marks/",
    "/privacy/",
    "/accessibility/",
    "/report/",
    "/report/clause/sag23-synthetic-notice-bargain/",
]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_in_each_language_with_the_disclaimer(client, path, language):
    response = client.get(f"/{language}{path}")

    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1
    assert '<footer class="foot">' in page
    assert "style=" not in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 12),
        ("/clauses/", 7),
        ("/clauses/?q=scan", 9),
        (CLAUSE, 12),
        ("/agreements/", 3),
        ("/agreements/sag-aftra-tv-theatrical-2026/", 13),
        ("/deployments/", 4),
        (SORA, 13),
        ("/vendors/openai/", 4),
        ("/parties/netflix/", 6),
    ],
)
def test_a_page_asks_a_constant_number_of_times(client, path, most, django_assert_max_num_queries):
    client.get(path)

    with django_assert_max_num_queries(most):
        client.get(path)


def test_more_clauses_cost_no_more_queries(client, django_assert_num_queries):
    client.get("/clauses/")
    agreement = clauses.Clause.objects.exclude(agreement=None).first().agreement
    library.ClauseFactory.create_batch(5, agreement=agreement, title="Scan of a scan")

    with django_assert_num_queries(6):
        page = client.get("/clauses/?in_force=0")

    assert page.status_code == 200


def test_the_home_page_counts_what_is_in_force_on_its_day(client):
    page = client.get("/en/?as_of=2026-11-22").content.decode()

    assert "<dt>agreements in force</dt><dd>19</dd>" in page
    assert "<dt>AI clauses in force</dt><dd>133</dd>" in page
    assert "<dt>deployments on record</dt><dd>99</dd>" in page
    assert "<dt>of them have a union response</dt><dd>17</dd>" in page


def test_a_clause_goes_on_when_a_later_agreement_keeps_it(client):
    page = client.get("/en/clauses/sag23-48-hour-notice/?as_of=2026-11-22").content.decode()

    assert "<strong>It goes on</strong> in" in page
    assert "/en/agreements/sag-aftra-tv-theatrical-2026/" in page


def test_a_replaced_clause_is_lapsed_and_names_what_came_after(client):
    page = client.get(f"/en{CLAUSE}?as_of=2026-11-22").content.decode()

    assert 'data-is="lapsed"' in page
    assert "/en/clauses/sag26-synthetic-written-notice/" in page


def test_the_same_clause_is_in_force_on_an_earlier_day(client):
    page = client.get(f"/en{CLAUSE}?as_of=2024-06-01").content.decode()

    assert "<strong>In force</strong> on this day, until" in page


def test_a_deployment_is_judged_on_its_own_day_unless_another_is_asked(client):
    own = client.get(f"/en{SORA}").content.decode()
    later = client.get(f"/en{SORA}?as_of=2026-11-22").content.decode()

    assert 'value="2025-09-30"' in own
    assert "On its own day" not in own
    assert "On its own day" in later


def test_before_the_event_the_page_says_so_and_lists_no_clause(client):
    response = client.get(f"/en{SORA}?as_of=2025-09-29")

    page = response.content.decode()
    assert response.status_code == 200
    assert "Not yet happened on that day" in page
    assert 'class="ledger"' not in page


def test_what_no_person_confirmed_is_called_proposed(client):
    page = client.get(f"/en{SORA}").content.decode()

    assert "Proposed, not yet reviewed by staff" in page
    assert "Confirmed by staff" not in page


def test_retellings_are_for_staff(client):
    digest = library.ClauseSourceFactory(
        clause=clauses.Clause.objects.get(slug="sag23-synthetic-notice-bargain"),
        title="A digest of the memorandum",
        tier="digest",
    )

    public = client.get(f"/en{CLAUSE}").content.decode()
    client.force_login(people.StaffFactory())
    staff = client.get(f"/en{CLAUSE}").content.decode()

    assert digest.title not in public
    assert digest.title in staff


def test_an_unreviewed_translation_says_so_and_links_to_the_original(client):
    page = client.get(f"/fr{CLAUSE}?as_of=2026-11-22").content.decode()

    assert f'href="/en{CLAUSE}?as_of=2026-11-22" lang="en"' in page
    assert 'class="notice"' in page


def test_an_unread_source_is_named_and_not_linked(client):
    clause = clauses.Clause.objects.get(slug="sag23-synthetic-notice-bargain")
    library.ClauseSourceFactory(
        clause=clause, title="The memorandum", url="https://example.com/moa.pdf", was_seen=False
    )

    page = client.get(f"/en{CLAUSE}").content.decode()

    assert "The memorandum" in page
    assert "https://example.com/moa.pdf" not in page


def test_a_record_for_staff_is_not_there_for_others(client):
    clauses.Clause.objects.filter(slug="sag23-synthetic-notice-bargain").update(visibility="staff")

    assert client.get(CLAUSE).status_code == 404
    assert (
        "sag23-synthetic-notice-bargain" not in client.get("/clauses/?q=synthetic").content.decode()
    )
    client.force_login(people.StaffFactory())
    assert client.get(CLAUSE).status_code == 200


def test_a_missing_contact_reads_contact_your_union(client):
    page = client.get(f"/en{CLAUSE}").content.decode()

    assert "Contact your union." in page


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/clauses/sag23-synthetic-notice-bargian/", "/clauses/sag23-synthetic-notice-bargain/"),
        ("/agreements/wga-mba-2025/", "/agreements/wga-mba-2026/"),
        ("/deployments/openai-sora-2-app-launch/", SORA),
        ("/vendors/open-ai/", "/vendors/openai/"),
    ],
)
def test_a_wrong_slug_is_a_404_that_names_the_nearest(client, path, sentence):
    response = client.get(f"/en{path}")

    assert response.status_code == 404
    assert f'href="/en{sentence}"' in response.content.decode()


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/clauses/?as_of=2026-13-01", "is not a date. Write YYYY-MM-DD"),
        ("/clauses/?as_of=20261101", "is not a date. Write YYYY-MM-DD"),
        (f"{CLAUSE}?as_of=yesterday", "is not a date. Write YYYY-MM-DD"),
        ("/?asof=2026-01-01", "Did you mean “as_of”?"),
        ("/clauses/?role=writter", "Did you mean “writer”?"),
        ("/clauses/?union=sag-aftr", "Did you mean “sag-aftra”?"),
        ("/clauses/?page=two", "“page” is a number"),
        ("/clauses/?in_force=maybe", "“in_force” is 1 or left out."),
        ("/deployments/?phase=withdrwn", "Did you mean “withdrawn”?"),
        ("/marks/?x=1", "This page knows no “x”."),
    ],
)
def test_a_wrong_parameter_is_a_400_with_a_sentence(client, path, sentence):
    response = client.get(f"/en{path}")

    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_what_other_sites_hang_on_an_address_is_ignored(client):
    assert client.get("/?utm_source=x&fbclid=y").status_code == 200


@pytest.mark.parametrize(
    "path", ["/clauses/%00/", "/clauses/?q=%00", "/search/?q=%27%22%3A*%26%21"]
)
def test_hostile_input_is_no_server_error(client, path):
    assert client.get(path).status_code in (200, 404)


def test_facets_narrow_and_count(client):
    page = client.get("/en/clauses/?union=wga-west&in_force=1&as_of=2026-11-22").content.decode()

    assert "/en/clauses/wga23-" in page or "/en/clauses/wga26-" in page
    assert "/en/clauses/sag23-" not in page
    assert 'name="union" value="wga-west" checked' in " ".join(page.split())


def test_an_address_that_is_not_ours_is_a_404_in_the_readers_language(client):
    response = client.get("/es/nothing/here/")

    assert response.status_code == 404
    assert '<html lang="es">' in response.content.decode()
