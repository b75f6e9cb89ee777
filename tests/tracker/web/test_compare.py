"""The comparison: columns by address, cells that tell silence from ignorance, files of the same."""

import csv
import io

import docx
import pytest
from django.utils import timezone

from clauses import checking
from clauses.models import agreement as agreements
from clauses.models import clause as clauses
from clauses.models import publication as publications
from tests.factories import library, people, records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

SAG26 = "sag-aftra-tv-theatrical-2026"
COMM = "sag-aftra-commercials-2025"
DAY = "2026-11-22"


def six() -> str:
    """Six columns that are in the catalogue whatever its clauses are called."""
    slugs = list(
        clauses.Clause.objects.exclude(agreement=None)
        .order_by("slug")
        .values_list("slug", flat=True)[:3]
    )
    return f"agreements={SAG26},{COMM},wga-mba-2026&clauses={','.join(slugs)}"


def cells(client, query, *, language="en", viewer=None):
    """Return the table that the page was written from, as {row: [cells]}."""
    if viewer is not None:
        client.force_login(viewer)
    answer = client.get(f"/{language}/compare/?{query}")
    assert answer.status_code == 200
    return {row.slug: row.cells for row in answer.context["table"].rows}


def slugs(cell):
    return [line.slug for line in cell.lines]


def lines_of(client, query, *, language="en"):
    answer = client.get(f"/{language}/compare/table.csv?{query}")
    assert answer.status_code == 200
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def known(catalogue):
    """An agreement whose text a lawyer read, with one clause on consent."""
    agreement = library.AgreementFactory(slug="known-text", name="The Known Agreement")
    clause = library.ClauseFactory(
        slug="known-consent", agreement=agreement, elements=["consent"], section="Article 9"
    )
    library.ClauseSourceFactory(clause=clause, tier="legal-analysis", was_seen=True)
    return agreement


@pytest.fixture
def heard_of(catalogue):
    """An agreement known from the press, with one clause on consent."""
    agreement = library.AgreementFactory(slug="heard-of", name="The Reported Agreement")
    clause = library.ClauseFactory(
        slug="heard-consent", agreement=agreement, elements=["consent"], evidence_level="press"
    )
    library.ClauseSourceFactory(clause=clause, tier="press", was_seen=True)
    return agreement


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_page_answers_in_each_language(client, language):
    page = client.get(f"/{language}/compare/?{six()}&as_of={DAY}").content.decode()

    assert page.count("<h1") == 1
    assert page.count('scope="col"') == 7
    assert page.count('scope="row"') >= 11
    assert f"?as_of={DAY}" in page
    assert "<script" not in page
    assert "style=" not in page


def test_without_a_choice_it_offers_agreements(client):
    page = client.get("/en/compare/").content.decode()

    assert "<table" not in page
    assert f'<option value="{SAG26}">' in page


def test_a_row_is_an_element_and_a_cell_the_clauses_that_secure_it(client, known):
    found = cells(client, "agreements=known-text&as_of=2024-06-01")

    assert list(found) == [
        "consent",
        "notice",
        "information",
        "pay",
        "credit",
        "data-security",
        "human-floor",
        "audit",
        "remedy",
        "duration",
        "time-limits",
    ]
    assert slugs(found["consent"][0]) == ["known-consent"]
    assert found["consent"][0].sentence == ""


def test_a_text_that_was_read_is_silent_and_one_only_heard_of_is_unknown(client, known, heard_of):
    found = cells(client, "agreements=known-text,heard-of&as_of=2024-06-01")

    assert [cell.knowledge for cell in found["pay"]] == ["silent", "unknown"]
    assert [cell.knowledge for cell in found["time-limits"]] == ["silent", "unknown"]
    page = client.get("/en/compare/?agreements=known-text,heard-of").content.decode()
    assert "Silent: its text is in our records and says nothing about it." in page
    assert "Unknown: its text is not in our records." in page


@pytest.mark.parametrize("tier", ["primary", "legal-analysis"])
def test_a_source_that_nobody_opened_settles_no_silence(client, heard_of, tier):
    clause = heard_of.clauses.get()
    library.ClauseSourceFactory(clause=clause, tier=tier, was_seen=False)

    found = cells(client, "agreements=heard-of&clauses=heard-consent&as_of=2024-06-01")

    assert [cell.knowledge for cell in found["pay"]] == ["unknown", "unknown"]


