"""The language of the address, of the browser, and of links on the page."""

import pytest
from django import urls
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from tracker.web import language

pytestmark = pytest.mark.django_db


def seen_by_a_view(request) -> HttpResponse:
    return HttpResponse(
        f"{translation.get_language()} {request.path_info} {urls.reverse('clause_list')}"
    )


def answer(path: str, **headers: str) -> HttpResponse:
    return language.LanguageMiddleware(seen_by_a_view)(RequestFactory().get(path, **headers))


def test_a_prefix_chooses_the_language_and_stays_on_links():
    response = answer("/fr/clauses/")

    assert response.content == b"fr /clauses/ /fr/clauses/"
    assert response.headers["Content-Language"] == "fr"
    assert "Vary" not in response.headers


def test_the_prefix_and_the_language_end_with_the_request():
    with translation.override("en"):
        answer("/es/clauses/")

        assert urls.reverse("clause_list") == "/clauses/"
        assert translation.get_language() == "en"


def test_the_prefix_ends_even_when_the_view_fails():
    def fails(request):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        language.LanguageMiddleware(fails)(RequestFactory().get("/fr/clauses/"))

    assert urls.reverse("clause_list") == "/clauses/"


def test_without_a_prefix_the_browser_decides_and_caches_know():
    response = answer("/clauses/", HTTP_ACCEPT_LANGUAGE="es-MX,es;q=0.9")

    assert response.content == b"es /clauses/ /clauses/"
    assert response.headers["Content-Language"] == "es"
    assert "Accept-Language" in response.headers["Vary"]


def test_the_cookie_comes_before_the_browser():
    request = RequestFactory().get("/clauses/", HTTP_ACCEPT_LANGUAGE="es")
    request.COOKIES["django_language"] = "fr"

    response = language.LanguageMiddleware(seen_by_a_view)(request)

    assert response.content.startswith(b"fr ")


def test_a_prefix_without_its_slash_is_moved():
    response = answer("/fr")

    assert (response.status_code, response.headers["Location"]) == (302, "/fr/")


@pytest.mark.parametrize("path", ["/staff/", "/api/v1/clauses/", "/static/web/look.css"])
def test_machines_and_staff_have_one_address(path):
    response = answer(f"/fr{path}?x=1")

    assert (response.status_code, response.headers["Location"]) == (302, f"{path}?x=1")


def test_a_word_that_begins_like_a_language_is_no_prefix():
    assert language.split("/french/") == (None, "/french/")


def test_a_doubled_slash_does_not_lead_to_another_site(client):
    response = client.get("/fr//example.com/")

    assert response.status_code == 404


def test_the_switch_links_to_the_same_page_and_day(client):
    page = client.get("/fr/agreements/?as_of=2026-05-02").content.decode()

    assert 'href="/es/agreements/?as_of=2026-05-02"' in page
    assert 'href="/en/agreements/?as_of=2026-05-02"' in page
    assert '<html lang="fr">' in page
