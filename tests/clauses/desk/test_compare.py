"""From the desk's lists to the comparison: what is ticked and published, six at most."""

import pytest
from django.urls import reverse

from tests.factories import library

pytestmark = pytest.mark.django_db


def address(kind, *records):
    ids = "&".join(f"id={record.pk}" for record in records)
    return f"{reverse('wagtail_bulk_action', args=['clauses', kind, 'compare'])}?{ids}"


def test_ticked_clauses_are_compared(editor, clause, agreement):
    other = library.ClauseFactory(slug="other", agreement=agreement)

    answer = editor.get(address("clause", clause, other))

    assert answer.status_code == 302
    assert answer.url == "/compare/?clauses=other,the-clause"
    assert editor.get(answer.url).status_code == 200


def test_ticked_agreements_are_compared(editor, agreement):
    assert editor.get(address("agreement", agreement)).url == "/compare/?agreements=the-agreement"


def test_the_list_offers_it(editor, clause):
    page = editor.get(reverse(type(clause).snippet_viewset.get_url_name("list")))

    assert address("clause").partition("?")[0] in page.content.decode()


def test_more_than_six_lead_back_to_the_list_with_a_sentence(editor, agreement):
    seven = [library.ClauseFactory(agreement=agreement) for _number in range(7)]

    answer = editor.client.get(address("clause", *seven), follow=True)

    assert answer.redirect_chain[-1][0] == reverse(
        type(seven[0]).snippet_viewset.get_url_name("list")
    )
    assert "A comparison holds 6 columns at most; 7 are ticked." in answer.content.decode()


def test_a_draft_that_was_never_published_is_compared_with_nothing(editor, clause, agreement):
    draft = library.ClauseFactory(slug="draft", agreement=agreement, live=False)

    answer = editor.client.get(address("clause", clause, draft), follow=True)

    assert "Drafts that were never published cannot be compared." in answer.content.decode()


def test_an_administrator_of_accounts_has_no_part_in_it(administrator, clause):
    answer = administrator.client.get(address("clause", clause))

    assert answer.status_code == 302
    assert "/compare/" not in answer.url
