"""An agreement and its clauses, a law and its one clause: the forms keep them together."""

import pytest
from django.urls import reverse

from clauses.models import Agreement, Clause, Party, Statute
from tests import desk
from tests.factories import library

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(words):
    library.TaxonomyTermFactory(vocabulary="places", slug="US-CA")
    return library.StatuteFactory(slug="an-act", name="An Act", published=True)


def add_address(model, query=""):
    return reverse(model.snippet_viewset.get_url_name("add")) + query


def write_clause_of(law, editor, **words):
    return editor.add(
        Clause,
        **{
            "title": "An Act",
            "slug": law.slug,
            "summary": "It says.",
            "statute": str(law.pk),
            "effective_from": str(law.effective_from),
            **words,
        },
    )


def test_a_law_leads_to_writing_its_clause_with_what_is_known(law, editor):
    page = editor.get(desk.edit_address(law)).content.decode()
    address = add_address(Clause, f"?statute={law.pk}")
    assert address in page

    form = editor.get(address).context["form"]

    assert form["slug"].value() == "an-act"
    assert form["statute"].value() == law.pk
    assert form["effective_from"].value() == law.effective_from


def test_a_law_leads_to_its_clause_and_says_how_it_stands(law, editor):
    assert write_clause_of(law, editor).status_code == 302
    clause = Clause.objects.get(slug="an-act")

    page = editor.get(desk.edit_address(law)).content.decode()

    assert desk.edit_address(clause) in page
    assert '<span class="desk-remark">draft</span>' in page


def test_the_clause_of_a_law_has_the_laws_name_and_stays_within_its_term(law, editor):
    another = write_clause_of(law, editor, slug="another-name")
    early = write_clause_of(law, editor, effective_from="2001-01-01")

    assert "an-act" in str(another.context["form"].errors["slug"])
    assert "before its law does" in str(early.context["form"].errors["effective_from"])
    assert not Clause.objects.exists()


def test_an_agreement_counts_its_clauses_and_begins_one(clause, agreement, editor):
    page = editor.get(desk.edit_address(agreement)).content.decode()
    assert "1 clause on record" in " ".join(page.split())

    form = editor.get(add_address(Clause, f"?agreement={agreement.pk}")).context["form"]

    assert form["agreement"].value() == agreement.pk
    assert form["effective_to"].value() == agreement.effective_to
    assert form["slug"].value() in (None, "")


@pytest.mark.parametrize("query", ["?statute=0", "?statute=x", "?agreement=99999999999999999999"])
def test_an_address_that_names_nothing_begins_an_empty_clause(words, editor, query):
    form = editor.get(add_address(Clause, query)).context["form"]

    assert not form["agreement"].value()
    assert not form["statute"].value()


def test_whoever_reviews_a_law_learns_that_its_clause_is_missing(law, editor, reviewer):
    editor.submit(law, penalties="A fine.")

    page = reviewer.review(law).content.decode()

    assert "No clause of this name says yet what the law says" in page


def test_whoever_reviews_a_clause_learns_that_its_agreement_is_not_live(words, editor, reviewer):
    agreement = library.AgreementFactory(live=False, unions=[library.UnionFactory(slug="guild")])
    editor.add(
        Clause,
        title="A clause",
        slug="a-clause",
        summary="It says.",
        agreement=str(agreement.pk),
        effective_to=str(agreement.effective_to),
    )
    clause = Clause.objects.get(slug="a-clause")
    editor.submit(clause)

    page = reviewer.review(clause).content.decode()

    assert "Readers see this clause once what it belongs to is live, too." in page
    assert desk.edit_address(agreement) in page


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"strike_from": "2023-05-02", "strike_to": "2023-01-01"}, "strike_to"),
        ({"after_expiry": "extended-until", "after_expiry_source": "x"}, "after_expiry_until"),
        ({"after_expiry": "continues"}, "after_expiry_source"),
        ({"effective_from": ""}, "effective_from"),
        ({"effective_to": "2001-01-01"}, "effective_to"),
    ],
    ids=str,
)
def test_what_an_agreement_cannot_say_is_told_at_the_field(agreement, words, editor, given, field):
    answer = editor.edit(agreement, **given)

    assert list(answer.context["form"].errors) == [field]
    assert Agreement.objects.get().revisions.count() == 1


def test_an_agreement_does_not_precede_itself(agreement, words, editor):
    answer = editor.edit(agreement, preceded_by=str(agreement.pk))

    assert "preceded_by" in answer.context["form"].errors


def test_a_law_that_ends_before_it_starts_is_told_at_the_field(law, editor):
    answer = editor.edit(law, effective_to="2001-01-01")

    assert list(answer.context["form"].errors) == ["effective_to"]
    assert Statute.objects.get().revisions.count() == 1


def test_what_a_binding_or_limit_cannot_say_is_told_in_its_row(clause, words, editor):
    library.TaxonomyTermFactory(vocabulary="binding-bases", slug="direct-signatory")
    row = {"value": "bound", "basis": "direct-signatory"}
    dates = {"effective_from": "2024-02-01", "effective_to": "2024-01-01"}
    binding = editor.add(
        Party,
        name="A Studio",
        slug="a-studio",
        kind="studio",
        **desk.child("bindings", 0, of=1, **row, **dates),
    ).context["form"]
    limit = editor.edit(
        clause, **desk.child("time_limits", 0, of=1, number="0", unit="hours", direction="before")
    ).context["form"]

    assert set(binding.formsets["bindings"].forms[0].errors) == {"agreement", "effective_to"}
    assert set(limit.formsets["time_limits"].forms[0].errors) == {"number"}


def test_a_language_twice_is_refused_with_a_sentence(clause, editor):
    rows = {
        **desk.child("texts", 0, of=2, language="fr", title="Titre"),
        **desk.child("texts", 1, of=2, language="fr", title="Encore"),
    }

    answer = editor.edit(clause, **rows)

    assert answer.status_code == 200
    assert "language" in str(answer.context["form"].formsets["texts"].non_form_errors()).lower()
    assert clause.revisions.count() == 1
