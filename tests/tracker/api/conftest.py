"""What the tests of the partners' interface share."""

import datetime
import json

import pytest
from django.test import Client

from clauses import vocabulary
from clauses.models import Clause
from tests.factories import deployments, library
from tracker.models import Deployment


class Api:
    """Asks the API and reads JSON."""

    def __init__(self, **headers):
        self.client = Client(raise_request_exception=True, headers=headers)

    def get(self, path, **options):
        return self.client.get(f"/api/v1/{path}", **options)

    def read(self, path, **options):
        answer = self.get(path, **options)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def slugs(self, path, **options):
        return [record["slug"] for record in self.read(path, **options)["results"]]

    def ask(self, question, *, query="", **options):
        return self.client.post(
            f"/api/v1/match/{query}",
            data=question if isinstance(question, str | bytes) else json.dumps(question),
            content_type="application/json",
            **options,
        )


@pytest.fixture
def api(db) -> Api:
    return Api()


@pytest.fixture
def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@pytest.fixture
def make_api():
    return Api


@pytest.fixture
def words(db):
    """The few values of the vocabulary that tests use."""
    writer = library.TaxonomyTermFactory(vocabulary="roles", slug="writer")
    library.TaxonomyTermFactory(vocabulary="roles", slug="screenwriter", parent=writer)
    library.TaxonomyTermFactory(vocabulary="roles", slug="performer")
    text = library.TaxonomyTermFactory(
        vocabulary="uses", slug="text-generation", properties={"level": "family"}
    )
    library.TaxonomyTermFactory(
        vocabulary="uses", slug="script-generation", parent=text, properties={"level": "leaf"}
    )
    library.TaxonomyTermFactory(
        vocabulary="uses", slug="voice-replica", properties={"level": "leaf"}
    )
    library.TaxonomyTermFactory(vocabulary="safeguard-types", slug="consent")
    library.TaxonomyTermFactory(vocabulary="safeguard-types", slug="notice")
    library.TaxonomyTermFactory(vocabulary="phases", slug="preview")
    library.TaxonomyTermFactory(vocabulary="phases", slug="general-availability")
    library.TaxonomyTermFactory(vocabulary="event-kinds", slug="product-release")
    library.TaxonomyTermFactory(vocabulary="party-kinds", slug="studio")
    library.TaxonomyTermFactory(
        vocabulary="evidence-levels", slug="primary", properties={"grade": "A"}
    )
    library.CrosswalkFactory(
        name="uses_from_triggers", value="voice-clone", targets=["voice-replica"]
    )
    vocabulary.forget()


@pytest.fixture
def one_of_each(words):
    """One public record of every kind, joined to the others."""
    union = library.UnionFactory(slug="writers-guild")
    agreement = library.AgreementFactory(slug="mba-2023", name="Basic Agreement", unions=[union])
    library.AgreementSourceFactory(agreement=agreement)
    statute = library.StatuteFactory(slug="ca-act")
    clause = library.ClauseFactory(slug="mba-consent", agreement=agreement)
    library.ClauseSourceFactory(clause=clause)
    library.ClauseTextFactory(clause=clause)
    library.TimeLimitFactory(clause=clause)
    library.ClauseFactory(slug="ca-act", agreement=None, statute=statute)
    party = library.PartyFactory(slug="big-studio", name="Big Studio", aliases=["The Big One"])
    library.BindingFactory(party=party, agreement=agreement)
    vendor = deployments.VendorFactory(slug="maker", name="Maker")
    product = deployments.ProductFactory(slug="tool", vendor=vendor)
    deployment = deployments.DeploymentFactory(slug="tool-launch", product=product)
    deployments.DeployerFactory(deployment=deployment, parties=["big-studio"])
    deployments.DeploymentSourceFactory(deployment=deployment)
    deployments.LinkFactory(clause=clause, deployment=deployment, confirmed=True)
    return {
        "agreements": "mba-2023",
        "statutes": "ca-act",
        "clauses": "mba-consent",
        "parties": "big-studio",
        "vendors": "maker",
        "products": "tool",
        "deployments": "tool-launch",
        "links": "mba-consent--tool-launch",
        "taxonomy": "roles",
    }


@pytest.fixture
def confirmed_link(db):
    """A link of two records of the real catalogue."""
    return deployments.LinkFactory(
        clause=Clause.objects.get(slug="sag23-synthetic-notice-bargain"),
        deployment=Deployment.objects.get(slug="openai-sora-preview-2024-02"),
        confirmed=True,
        includes=["sag23-icdr-consent"],
        missing_facts=[{"fact": "human-role", "question": "Would a human play this role?"}],
    )
