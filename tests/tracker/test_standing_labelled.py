"""Cases labelled by hand from the rules of standing before the program was asked."""

import pytest

from tests.tracker import labels

SHORTEST_REASON_IN_WORDS = 10


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("kind", ["deployment", "situation"])
def test_the_program_says_what_the_labels_say(kind):
    cases = [case for case in labels.CASES if kind in case]

    found = {labels.name_of(case): labels.differences(case) for case in cases}

    assert len(found) == len(cases) >= 60
    assert {name: said for name, said in found.items() if said} == {}


def test_every_case_gives_the_reason_for_its_labels():
    reasons = {labels.name_of(case): case.get("why", "") for case in labels.CASES}

    short = [name for name, why in reasons.items() if len(why.split()) < SHORTEST_REASON_IN_WORDS]

    assert short == []
    assert len(set(reasons.values())) == len(labels.CASES)


def test_a_case_that_labels_everything_counts_whatever_else_is_listed():
    case = {"stands": {"binding": ["one", "two"]}, "only": True, "may": ["three"]}
    said = {("one", "binding"), ("three", "possible"), ("four", "possible")}

    found = labels.tally(case=case, said=said)

    assert set(found.right) == {("one", "binding")}
    assert set(found.wrong) == {("four", "possible")}
    assert set(found.missed) == {("two", "binding")}
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)


def test_another_case_counts_only_what_its_labels_speak_of():
    case = {"stands": {"binding": ["one", "two"]}, "absent": ["three"]}
    said = {("one", "conditional"), ("two", "binding"), ("three", "possible"), ("four", "possible")}

    found = labels.tally(case=case, said=said)

    assert set(found.right) == {("two", "binding")}
    assert set(found.wrong) == {("one", "conditional"), ("three", "possible")}
    assert set(found.missed) == {("one", "binding")}
    assert found.of("possible").precision == 0.0
