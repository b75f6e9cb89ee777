"""What the finder makes of pages: mended words, dropped running lines, sections, headings."""

import pytest

from clauses.importing.reading import finding, headings, mending, pages


def found(*texts, lines_are_paragraphs=False):
    given = [pages.Page(number=number, text=text) for number, text in enumerate(texts, 1)]
    return finding.find(given, lines_are_paragraphs=lines_are_paragraphs), "".join(texts)


def test_a_word_broken_at_the_end_of_a_line_is_found_and_its_span_stays_true():
    result, stored = found("The Company shall not use artificial intel-\nligence to write.\n")

    (passage,) = result.passages
    assert passage.words[0] == "artificial intelligence"
    assert stored[passage.start : passage.end].endswith("intel-\nligence to write.")


def test_a_passage_across_a_page_break_is_one_and_names_both_pages():
    texts = [
        "BASIC AGREEMENT\n(a) A voice of the Performer that was made by machine\n",
        "BASIC AGREEMENT\nlearning shall be paid like the voice itself.\n",
        "BASIC AGREEMENT\nThe term ends in May.\n",
        "BASIC AGREEMENT\nThe parties sign below.\n",
    ]

    result, _stored = found(*texts)

    (passage,) = result.passages
    assert (passage.first_page, passage.last_page) == (1, 2)
    assert passage.words[0] == "machine learning"


def test_running_lines_page_numbers_and_contents_are_not_read():
    bodies = ["One.", "The second.", "A third line.", "Fourthly.", "Then the fifth.", "The end."]
    texts = [f"BASIC AGREEMENT 2026\n{body}\n- {n} -\n" for n, body in enumerate(bodies, 1)]
    texts[0] += "Article 1. Digital Replicas ........ 12\n"

    lines = mending.lines_of([pages.Page(number=n, text=t) for n, t in enumerate(texts, 1)])

    assert [line.text for line in lines if line.text] == bodies


def test_under_a_heading_about_ai_every_paragraph_is_listed_until_the_next_heading():
    result, stored = found(
        "Article 39. Digital Replicas\n"
        "39.A. Consent\n(a) It requires a writing that is signed.\n"
        "Article 40. Meals\n(a) A meal is served within six hours.\n"
    )

    listed = [stored[each.start : each.end] for each in result.passages]
    assert listed == ["(a) It requires a writing that is signed."]
    assert result.passages[0].section == "Article 39, 39.A(a)"


@pytest.mark.parametrize(
    ("line", "label", "level"),
    [
        pytest.param("ARTICLE XII - CREDITS", "ARTICLE XII", 1, id="roman"),
        pytest.param("Article 39.A Artificial Intelligence", "Article 39.A", 1, id="letter"),
        pytest.param("Artículo 12. Doblaje", "Artículo 12", 1, id="spanish"),
        pytest.param("SIDE LETTER 4: Replicas", "SIDE LETTER 4", 1, id="side-letter"),
        pytest.param("Section 1.A Definitions", "Section 1.A", 2, id="section"),
        pytest.param("§ 7 Vergütung", "§ 7", 2, id="german"),
        pytest.param("39.A. Consent", "39.A", 2, id="number-letter"),
        pytest.param("12.4.1 Meal Periods", "12.4.1", 2, id="decimal"),
        pytest.param("B. Notice", "B", 3, id="letter-alone"),
    ],
)
def test_numbers_are_recognised(line, label, level):
    mark = headings.mark_of(line)

    assert (mark.label, mark.level, mark.is_heading) == (label, level, True)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Section 12.A of this Agreement shall apply", id="reference"),
        pytest.param("Article 5, paragraph 2", id="reference-with-comma"),
        pytest.param("The Producer shall pay.", id="sentence"),
    ],
)
def test_references_are_no_headings(line):
    mark = headings.mark_of(line)

    assert mark is None or not mark.is_heading


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Artificial turf and snow are laid by the crew.", id="turf"),
        pytest.param("Replica weapons stay with the armorer.", id="weapons"),
        pytest.param("Training of apprentices takes two years.", id="apprentices"),
        pytest.param("Initialed for the Union: A.I.", id="initials"),
        pytest.param("A. I. Marlowe signed for the Producers.", id="name"),
        pytest.param("Digital effects are paid at Group I rates.", id="effects"),
        pytest.param("Foreign intelligence furnished by the authorities is kept.", id="news"),
        pytest.param("Le comédien apprend les répliques du rôle.", id="french-lines"),
    ],
)
def test_decoys_are_not_listed(text):
    assert finding.weigh(text)[0] < finding.ENOUGH


def test_a_huge_line_without_an_end_costs_no_more_than_its_length():
    result, _stored = found("a" * 300_000 + "." * 300_000 + " replica of the performer\n")

    assert len(result.passages) == 1
