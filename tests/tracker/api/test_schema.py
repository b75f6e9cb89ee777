"""The OpenAPI document: valid, without warnings, the same as the snapshot, and true.

To accept a change: `python manage.py spectacular --format openapi-json --file
tests/tracker/api/openapi.json`, with a line in the CHANGELOG.
"""

import io
import json
import pathlib
import re

import jsonschema
import pytest
from django.core import management

from clauses.models import Agreement, Clause, Party, Statute, TaxonomyTerm
from tracker.api import urls
from tracker.models import Deployment, Product, Vendor

SNAPSHOT = pathlib.Path(__file__).parent / "openapi.json"
KINDS = {
    "agreements": (Agreement, "Agreement"),
    "statutes": (Statute, "Statute"),
    "clauses": (Clause, "Clause"),
    "parties": (Party, "Party"),
    "vendors": (Vendor, "Vendor"),
    "products": (Product, "Product"),
    "deployments": (Deployment, "Deployment"),
}


@pytest.fixture
def document(api):
    return api.read("schema/")


def test_the_document_is_the_snapshot(document):
    snapshot = json.loads(SNAPSHOT.read_text())

    assert document == snapshot, __doc__


def test_the_command_writes_the_same_without_a_warning_and_it_is_valid(document, capsys):
    out = io.StringIO()

    management.call_command(
        "spectacular",
        "--validate",
        "--fail-on-warn",
        "--format",
        "openapi-json",
        stdout=out,
    )

    written = capsys.readouterr().out or out.getvalue()
    assert json.loads(written) == document


def test_it_is_openapi_3_1_and_names_every_address(document):
    paths = {re.sub(r"[{<](?:str:)?(\w+)[}>]", "{slug}", path) for path in document["paths"]}
    routes = {
        "/api/v1/" + re.sub(r"<str:slug>", "{slug}", str(route.pattern))
        for route in urls.urlpatterns
        if route.name not in ("schema", "docs", "nowhere")
    }

    assert document["openapi"].startswith("3.1")
    assert paths == routes


def test_every_parameter_and_refusal_is_described(document):
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert all(each["description"] for each in operation.get("parameters", [])), path
            assert {"200", "400", "401", "406", "429"} <= set(operation["responses"])
            for status, answer in operation["responses"].items():
                assert answer["description"], (path, status)
                if status >= "400":
                    assert set(answer["content"]) == {"application/problem+json"}
            assert ("404" in operation["responses"]) == ("{slug}" in path)


def test_operations_have_names_of_their_own(document):
    names = [
        operation["operationId"]
        for methods in document["paths"].values()
        for operation in methods.values()
    ]

    assert len(names) == len(set(names))
    assert {"clauses_list", "clauses_read", "match_ask", "changes_read"} <= set(names)


class Judge:
    """Judges answers by the shapes of the document."""

    def __init__(self, document):
        self.document = document

    def check(self, body, name):
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": f"#/components/schemas/{name}",
            "components": self.document["components"],
        }
        validator = jsonschema.Draft202012Validator(
            schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        )
        for error in validator.iter_errors(body):
            pytest.fail(f"{name}: {error.json_path}: {error.message[:300]}")
        known = set(self.document["components"]["schemas"][name]["properties"])
        assert set(body) <= known, set(body) - known


@pytest.fixture
def judge(document):
    return Judge(document)


@pytest.mark.usefixtures("catalogue")
class TestTheWholeCatalogue:
    """Every record of the real catalogue is answered, whole and in the shape that is documented."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_record_is_listed_in_its_shape(self, api, judge, kind):
        model, name = KINDS[kind]
        slugs, path = [], f"{kind}/?limit=100&lang=fr&count=true"

        while path:
            page = api.read(path)
            judge.check(page, f"{name}Page")
            slugs += [record["slug"] for record in page["results"]]
            path = page["next"] and page["next"].removeprefix("http://testserver/api/v1/")

        assert sorted(slugs) == sorted(
            model.objects.filter(visibility="public").values_list("slug", flat=True)
        )
        assert page["count"] == len(slugs)

    @pytest.mark.parametrize("kind", KINDS)
    def test_details_are_in_their_shape(self, api, judge, kind):
        _model, name = KINDS[kind]
        for record in api.read(f"{kind}/?limit=100")["results"][::7]:
            judge.check(api.read(f"{kind}/{record['slug']}/"), f"{name}Answer")

    def test_sparse_records_are_in_their_shape(self, api, judge):
        judge.check(api.read("clauses/?fields=title"), "ClausePage")
        judge.check(api.read("clauses/wga23-gai-definition/?fields=title"), "ClauseAnswer")

    def test_the_whole_taxonomy_is_there(self, api, judge):
        page = api.read("taxonomy/")

        judge.check(page, "VocabularyPage")
        assert sum(len(each["values"]) for each in page["results"]) == TaxonomyTerm.objects.count()

    def test_other_answers_are_in_their_shape(self, api, judge):
        judge.check(api.read(""), "Root")
        judge.check(api.read("changes/?limit=100"), "ChangePage")
        judge.check(api.read("changes/head/"), "ChangeHead")
        answer = api.ask({"deployment": "openai-sora-2-app-launch-2025-09"}).json()
        judge.check(answer, "MatchAnswer")
        assert answer["clauses"]

    def test_refusals_are_in_their_shape(self, api, judge):
        for answer in (
            api.get("clauses/?rol=x"),
            api.get("clauses/wga23-gai-definitio/"),
            api.get("nowhere/"),
            api.ask({"date": "x", "uses": [1]}),
            api.get("clauses/", headers={"Authorization": "Bearer no"}),
        ):
            judge.check(answer.json(), "Problem")

    def test_a_link_is_in_its_shape(self, api, judge, confirmed_link):
        judge.check(api.read("links/"), "LinkPage")
        [record] = api.read("links/")["results"]
        judge.check(api.read(f"links/{record['slug']}/"), "LinkAnswer")
        assert record["reasons"]
