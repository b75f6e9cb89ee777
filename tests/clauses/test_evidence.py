"""Which sources a reader may be sent to."""

import dataclasses

import pytest

from clauses import evidence


@dataclasses.dataclass
class Page:
    tier: str
    was_seen: bool | None = True
    url: str = "https://example.com/"


@pytest.mark.parametrize("tier", ["mirror", "digest", "founding-document", "general-knowledge"])
def test_retellings_are_for_staff(tier):
    page = Page(tier)

    assert evidence.shown_for_text(sources=[page], is_staff=False) == []
    assert evidence.shown_for_event(sources=[page], is_staff=False) == []
    assert evidence.shown_for_text(sources=[page], is_staff=True) == [page]


def test_an_aggregator_may_support_an_event_but_never_stand_for_an_agreement():
    page = Page("aggregator-or-blog")

    assert evidence.shown_for_event(sources=[page], is_staff=False) == [page]
    assert evidence.shown_for_text(sources=[page], is_staff=False) == []


def test_a_page_nobody_opened_is_named_and_not_linked():
    assert not evidence.is_linked(Page("primary", was_seen=False))
    assert not evidence.is_linked(Page("press", url=""))
    assert evidence.is_linked(Page("press", was_seen=None))


def test_a_text_known_only_from_retellings_and_unread_pages_is_second_hand():
    assert evidence.is_second_hand(sources=[Page("digest"), Page("primary", was_seen=False)])
    assert not evidence.is_second_hand(sources=[Page("digest"), Page("press")])
    assert evidence.is_second_hand(sources=[])


def test_a_text_that_a_reviewer_compared_is_no_hearsay_any_more():
    assert evidence.is_unread(sources=[Page("digest")], is_checked=False)
    assert not evidence.is_unread(sources=[Page("digest")], is_checked=True)


@pytest.mark.parametrize("grade", ["D", "E"])
def test_weak_grades_are_only_possible_until_checked(grade):
    assert evidence.is_weak(grade=grade, is_checked=False)
    assert not evidence.is_weak(grade=grade, is_checked=True)


@pytest.mark.parametrize("grade", ["A", "B", "C"])
def test_firm_grades_stand_unchecked(grade):
    assert not evidence.is_weak(grade=grade, is_checked=False)
