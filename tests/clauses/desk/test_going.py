"""What goes from view with a record is said where taking it off is asked for and approved."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clauses.models import ActRequest
from tests.factories import deployments, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(agreement):
    party = library.PartyFactory(name="Bound Pictures", published=True)
    library.BindingFactory(party=party, agreement=agreement)
    return party


@pytest.fixture
def many(agreement, clause):
    """The clause, 31 more, one that is no longer live and one of another agreement."""
    for number in range(31):
        library.ClauseFactory(title=f"Of the deal {number:02}", agreement=agreement)
    library.ClauseFactory(title="A draft", agreement=agreement, live=False)
    library.ClauseFactory(title="Of another deal")
    return clause


def ask_page(person, record):
    return person.get(reverse("desk_act_ask", args=[record.record_kind, record.pk]))


def asked(person, record, act):
    person.client.post(
        reverse("desk_act_ask", args=[record.record_kind, record.pk]),
        {"act": act, "reason": "It was never signed."},
    )
    return reverse("desk_act", args=[ActRequest.objects.latest("pk").pk])


def test_who_asks_reads_how_much_goes_with_an_agreement(many, company, agreement, editor):
    page = ask_page(editor, agreement)

    words = [each.words for each in page.context["going"]]
    assert words == ["32 live clauses", "1 binding of a company"]
    html = page.content.decode()
    assert "If it is taken off or retracted" in html
    assert "Of the deal 00" in html
    assert "and 2 more" in html
    assert "Bound Pictures" in html
    assert "A draft" not in html
    assert "Of another deal" not in html


@pytest.mark.parametrize("act", ["unpublish", "retract"])
def test_who_approves_reads_it_too_and_so_it_comes(many, agreement, editor, reviewer, act):
    address = asked(editor, agreement, act)

    page = reviewer.get(address)
    assert "32 live clauses" in page.content.decode()
    readers = Client()
    assert readers.get("/en/clauses/the-clause/").status_code == 200
    reviewer.client.post(address, {"approve": "yes"})

    assert readers.get("/en/clauses/the-clause/").status_code == 404
    assert readers.get("/api/v1/clauses/the-clause/").status_code == 404
    assert "32 live clauses" not in reviewer.get(address).content.decode()


def test_a_correction_takes_nothing_away(many, agreement, editor, reviewer):
    address = asked(editor, agreement, "correct")

    assert "live clauses" not in reviewer.get(address).content.decode()


def test_confirmed_links_of_live_records_go_with_a_clause_and_its_agreement(
    clause, agreement, editor
):
    event = deployments.DeploymentFactory(title="The launch", published=True)
    deployments.LinkFactory(clause=clause, deployment=event, confirmed=True)
    deployments.LinkFactory(clause=clause, deployment=deployments.DeploymentFactory())

    for record in (clause, agreement):
        page = ask_page(editor, record)
        assert "1 confirmed link to a deployment" in [each.words for each in page.context["going"]]
        assert "The launch" in page.content.decode()


def test_products_and_deployments_go_with_their_vendor(editor):
    vendor = deployments.VendorFactory(published=True)
    product = deployments.ProductFactory(vendor=vendor, published=True)
    deployments.DeploymentFactory.create_batch(2, vendor=vendor, product=product, published=True)

    page = ask_page(editor, vendor)

    assert [each.words for each in page.context["going"]] == [
        "1 live product",
        "2 live deployments",
    ]


def test_how_much_goes_is_asked_in_a_constant_number_of_queries(agreement, clause, company, editor):
    ask_page(editor, agreement)
    with CaptureQueriesContext(connection) as few:
        ask_page(editor, agreement)
    library.ClauseFactory.create_batch(12, agreement=agreement)
    for _number in range(12):
        library.BindingFactory(party=library.PartyFactory(), agreement=agreement)

    with CaptureQueriesContext(connection) as many:
        ask_page(editor, agreement)

    assert len(many) == len(few)
