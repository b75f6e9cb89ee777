"""One way in, and a tight policy for what the desk's pages may run."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from clauses.models import Clause
from tests import desk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["/staff/login/", "/staff/password_reset/", "/staff/password_reset/done/"],
)
def test_the_desk_has_no_sign_in_of_its_own(address):
    assert Client().get(address).status_code == 404
    assert Client().post(address, {"username": "x", "password": "x"}).status_code == 404


def test_whoever_is_not_signed_in_is_sent_to_the_one_sign_in():
    answer = Client().get("/staff/review/")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/accounts/login/?next=/staff/review/"


def test_nothing_on_a_form_runs_from_inside_the_page(clause, editor):
    pages = [
        editor.get(address)
        for address in (
            reverse("wagtailadmin_home"),
            reverse(Clause.snippet_viewset.get_url_name("list")),
            desk.edit_address(clause),
            reverse(Clause.snippet_viewset.get_url_name("history"), args=[clause.pk]),
        )
    ]

    for page in pages:
        html = page.content.decode()
        inline = [
            tag
            for tag in re.findall(r"<script[^>]*>", html)
            if "src=" not in tag and "application/json" not in tag
        ]
        assert inline == []
        assert not re.search(r"<[a-z][^>]*\son[a-z]+=", html)


def test_the_policy_allows_inline_styles_at_the_desk_only(clause, editor):
    at_the_desk = editor.get(reverse("wagtailadmin_home")).headers["Content-Security-Policy"]
    elsewhere = editor.get("/").headers["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in at_the_desk.split(";"))
    assert directives["style-src"] == "'self' 'unsafe-inline'"
    assert "unsafe-inline" not in directives["script-src"]
    assert "unsafe-inline" not in elsewhere


def test_the_desk_asks_no_third_party(editor):
    html = editor.get(reverse("wagtailadmin_home")).content.decode()

    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!www\.enable-javascript\.com)', html)
    assert "gravatar" not in html
