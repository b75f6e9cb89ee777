"""Two texts, two lists: what stays, what was taken out, what was put in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses import word_difference
from clauses.word_difference import Kind


def told(parts):
    return [(str(part.kind), part.text) for part in parts]


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        (
            "48 hours before the scan.",
            "72 hours before the scan.",
            [("out", "48"), ("in", "72"), ("same", " hours before the scan.")],
        ),
        ("A scan.", "A scan. Paid.", [("same", "A scan."), ("in", " Paid.")]),
        ("A scan. Paid.", "A scan.", [("same", "A scan."), ("out", " Paid.")]),
        ("", "New.", [("in", "New.")]),
        ("Old.", "", [("out", "Old.")]),
        ("Same.", "Same.", [("same", "Same.")]),
        (
            "may scan the actor",
            "must ask the actor",
            [("out", "may scan"), ("in", "must ask"), ("same", " the actor")],
        ),
    ],
    ids=["number", "added", "removed", "new", "gone", "same", "run"],
)
def test_words(before, after, parts):
    assert told(word_difference.of_texts(before=before, after=after)) == parts


@given(before=st.text(), after=st.text())
def test_both_texts_can_be_read_from_the_parts(before, after):
    parts = word_difference.of_texts(before=before, after=after)

    assert "".join(part.text for part in parts if part.kind is not Kind.IN) == before
    assert "".join(part.text for part in parts if part.kind is not Kind.OUT) == after
    assert all(part.text for part in parts)


def test_very_long_texts_are_shown_whole():
    before, after = "word " * 4000, "word " * 3999 + "other "

    assert told(word_difference.of_texts(before=before, after=after)) == [
        ("out", before),
        ("in", after),
    ]


def test_lists_name_what_went_then_what_is_there():
    parts = word_difference.of_lists(before=["writer", "actor"], after=["actor", "crew"])

    assert told(parts) == [("out", "writer"), ("same", "actor"), ("in", "crew")]
