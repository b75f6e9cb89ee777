"""Comparing two texts word by word, in runs that can be read."""

import random

import pytest

from clauses import compared_words
from clauses.compared_words import Kind

WORDS = ["the", "company", "must", "give", "written", "notice", "of", "48", "hours", "before", "a"]


def joined(difference, *kinds):
    return " ".join(run.text for run in difference.runs if run.kind in kinds)


def test_what_was_taken_out_stands_before_what_was_put_in():
    found = compared_words.between(
        before="The company must give 48 hours' notice before a scan of the performer.",
        after="The company must give ten days' written notice before a scan of the performer.",
    )

    assert [(run.kind, run.text) for run in found.runs] == [
        (Kind.SAME, "The company must give"),
        (Kind.REMOVED, "48 hours'"),
        (Kind.ADDED, "ten days' written"),
        (Kind.SAME, "notice before a scan of the performer."),
    ]
    assert found.is_readable


def test_a_word_or_two_between_changes_belong_to_the_change():
    found = compared_words.between(
        before="one two three alpha kept beta four five six",
        after="one two three gamma kept delta four five six",
    )

    assert [run.text for run in found.runs] == [
        "one two three",
        "alpha kept beta",
        "gamma kept delta",
        "four five six",
    ]


def test_the_same_words_are_the_same_whatever_the_blanks():
    assert compared_words.between(before="a  b\nc", after="a b c").is_same


def test_texts_with_little_in_common_are_better_read_apart():
    assert not compared_words.between(before="one two three", after="four five six").is_readable


def test_an_empty_text_is_no_error():
    assert compared_words.between(before="", after="new").runs[0].kind is Kind.ADDED
    assert compared_words.between(before="", after="").runs == ()


@pytest.mark.parametrize("seed", range(30))
def test_nothing_is_lost_and_nothing_is_made_up(seed):
    chance = random.Random(seed)  # noqa: S311  # the same texts every time
    before = " ".join(chance.choices(WORDS, k=chance.randrange(40)))
    after = " ".join(chance.choices(WORDS, k=chance.randrange(40)))

    found = compared_words.between(before=before, after=after)

    assert joined(found, Kind.SAME, Kind.REMOVED) == before
    assert joined(found, Kind.SAME, Kind.ADDED) == after
    assert all(
        first.kind is not second.kind
        for first, second in zip(found.runs, found.runs[1:], strict=False)
    )