def test_what_a_reviewer_checked_is_known(client, heard_of):
    guild = library.UnionFactory(slug="heard-guild")
    heard_of.unions.set([guild])
    heard_of.save()
    clause = heard_of.clauses.get()
    records.publish(clause)
    checking.mark(
        clause_id=clause.pk,
        publication_id=publications.Publication.objects.of(record=clause).live().get().pk,
        place=checking.Place(document="The memorandum", section="Article 9"),
        by=people.ReviewerFactory(unions=[guild]),
        now=timezone.now(),
    )

    found = cells(client, "agreements=heard-of&clauses=heard-consent&as_of=2024-06-01")

    assert [cell.knowledge for cell in found["pay"]] == ["silent", "silent"]


@pytest.mark.parametrize("slug", ["teamsters-399-2024", "equity-pact", "fr-dubbing-talks"])
def test_an_agreement_without_wording_on_record_is_unknown_throughout(client, slug):
    found = cells(client, f"agreements={slug}")

    assert {cell.knowledge for row in found.values() for cell in row} == {"unknown"}


def test_a_kept_clause_stands_in_the_later_agreement_from_its_first_day(client):
    before = cells(client, f"agreements={SAG26}&as_of=2026-06-30")
    after = cells(client, f"agreements={SAG26}&as_of=2026-07-01")

    def line(found):
        return next(
            each for each in found["notice"][0].lines if each.slug == "sag23-48-hour-notice"
        )

    assert line(before).state == "not yet in force"
    assert before["notice"][0].knowledge == "not-this-day"
    assert line(after).state.startswith("kept from 2023 SAG-AFTRA TV/Theatrical Contracts")
    assert after["notice"][0].knowledge == "says"


def test_a_replaced_clause_is_marked_in_its_own_agreement(client):
    found = cells(client, f"agreements=sag-aftra-tv-theatrical-2023&as_of={DAY}")

    replaced = next(
        line
        for row in found.values()
        for line in row[0].lines
        if line.slug == "sag23-synthetic-notice-bargain"
    )
    assert (replaced.mark, replaced.state) == ("lapsed", "replaced by a later clause")


def test_an_ended_agreement_without_successor_is_worded_with_care(client, known):
    page = client.get(f"/en/compare/?agreements=known-text&as_of={DAY}").content.decode()

    assert "The term ended on May 1, 2026. We found no successor. Rules often go on" in page
    assert "Nothing in force on this day." in page


def test_time_limits_have_a_row_of_their_own(client, known):
    library.TimeLimitFactory(clause=known.clauses.get(), number=48, unit="hours")

    page = client.get("/en/compare/?agreements=known-text&as_of=2024-06-01").content.decode()

    assert "<strong>48 hours</strong>: notice" in " ".join(page.split())
    assert "Counted from: the scan" in page


def test_what_secures_no_element_is_not_lost(client):
    found = cells(client, f"clauses=wga23-gai-definition&as_of={DAY}")

    assert slugs(found["definitions"][0]) == ["wga23-gai-definition"]


def test_a_clause_known_from_retellings_says_so_and_links_to_none(client, heard_of):
    library.ClauseSourceFactory(
        clause=library.ClauseFactory(slug="told", agreement=heard_of, elements=["pay"]),
        tier="digest",
        title="A digest of it",
        url="https://example.com/digest",
    )

    page = client.get("/en/compare/?agreements=heard-of&as_of=2024-06-01").content.decode()

    assert "Known from second-hand summaries; not yet checked against the agreement." in page
    assert "https://example.com/digest" not in page


def test_a_use_narrows_agreements_to_what_speaks_of_it(client):
    whole = cells(client, f"agreements={COMM}&as_of={DAY}")
    narrow = cells(client, f"agreements={COMM}&use=performer-scanning&as_of={DAY}")

    kept = {slug for row in narrow.values() for slug in slugs(row[0])}
    assert kept < {slug for row in whole.values() for slug in slugs(row[0])}


def test_words_are_in_the_readers_language_and_marked_where_they_are_not(client, known):
    library.ClauseTextFactory(
        clause=known.clauses.get(), language="fr", plain_language="En clair : oui."
    )

    found = cells(client, "agreements=known-text&as_of=2024-06-01", language="fr")
    spanish = cells(client, "agreements=known-text&as_of=2024-06-01", language="es")

    assert (found["consent"][0].lines[0].text, found["consent"][0].lines[0].lang) == (
        "En clair : oui.",
        "fr",
    )
    assert spanish["consent"][0].lines[0].lang == "en"


