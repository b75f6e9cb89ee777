"""What stands in the catalogue files stands in the database, word for word."""

import collections
import json

import pytest
import yaml
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from clauses import models
from tracker.models import Deployment, Vendor

BINDINGS = "clauses/catalogue/parties/bindings.yaml"
OPENAI = "tracker/catalogue/vendors/openai.yaml"


def test_the_whole_history_of_sora_is_there_with_all_its_sources(catalogue, db):
    written = yaml.safe_load((settings.BASE_DIR / OPENAI).read_text())["deployments"]
    sora = {row["slug"]: row for row in written if row["product"] == "sora"}

    loaded = Deployment.objects.filter(product__slug="sora")

    assert {
        "openai-sora-preview-2024-02",
        "openai-sora-hollywood-outreach-2024-03",
        "openai-sora-turbo-release-2024-12",
        "openai-sora-2-app-launch-2025-09",
        "disney-openai-sora-licence-2025-12",
        "openai-sora-app-shutdown-2026-04",
        "openai-sora-api-shutdown-2026-09",
    } <= set(sora)
    assert {row.slug for row in loaded} == set(sora)
    for row in loaded:
        assert [
            (source.title, source.url or None, source.tier) for source in row.sources.all()
        ] == [
            (source["title"], source["url"], source["tier"]) for source in sora[row.slug]["sources"]
        ]
        assert {text.language for text in row.texts.all()} == {"fr", "es"}


SLUGS_OF_OTHERS = {
    "unions",
    "preceded_by",
    "succeeded_by",
    "instead_of",
    "carried_into",
    "builds_on",
    "product",
    "related",
}
"""Keys whose values are ids of other records, which the database holds as numbers."""


@pytest.mark.parametrize(
    ("folder", "inner", "model"),
    [
        ("clauses/catalogue/agreements", None, models.Agreement),
        ("clauses/catalogue/agreements", "clauses", models.Clause),
        ("clauses/catalogue/statutes", None, models.Clause),
        ("tracker/catalogue/vendors", None, Vendor),
        ("tracker/catalogue/vendors", "deployments", Deployment),
    ],
)
def test_no_word_of_a_file_is_lost_on_the_way_to_the_database(catalogue, db, folder, inner, model):
    for path in sorted((settings.BASE_DIR / folder).glob("*.yaml")):
        whole = yaml.safe_load(path.read_text())
        for written in whole[inner] if inner else [whole]:
            record = model.objects.get(slug=written["slug"])
            rows = [record.serializable_data()]
            if folder.endswith("statutes"):
                rows.append(models.Statute.objects.get(slug=record.slug).serializable_data())
            held = "\n".join(
                str(leaf) for leaf in _leaves(json.loads(json.dumps(rows, cls=DjangoJSONEncoder)))
            )
            skipped = SLUGS_OF_OTHERS | {"clauses", "products", "deployments"}
            for leaf in _leaves(written, skipped=skipped):
                assert str(leaf) in held, (record.slug, leaf)


def test_what_a_record_points_to_is_what_its_file_names(catalogue, db):
    for path in sorted((settings.BASE_DIR / "clauses/catalogue/agreements").glob("*.yaml")):
        written = yaml.safe_load(path.read_text())
        agreement = models.Agreement.objects.get(slug=written["slug"])
        assert {union.slug for union in agreement.unions.all()} == set(written["unions"])
        assert getattr(agreement.preceded_by, "slug", None) == written.get("preceded_by")
        for each in written["clauses"]:
            clause = models.Clause.objects.get(slug=each["slug"])
            assert clause.agreement == agreement
            assert {row.slug for row in clause.carried_into.all()} == set(
                each.get("carried_into", [])
            )
            assert {row.slug for row in clause.builds_on.all()} == set(each.get("builds_on", []))


def test_each_statute_is_a_row_and_one_clause_of_the_same_slug(catalogue, db):
    for statute in models.Statute.objects.all():
        clause = models.Clause.objects.get(statute=statute)

        assert clause.slug == statute.slug
        assert clause.title == statute.name


def test_every_binding_of_the_file_is_in_the_database(catalogue, db):
    written = yaml.safe_load((settings.BASE_DIR / BINDINGS).read_text())["bindings"]

    loaded = models.Binding.objects.select_related("party", "agreement", "via")

    assert collections.Counter(
        (
            row.party.slug,
            row.agreement.slug if row.agreement else None,
            row.value,
            row.basis,
            row.via.slug if row.via else None,
            str(row.effective_from),
            str(row.effective_to),
            len(row.sources),
        )
        for row in loaded
    ) == collections.Counter(
        (
            row["party"],
            row["agreement"],
            row["value"],
            row["basis"],
            row.get("via"),
            str(row["effective_from"]),
            str(row["effective_to"]),
            len(row.get("sources", [])),
        )
        for row in written
    )


def _leaves(value, *, skipped=frozenset()):
    if isinstance(value, dict):
        for key, each in value.items():
            if key not in skipped:
                yield from _leaves(each, skipped=skipped)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each, skipped=skipped)
    elif value is not None and not isinstance(value, bool):
        yield value
