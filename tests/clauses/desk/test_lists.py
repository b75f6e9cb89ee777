"""Lists of records: what they show, what they find, and how often they ask the database."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clauses.models import Agreement, Clause, Party, Statute
from tests.factories import library, records
from tracker.models import Deployment, Product, Vendor

pytestmark = pytest.mark.django_db

MODELS = [Agreement, Statute, Clause, Party, Vendor, Product, Deployment]


def address(model, query=""):
    return reverse(model.snippet_viewset.get_url_name("list")) + query


def of(agreement):
    """What a clause needs of its agreement to be kept."""
    return {"agreement": str(agreement.pk), "effective_to": str(agreement.effective_to)}


def listed(person, query="", model=Clause):
    page = person.get(address(model, query))
    assert page.status_code == 200
    return [record.slug for record in page.context["object_list"]]


def queries(person, model=Clause):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = person.get(address(model))
    assert page.status_code == 200
    return len(asked)


def test_a_row_says_where_the_clause_stands_and_how_sure_we_are(clause, editor):
    editor.submit(clause, summary="New words.")

    page = editor.get(address(Clause)).content.decode()

    assert "Agreement the-agreement" in page
    assert "Article 72.B" in page
    assert "25 Sep 2023 – 1 May 2026" in page.replace("\xa0", " ")
    assert "○ not yet" in page
    assert "live, newer draft, in review" in page
    assert str(editor.user) in page


def test_a_draft_that_never_was_live_is_called_a_draft(agreement, words, editor):
    editor.add(Clause, title="Half a clause", slug="half", **of(agreement))

    page = editor.get(address(Clause)).content.decode()
    rows = page.rpartition("<tbody")[2].partition("</tbody>")[0]

    assert "draft" in rows
    assert "live" not in rows


def test_the_state_can_be_asked_for(agreement, words, editor, reviewer):
    made = {
        slug: library.ClauseFactory(slug=slug, agreement=agreement, published=True)
        for slug in ("changed", "plain", "returned", "waiting")
    }
    editor.add(Clause, title="Half a clause", slug="half", **of(agreement))
    editor.edit(made["changed"], summary="New words.")
    editor.submit(made["waiting"], summary="New words.")
    editor.submit(made["returned"], summary="New words.")
    reviewer.send_back(made["returned"], reason="Not yet.")

    assert listed(editor, "?state=live") == ["changed", "plain", "returned", "waiting"]
    assert listed(editor, "?state=changed") == ["changed", "returned", "waiting"]
    assert listed(editor, "?state=draft") == ["half"]
    assert listed(editor, "?state=review") == ["waiting"]
    assert listed(editor, "?state=returned") == ["returned"]


def test_clauses_are_found_by_union_role_use_type_grade_and_day(words, guild, other_guild, editor):
    library.TaxonomyTermFactory(
        vocabulary="uses",
        slug="fade-in",
        parent=library.TaxonomyTermFactory(vocabulary="uses", slug="writing"),
    )
    library.TaxonomyTermFactory(
        vocabulary="evidence-levels", slug="press", properties={"grade": "D"}
    )
    ours = library.AgreementFactory(unions=[guild], published=True)
    theirs = library.AgreementFactory(unions=[other_guild], published=True)
    library.ClauseFactory(slug="a", agreement=ours, roles=["writer"], uses=["fade-in"])
    library.ClauseFactory(
        slug="b",
        agreement=theirs,
        roles=["actor"],
        safeguard_types=["notice"],
        evidence_level="press",
        effective_from=datetime.date(2024, 1, 1),
        effective_to=datetime.date(2024, 12, 31),
    )

    assert listed(editor, f"?union={other_guild.pk}") == ["b"]
    assert listed(editor, "?role=writer") == ["a"]
    assert listed(editor, "?use=writing") == ["a"]
    assert listed(editor, "?type=notice") == ["b"]
    assert listed(editor, "?grade=D") == ["b"]
    assert listed(editor, "?in_force=2023-12-31") == ["a"]
    assert listed(editor, "?in_force=2024-12-31") == ["a", "b"]
    assert listed(editor, "?in_force=2025-01-01") == ["a"]
    assert listed(editor, f"?agreement={ours.pk}") == ["a"]


def test_what_names_no_source_is_of_the_weakest_grade(agreement, words, editor):
    library.TaxonomyTermFactory(vocabulary="evidence-levels", slug="act", properties={"grade": "A"})
    library.ClauseFactory(slug="a", agreement=agreement, evidence_level="act")
    library.ClauseFactory(slug="b", agreement=agreement, evidence_level="")

    assert listed(editor, "?grade=E") == ["b"]
    assert listed(editor, "?grade=A") == ["a"]


@pytest.mark.parametrize("query", ["?in_force=2024-02-31", "?role=juggler", "?state=odd", "?p=x"])
def test_what_no_filter_knows_loses_no_list(clause, editor, query):
    assert listed(editor, query) == ["the-clause"]


def test_the_list_is_searched_and_sorted(agreement, words, editor):
    library.ClauseFactory(slug="a", title="Zebra", agreement=agreement, section="1")
    library.ClauseFactory(slug="b", title="Ant", agreement=agreement, section="2")

    assert listed(editor, "?q=zeb") == ["a"]
    assert listed(editor, "?ordering=title") == ["b", "a"]
    assert listed(editor, "?ordering=-section") == ["b", "a"]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_kind_has_a_list_that_says_who_edited_last(words, catalogue, editor, model):
    page = editor.get(address(model)).content.decode()

    assert "Last edited" in page
    assert "the catalogue, " in page


def test_fifty_clauses_cost_as_many_queries_as_five(agreement, words, editor):
    for clause in library.ClauseFactory.create_batch(5, agreement=agreement):
        records.publish(clause)
    queries(editor)
    few = queries(editor)
    for clause in library.ClauseFactory.create_batch(45, agreement=agreement):
        records.publish(clause)
    for clause in Clause.objects.order_by("pk")[:3]:
        editor.submit(clause, summary="New words.")

    many = queries(editor)

    assert many == few
    assert many <= 16
