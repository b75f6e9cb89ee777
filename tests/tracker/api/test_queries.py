"""How many queries an answer costs: a fixed number, however many rows it has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import deployments, library
from tracker.api import keys

# One for the version, one for the page; deployments and links look up whom they name, changes
# whether their records are still public, once for each kind among them (here two).
LISTS = {
    "agreements/": 2,
    "statutes/": 2,
    "clauses/": 2,
    "parties/": 2,
    "vendors/": 2,
    "products/": 2,
    "deployments/": 3,
    "links/": 3,
    "taxonomy/": 2,
    "changes/": 3,
    "changes/head/": 1,
}
NARROWED = {
    "clauses/?role=writer&use=script-generation&type=consent": 2,
    "clauses/?agreement=mba-2023&union=writers-guild": 4,
    "clauses/?use=voice-clone": 3,
    "clauses/?q=title&count=true": 5,
    "clauses/?in_force_on=2025-01-01&lang=fr": 2,
    "deployments/?vendor=maker&phase=general-availability": 4,
}
DETAILS = {
    "agreements": 2,
    "statutes": 2,
    "clauses": 2,
    "parties": 2,
    "vendors": 2,
    "products": 2,
    "deployments": 3,
    "links": 2,
    "taxonomy": 2,
}


@pytest.fixture
def cost(api):
    def count(path, **headers):
        api.get(path)  # so that the words of the vocabulary are in memory
        with CaptureQueriesContext(connection) as queries:
            answer = api.get(path, **headers)
        assert answer.status_code == 200, answer.content
        return len(queries)

    return count


@pytest.fixture
def many(one_of_each):
    """Five more of everything, each with children."""
    for number in range(5):
        union = library.UnionFactory()
        agreement = library.AgreementFactory(unions=[union], published=True)
        statute = library.StatuteFactory(published=True)
        library.AgreementSourceFactory(agreement=agreement)
        library.StatuteSourceFactory(statute=statute)
        clause = library.ClauseFactory(agreement=agreement, carried_into=[agreement])
        library.ClauseSourceFactory(clause=clause)
        library.TimeLimitFactory(clause=clause)
        party = library.PartyFactory(slug=f"company-{number}")
        library.BindingFactory(party=party, agreement=agreement)
        library.PartyMembershipFactory(party=party)
        deployment = deployments.DeploymentFactory(employers=[f"company-{number}"])
        deployments.DeployerFactory(deployment=deployment, parties=[f"company-{number}"])
        deployments.DeploymentSourceFactory(deployment=deployment)
        deployments.UnionResponseFactory(deployment=deployment)
        deployments.LinkFactory(
            clause=clause, deployment=deployment, includes=[clause.slug], confirmed=True
        )


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_with_many_rows(cost, many, path):
    assert cost(path) == LISTS[path]


@pytest.mark.parametrize("path", NARROWED)
def test_a_narrowed_list_costs_a_fixed_number(cost, many, path):
    assert cost(path) == NARROWED[path]


@pytest.mark.parametrize("kind", DETAILS)
def test_a_detail_costs_a_fixed_number(cost, one_of_each, kind):
    assert cost(f"{kind}/{one_of_each[kind]}/") == DETAILS[kind]


def test_a_key_costs_one_query_more_and_once_an_hour_two(cost, one_of_each, now):
    token = keys.create(organisation="Sister union", now=now).token
    headers = {"headers": {"Authorization": f"Bearer {token}"}}

    assert cost("clauses/", **headers) == LISTS["clauses/"] + 2
    assert cost("clauses/", **headers) == LISTS["clauses/"] + 1


def test_an_unchanged_answer_costs_one_query(api, one_of_each, django_assert_num_queries):
    for path in ("clauses/?role=writer", "clauses/mba-consent/", "taxonomy/", "links/", ""):
        tag = api.get(path)["ETag"]
        with django_assert_num_queries(1):
            answer = api.get(path, headers={"If-None-Match": tag})
        assert answer.status_code == 304
