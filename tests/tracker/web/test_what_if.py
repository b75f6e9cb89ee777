"""The what-if page: the answer for what the address tells, and the next question."""

import html
import logging
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clauses import models
from tests.factories import library

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

DAY = "as_of=2026-11-20"
SCAN = f"role=background-actor&use=performer-scanning&place=US&sector=television&{DAY}"


def ask(client, query, language="en"):
    """The page for a query, written as the page itself would write it."""
    page = client.get(f"/{language}/what-if/?{query}", follow=True)
    return page, html.unescape(page.content.decode())


def words_of(text):
    """The words of the main part without markup."""
    main = text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def replies(page):
    """The three buttons of the next question: parameter and value."""
    return re.findall(
        r'class="(?:quiet )?reply"\s+name="([^"]+)"\s+value="([^"]+)"', page.content.decode()
    )


def query_of(page):
    """The query of the address that the page ended at."""
    last = page.redirect_chain[-1][0] if page.redirect_chain else page.request["QUERY_STRING"]
    return urlsplit(last).query if page.redirect_chain else last


def reply(client, page, number):
    """Press one of the buttons: all that was told goes along."""
    pairs = [*parse_qsl(query_of(page)), replies(page)[number]]
    return client.get(f"/en/what-if/?{urlencode(pairs)}", follow=True)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("query", ["", SCAN, "use=script-rewriting"])
def test_it_answers_in_each_language_without_scripts(client, language, query):
    page, text = ask(client, query, language)

    assert page.status_code == 200
    assert text.count("<h1") == 1
    assert f'<html lang="{language}">' in text
    assert "<script" not in text
    assert "style=" not in text
    assert "Set-Cookie" not in page.headers


def test_without_anything_told_it_asks_for_the_situation_and_may_be_found(client):
    _page, text = ask(client, "")

    assert "noindex" not in text
    assert '<option value="performer-scanning">' in text
    assert '<option value="background-actor">' in text
    assert "Clauses, by standing" not in text
    assert "One thing is needed" not in text


def test_what_they_want_to_do_is_all_that_is_needed(client):
    _page, without = ask(client, f"role=writer&{DAY}")
    page, text = ask(client, f"use=script-rewriting&{DAY}")

    assert "One thing is needed" in without
    assert "Clauses, by standing" not in without
    assert '<h1 class="long">What if: Rewriting</h1>' in text
    assert page.context["groups"]


def test_an_answer_has_standing_reasons_citation_grade_and_whom_to_ask(client):
    union = models.Union.objects.get(slug="sag-aftra")
    union.contact_phone = "+1 555 0100"
    union.save()

    page, text = ask(client, f"{SCAN}&who=Netflix")

    words = words_of(text)
    assert page.context["groups"][0].standing == "binding"
    assert "Consent must describe the intended use" in words
    assert "MOA Item 15" in words
    assert "Netflix is bound by 2026 SAG-AFTRA TV/Theatrical Contracts" in words
    assert "Not yet reviewed by staff: this is the rules’ reading" in words
    assert 'data-grade="A"' in text
    assert "+1 555 0100" in words
    assert 'This page is true for <time datetime="2026-11-20">November 20, 2026</time>.' in text
    assert "it is not legal advice" in text


def test_what_leads_comes_first_and_the_rest_is_folded(client):
    page, text = ask(client, f"{SCAN}&who=Netflix")

    binding = page.context["groups"][0]
    assert [row.bearing for row in binding.main] == ["main"]
    assert text.index(binding.main[0].reading.title) < text.index("<details")


def test_the_address_is_the_situation_and_none_of_it_may_be_found_by_search_engines(client):
    _page, text = ask(client, SCAN)

    assert '<meta name="robots" content="noindex">' in text
    assert 'rel="alternate"' not in text


def test_an_address_is_rewritten_as_we_write_it(client):
    page = client.get("/fr/what-if/?use=&who=Netflix;+Disney&role=writer&role=writer&fact=&utm_x=1")

    assert page.status_code == 302
    assert page["Location"] == "/fr/what-if/?role=writer&who=Netflix&who=Disney"


def test_a_company_that_nobody_knows_is_said_to_be_unknown(client):
    _page, text = ask(client, f"{SCAN}&who=Acme+<b>Dreams</b>")

    assert "We have no record of Acme <b>Dreams</b>, so we take it as not bound." in text
    assert (
        "Acme <b>Dreams"
        not in client.get(
            f"/en/what-if/?{SCAN}&who=Acme+<b>Dreams</b>", follow=True
        ).content.decode()
    )


def test_the_question_has_three_replies_that_keep_all_that_was_told(client):
    page, text = ask(client, SCAN)

    assert replies(page) == [
        ("fact", "hired-for-this-work:yes"),
        ("fact", "hired-for-this-work:no"),
        ("fact", "hired-for-this-work:unknown"),
    ]
    assert "Was the person hired for the work in question?" in text
    form = text.partition('class="notice look-here"')[2].partition("</form>")[0]
    hidden = re.findall(r'type="hidden"\s+name="([^"]+)"\s+value="([^"]+)"', form)
    assert sorted(hidden) == sorted(parse_qsl(SCAN))


