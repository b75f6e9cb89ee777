"""Drafts as their readers would see them, before anybody approved or even saved them."""

import pytest
from django.test import Client
from django.urls import reverse

from clauses.models import Agreement, Clause, Party, Statute
from tests import desk
from tests.factories import deployments, library
from tracker.models import Advisory, Deployment, Product, Vendor

pytestmark = pytest.mark.django_db

MODELS = [Advisory, Agreement, Clause, Deployment, Party, Product, Vendor]


@pytest.fixture
def words(db):
    for name, slug in (
        ("places", "US"),
        ("places", "US-CA"),
        ("party-kinds", "studio"),
        ("phases", "announced"),
        ("event-kinds", "product-release"),
        ("evidence-levels", "primary"),
    ):
        library.TaxonomyTermFactory(vocabulary=name, slug=slug)


def preview(editor, model, record=None, **words):
    """Fill in a form and ask for the preview, as the desk's side panel does; nothing is saved."""
    viewset = model.snippet_viewset
    kind, arguments = ("add", []) if record is None else ("edit", [record.pk])
    form = reverse(viewset.get_url_name(kind), args=arguments)
    data = desk.sent_by_browser(editor.get(form).context["form"])
    address = reverse(viewset.get_url_name(f"preview_on_{kind}"), args=arguments)
    said = editor.client.post(address, {**data, **words})
    assert said.json() == {"is_valid": True, "is_available": True}
    return editor.get(f"{address}?in_preview_panel=true")


def never_saved(editor, model):
    agreement = library.AgreementFactory(slug="an-agreement")
    product = deployments.ProductFactory(slug="a-product")
    given = {
        Advisory: {"title": "A new thing", "body": "What happened."},
        Agreement: {
            "name": "A new thing",
            "unions": ["guild"],
            "country": "US",
            "employer_counterpart": "Studios",
        },
        Clause: {
            "title": "A new thing",
            "summary": "It says.",
            "agreement": str(agreement.pk),
            "effective_to": "2026-05-01",
        },
        Deployment: {
            "title": "A new thing",
            "summary": "It happened.",
            "vendor": str(product.vendor_id),
            "product": str(product.pk),
            "event_date_text": "2024-03",
            "phase": "announced",
            "kind": "product-release",
        },
        Party: {"name": "A new thing", "kind": "studio"},
        Product: {"name": "A new thing", "vendor": str(product.vendor_id)},
        Vendor: {"name": "A new thing"},
    }
    return preview(editor, model, slug="a-new-thing", **given[model])


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_was_never_saved_is_seen_as_its_readers_would(words, editor, model):
    page = never_saved(editor, model)

    assert page.status_code == 200
    assert "A new thing" in page.content.decode()
    assert 'class="mast"' in page.content.decode()
    assert not model.objects.filter(slug="a-new-thing").exists()


@pytest.mark.parametrize("model", [Advisory, Statute], ids=lambda model: model.__name__)
def test_a_form_with_little_in_it_names_what_its_page_cannot_do_without(words, editor, model):
    page = preview(editor, model, slug="x", title="Little", name="Little").content.decode()

    assert "First fill in:" in page


def test_a_law_is_seen_on_the_page_of_its_clause(words, editor):
    law = library.StatuteFactory(slug="an-act", published=True)
    library.ClauseFactory(
        slug="an-act",
        title="What the act says",
        agreement=None,
        statute=law,
        effective_from=law.effective_from,
        effective_to=None,
        published=True,
    )

    page = preview(editor, Statute, law, name="An act with another name").content.decode()

    assert "What the act says" in page
    assert "An act with another name" in page
    assert "another name" not in Client().get("/en/clauses/an-act/").content.decode()


def test_a_law_without_a_clause_says_so(words, editor):
    law = library.StatuteFactory(slug="an-act", published=True)

    page = preview(editor, Statute, law).content.decode()

    assert "has no page of its own" in page


def test_a_product_is_seen_on_its_vendors_page_once(words, editor):
    product = deployments.ProductFactory(slug="a-product", name="Old name", published=True)

    page = preview(editor, Product, product, name="New name").content.decode()

    assert str(product.vendor) in page
    assert "New name" in page
    assert "Old name" not in page
