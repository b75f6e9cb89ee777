"""Guesses at what was meant."""

import pytest

from clauses.searching import questions, spelling


@pytest.mark.parametrize(
    ("typed", "meant", "far"),
    [
        ("replika", "replica", 1),
        ("concent", "consent", 1),
        ("genrative", "generative", 1),
        ("sroa", "sora", 1),
        ("huegla", "huelga", 1),
        ("cat", "dog", 3),
        ("", "a", 1),
        ("same", "same", 0),
        ("kitten", "sitting", 3),
    ],
)
def test_letters_that_differ_are_counted(typed, meant, far):
    assert spelling.distance(typed, meant, most=2) == min(far, 3)
    assert spelling.distance(meant, typed, most=2) == min(far, 3)


def test_only_the_misspelled_words_are_replaced_and_their_case_kept():
    question = questions.Question(
        text="SAG-AFTAR, Concent aftar?",
        keys=(),
        required="",
        whole="",
        in_head="",
        in_labels="",
        some="",
        ranking="",
        shown="",
        chunks=(),
        each=(),
    )

    said = spelling.respelled(
        question=question, instead={"AFTAR": "aftra", "Concent": "consent", "aftar": "aftra"}
    )

    assert said == "SAG-AFTRA, Consent aftra?"


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("39.A", ["39.a"]),
        ("Art. 72", ["", "72"]),
        ("A.2.b.ii", ["a.2.b.ii"]),
        ("SAG-AFTRA scan", ["", ""]),
        ("7-202", ["7.202"]),
        ("§ 927", ["927"]),
        ("  \x00 ' :* ", []),
    ],
    ids=["number", "announced", "deep", "name", "hyphen", "sign", "nothing"],
)
def test_sections_are_told_from_words(text, sections):
    _counted, chunks = questions.cut(text=text)

    assert [chunk.section for chunk in chunks] == sections