@pytest.mark.parametrize("number", [0, 1, 2])
def test_questions_end_and_none_is_asked_twice(client, number):
    page, _text = ask(client, SCAN)
    asked = []
    while replies(page):
        asked.append(replies(page)[0][1])
        page = reply(client, page, number)

    text = html.unescape(page.content.decode())
    assert page.status_code == 200
    assert 2 <= len(asked) == len(set(asked)) < 30
    assert "Nothing else that we could ask would change this answer." in text
    assert len(page.context["given"]) + len(page.context["told"].values("bound_by")) >= 2


def test_a_reply_changes_the_answer_and_can_be_taken_back(client):
    before, _text = ask(client, SCAN)
    after = reply(client, before, 1)

    def listed(page):
        return {
            (row.reading.title, row.standing)
            for group in page.context["groups"]
            for row in (*group.main, *group.also)
        }

    (given,) = after.context["given"]
    assert listed(after) != listed(before)
    assert given.reply == "No"
    again = client.get(given.taken_back)
    assert listed(again) == listed(before)


def test_bad_values_are_named_at_their_field_and_the_rest_is_kept(client):
    page, text = ask(
        client,
        "role=writr&use=script-rewriting&who=Acme&place=Atlantis&fact=minr:yes&as_of=never"
        "&not_known=nonsense&bound_by=wga-mba-2032",
    )

    words = words_of(text)
    assert page.status_code == 400
    assert "We do not know “writr”. Did you mean “Writer”?" in words
    assert "We do not know “Atlantis”." in words
    assert "We do not know “minr:yes”. Did you mean “Minor”?" in words
    assert "We do not know “nonsense”." in words
    assert "We do not know “wga-mba-2032”. Did you mean “" in words
    assert "“never” is not a date. Write YYYY-MM-DD, for example 2026-05-02." in words
    assert re.search(r'name="use"\s+value="script-rewriting"\s+checked', text)
    assert re.search(r'name="who"\s+value="Acme"', text)
    assert 'aria-invalid="true" aria-describedby="e-role-1"' in " ".join(text.split())
    assert "Clauses, by standing" not in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("fact=minor:yes&fact=minor:no", "“Minor” is told both ways."),
        ("place=US&not_place=US", "“United States” is told both ways."),
        ("sector=television&not_sector=television", "“Television” is told both ways."),
        (f"who={'x' * 201}", "A name has at most 200 signs."),
        ("&".join(f"who=n{number}" for number in range(21)), "At most 20 at a time."),
        ("who=a%00b&role=%00", ""),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(client, query, sentence):
    page, text = ask(client, query)

    assert page.status_code == (400 if sentence else 200)
    assert sentence in words_of(text)


def test_a_parameter_that_the_page_does_not_know_is_refused(client):
    page = client.get("/en/what-if/?rol=writer")

    assert page.status_code == 400
    assert "Did you mean “role”?" in html.unescape(page.content.decode())


def test_silence_is_told_honestly(client):
    page, text = ask(client, f"role=writer&use=likeness-protection&{DAY}")

    assert page.context["groups"] == []
    assert "Protecting a likeness brings no clause by itself." in text
    assert "Contact your union." in text


def test_a_craft_that_no_clause_reaches_is_named_as_not_covered(client):
    page, text = ask(client, f"role=dancer&use=script-rewriting&place=FR&{DAY}")

    assert page.context["groups"] == []
    assert "That is about our records, not about your rights." in text
    assert "reaches this for: Dancer." in text


def test_nothing_of_the_situation_is_logged_or_stored(client, caplog):
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ask(client, f"{SCAN}&who=Secret+Pictures&fact=minor:yes")
        ask(client, f"{SCAN}&who=Secret+Pictures&fact=minr:yes")

    told = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert [text for text in told if "Secret" in text or "minor" in text or "minr" in text] == []
    assert {query["sql"].split()[0].upper() for query in queries.captured_queries} == {"SELECT"}


def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries):
    for_netflix = SCAN.replace(DAY, f"who=Netflix&{DAY}")
    ask(client, SCAN)
    with CaptureQueriesContext(connection) as first:
        ask(client, SCAN)
    count = len(first)
    agreement = models.Agreement.objects.get(slug="sag-aftra-tv-theatrical-2026")
    library.ClauseFactory.create_batch(
        5,
        agreement=agreement,
        roles=["background-actor"],
        uses=["performer-scanning"],
        effective_from=agreement.effective_from,
        effective_to=agreement.effective_to,
    )
    more, _text = ask(client, for_netflix)

    assert "Title of clause-" in words_of(more.content.decode())
    with django_assert_num_queries(count):
        ask(client, for_netflix)
    assert count <= 12


def test_readers_find_it_from_every_page_and_from_the_home_page(client):
    home = client.get("/fr/").content.decode()
    clauses = client.get("/es/clauses/").content.decode()

    assert home.count('href="/fr/what-if/"') == 2
    assert 'href="/es/what-if/"' in clauses
