"""Two texts, two lists: what stays, what was taken out, what was put in."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses import word_difference
from clauses.word_difference import Kind

WORDS = ["the", "company", "must", "give", "notice", "of", "a", "scan"]


def told(parts):
    return [(str(part.kind), part.text) for part in parts]


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        (
            "48 hours before the scan.",
            "72 hours before the scan.",
            [("removed", "48"), ("added", "72"), ("same", " hours before the scan.")],
        ),
        ("A scan.", "A scan. Paid.", [("same", "A scan."), ("added", " Paid.")]),
        ("A scan. Paid.", "A scan.", [("same", "A scan."), ("removed", " Paid.")]),
        ("", "New.", [("added", "New.")]),
        ("Old.", "", [("removed", "Old.")]),
        ("", "", []),
        ("Same.", "Same.", [("same", "Same.")]),
        (
            "may scan the actor",
            "must ask the actor",
            [("removed", "may scan"), ("added", "must ask"), ("same", " the actor")],
        ),
        (
            "one two three alpha kept beta four five six",
            "one two three gamma kept delta four five six",
            [
                ("same", "one two three "),
                ("removed", "alpha kept beta"),
                ("added", "gamma kept delta"),
                ("same", " four five six"),
            ],
        ),
    ],
    ids=["number", "added", "removed", "new", "gone", "empty", "same", "run", "island"],
)
def test_words(before, after, parts):
    assert told(word_difference.of_texts(before=before, after=after)) == parts


@given(before=st.text(), after=st.text())
def test_both_texts_can_be_read_from_the_parts(before, after):
    parts = word_difference.of_texts(before=before, after=after)

    assert "".join(part.text for part in parts if part.kind is not Kind.ADDED) == before
    assert "".join(part.text for part in parts if part.kind is not Kind.REMOVED) == after
    assert all(part.text for part in parts)


@given(
    words=st.lists(st.sampled_from(["the", "company", "must", "give", "notice", "of", "a", "scan"]))
)
def test_no_two_neighbours_have_the_same_fate(words):
    half = len(words) // 2
    found = word_difference.of_texts(before=" ".join(words[:half]), after=" ".join(words[half:]))

    assert all(one.kind is not two.kind for one, two in itertools.pairwise(found))


def test_very_long_texts_are_shown_whole():
    before, after = "word " * 4000, "word " * 3999 + "other "

    assert told(word_difference.of_texts(before=before, after=after)) == [
        ("removed", before),
        ("added", after),
    ]


def test_lists_name_what_went_then_what_is_there():
    parts = word_difference.of_lists(before=["writer", "actor"], after=["actor", "crew"])

    assert told(parts) == [("removed", "writer"), ("same", "actor"), ("added", "crew")]


def test_the_same_words_are_the_same_whatever_the_blanks():
    assert word_difference.between(before="a  b\nc", after="a b c").is_same


def test_texts_with_little_in_common_are_better_read_apart():
    apart = word_difference.between(before="one two three", after="four five six")
    close = word_difference.between(before="one two three four", after="one two three five")

    assert (apart.is_readable, close.is_readable) == (False, True)