@pytest.mark.parametrize("level", ["members", "staff"])
def test_only_what_is_visible_is_compared(client, known, level):
    library.ClauseFactory(
        slug="hidden-pay", agreement=known, elements=["pay"], visibility=level, title="Hush"
    )
    query = "agreements=known-text&as_of=2024-06-01"

    assert cells(client, query)["pay"][0].knowledge == "silent"
    for address in ("compare/table.csv", "compare/table.docx"):
        assert b"Hush" not in client.get(f"/en/{address}?{query}").content
    assert client.get("/en/compare/?clauses=hidden-pay").status_code == 404
    assert slugs(cells(client, query, viewer=people.StaffFactory())["pay"][0]) == ["hidden-pay"]


def test_a_clause_of_a_hidden_agreement_is_not_compared(client, known):
    agreements.Agreement.objects.filter(pk=known.pk).update(visibility="staff")

    assert client.get("/en/compare/?agreements=known-text").status_code == 404
    assert client.get("/en/compare/?clauses=known-consent").status_code == 404


def test_a_draft_is_compared_by_nobody(client, known):
    library.ClauseFactory(slug="drafted", agreement=known, live=False, elements=["pay"])
    client.force_login(people.StaffFactory())

    assert cells(client, "agreements=known-text&as_of=2024-06-01")["pay"][0].lines == ()
    assert client.get("/en/compare/?clauses=drafted").status_code == 404


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("agreements=wga-mba-2025", 404, "/en/compare/?agreements=wga-mba-2026&"),
        ("clauses=sag23-48-hour-notise", 404, "/en/compare/?clauses=sag23-48-hour-notice&"),
        ("clauses=%00", 404, "We have no record named"),
        ("clause=sag23-48-hour-notice", 400, "Did you mean “clauses”?"),
        ("agreements=a,b,c&clauses=d,e,f,g", 400, "6 columns at most"),
        ("use=scann", 400, "is not a value of “use”"),
        ("agreements=wga-mba-2026&as_of=soon", 400, "is not a date. Write YYYY-MM-DD"),
    ],
)
@pytest.mark.parametrize("page", ["", "table.csv", "table.docx"], ids=["page", "csv", "docx"])
def test_a_wrong_address_is_refused_with_a_sentence(client, query, status, sentence, page):
    answer = client.get(f"/en/compare/{page}?{query}")

    assert answer.status_code == status
    assert sentence.replace("&", "&amp;") in answer.content.decode()


def test_a_file_of_nothing_is_refused(client):
    assert client.get("/en/compare/table.csv").status_code == 400


def test_columns_are_added_without_javascript_and_the_address_stays_plain(client):
    answer = client.get(
        f"/en/compare/?agreements={COMM}&agreements={SAG26}&agreements={COMM}&as_of={DAY}"
    )

    assert answer.status_code == 302
    assert answer.url == f"/en/compare/?agreements={COMM},{SAG26}&as_of={DAY}"


def test_a_column_is_taken_off_by_a_link(client):
    page = client.get(f"/en/compare/?agreements={COMM},{SAG26}&as_of={DAY}").content.decode()

    assert f'href="/en/compare/?agreements={SAG26}&amp;as_of={DAY}"' in page


def test_a_clause_is_found_by_words_and_offered(client):
    page = client.get(f"/en/compare/?agreements={COMM}&q=48+hours+notice").content.decode()

    assert 'type="checkbox"' in page
    assert 'value="sag23-48-hour-notice"' in page


@pytest.mark.parametrize(
    "address",
    ["/clauses/", "/clauses/sag23-48-hour-notice/", f"/agreements/{SAG26}/", "/search/?q=notice"],
)
def test_pages_of_clauses_agreements_and_search_lead_to_it(client, address):
    assert 'href="/en/compare/?' in client.get(f"/en{address}").content.decode()


@pytest.mark.parametrize(("wanted", "count"), [(2, 12), (6, 10)], ids=["two", "six"])
def test_columns_cost_a_constant_number_of_queries(
    client, wanted, count, django_assert_num_queries
):
    query = six() if wanted == 6 else f"agreements={COMM}&clauses=ca-ab-2602"
    client.get(f"/en/compare/?{query}")

    with django_assert_num_queries(count):
        answer = client.get(f"/en/compare/?{query}")

    assert len(answer.context["table"].heads) == wanted


def test_a_crowd_of_other_clauses_costs_no_more_queries(client, known, django_assert_num_queries):
    crowd = library.AgreementFactory(slug="crowd")
    clauses.Clause.objects.bulk_create(
        clauses.Clause(slug=f"one-of-many-{number}", agreement=crowd, title="A", live=True)
        for number in range(2_000)
    )

    query = six()
    client.get(f"/en/compare/?{query}")

    with django_assert_num_queries(10):
        answer = client.get(f"/en/compare/?{query}")

    assert len(answer.context["table"].heads) == 6


def test_the_csv_has_a_line_for_each_clause_and_each_silence(client, known, heard_of):
    lines = lines_of(client, "agreements=known-text,heard-of&as_of=2024-06-01")

    head, body = lines[0], [line for line in lines[1:] if len(line) == len(lines[0])]
    said = next(line for line in body if line[1:3] == ["Consent", "The Known Agreement"])
    silent = next(line for line in body if line[1:3] == ["Pay", "The Known Agreement"])
    unknown = next(line for line in body if line[1:3] == ["Pay", "The Reported Agreement"])
    assert head[0] == "True for"
    assert {line[0] for line in body} == {"2024-06-01"}
    assert said[head.index("Section")] == "Article 9"
    assert said[head.index("Grade")] == "A"
    assert (
        "The Known Agreement, Article 9, “Title of known-consent”" in said[head.index("Citation")]
    )
    assert said[head.index("Address")].endswith("/clauses/known-consent/?as_of=2024-06-01")
    assert silent[head.index("What is known")].startswith("Silent:")
    assert unknown[head.index("What is known")].startswith("Unknown:")
    assert "not legal advice" in lines[-1][0]
    assert "June 1, 2024" in lines[-1][0]


@pytest.mark.parametrize(
    "title",
    ["=HYPERLINK(1)", "+1+1", "-2", "@SUM(A1)", "\tcmd", "\r=1", "'=1"],
    ids=["equals", "plus", "minus", "at", "tab", "return", "apostrophe"],
)
def test_no_cell_of_the_csv_is_a_formula(client, known, title):
    known.clauses.update(title=title, section=title, plain_language=title)

    lines = lines_of(client, "agreements=known-text&as_of=2024-06-01")

    cells_found = [cell for line in lines for cell in line]
    assert [cell for cell in cells_found if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert f"'{title}" in cells_found


@pytest.mark.parametrize(
    ("language", "element", "disclaimer"),
    [
        ("en", "Consent", "it is not legal advice"),
        ("fr", "Consentement", "ne constitue pas un avis juridique"),
        ("es", "Consentimiento", "no es asesoramiento jurídico"),
    ],
)
def test_the_docx_holds_table_citations_grade_day_and_disclaimer(
    client, known, language, element, disclaimer
):
    library.TimeLimitFactory(clause=known.clauses.get())
    query = f"agreements=known-text,{SAG26}&as_of=2024-06-01"

    answer = client.get(f"/{language}/compare/table.docx?{query}")

    assert f"comparison-2024-06-01-{language}.docx" in answer["Content-Disposition"]
    document = docx.Document(io.BytesIO(answer.content))
    grid = document.tables[0]
    body = "\n".join(paragraph.text for paragraph in document.paragraphs)
    first = [cell.text for cell in grid.columns[0].cells]
    assert len(grid.columns) == 3
    assert first[1].startswith(element)
    assert "known-consent" in grid.rows[1].cells[1].text
    assert "Article 9 [1] A – " in grid.rows[1].cells[1].text
    assert "[1] The Known Agreement, Article 9, “" in body
    assert disclaimer in body
    assert "2024" in document.paragraphs[1].text
    assert document.core_properties.author == "AI Safeguard Tracker"
    assert "/clauses/known-consent/?as_of=2024-06-01" in body


def test_what_no_xml_may_hold_breaks_no_docx(client, known):
    known.clauses.update(plain_language="Say \x0b it \x1f plainly \ufffe.")

    answer = client.get("/en/compare/table.docx?agreements=known-text&as_of=2024-06-01")

    text = docx.Document(io.BytesIO(answer.content)).tables[0].rows[1].cells[1].text
    assert "plainly" in text
