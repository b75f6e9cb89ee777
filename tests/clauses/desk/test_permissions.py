"""Role by action: who may what, through the desk's own addresses."""

import pytest
from django.test import Client
from django.urls import reverse

from clauses.models import Agreement, Clause, MistakeReport, Party, Statute
from tests import desk
from tests.factories import library, people, records
from tracker.models import Deployment, Product, Vendor

pytestmark = pytest.mark.django_db

RECORDS = [Agreement, Statute, Clause, Party, Vendor, Product, Deployment]
ROLES = ["editor", "reviewer", "administrator", "member", "nobody"]

ALLOWED = {
    "open the desk": {"editor", "reviewer", "administrator"},
    "list records": {"editor", "reviewer"},
    "add records": {"editor", "reviewer"},
    "edit records": {"editor", "reviewer"},
    "read reviews": {"editor", "reviewer"},
    "settle mistakes": {"editor", "reviewer"},
    "read the vocabulary": {"editor", "reviewer", "administrator"},
    "edit the vocabulary": set(),
    "edit the own union's contact": {"editor", "reviewer", "administrator"},
    "edit another union's contact": {"administrator"},
    "add a union": set(),
    "manage accounts": {"administrator"},
    "use Wagtail's users": set(),
    "use Wagtail's groups": set(),
    "use Wagtail's pages": set(),
    "use images": set(),
    "use documents": set(),
    "use sites": set(),
    "use workflows": set(),
    "use collections": set(),
}


@pytest.fixture
def cast(editor, reviewer, administrator):
    member = Client()
    member.force_login(people.UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    return {
        "editor": editor.client,
        "reviewer": reviewer.client,
        "administrator": administrator.client,
        "member": member,
        "nobody": Client(),
    }


@pytest.fixture
def addresses(clause, guild, other_guild):
    report = MistakeReport.objects.create(
        record_kind="clause", slug="the-clause", message="?", created_at=records.PUBLISHED_AT
    )
    term = library.TaxonomyTermFactory()
    named = Clause.snippet_viewset.get_url_name
    return {
        "open the desk": reverse("wagtailadmin_home"),
        "list records": reverse(named("list")),
        "add records": reverse(named("add")),
        "edit records": desk.edit_address(clause),
        "read reviews": reverse("desk_reviews"),
        "settle mistakes": reverse("desk_mistakes:edit", args=[report.pk]),
        "read the vocabulary": reverse("desk_taxonomy:index"),
        "edit the vocabulary": reverse("desk_taxonomy:edit", args=[term.pk]),
        "edit the own union's contact": reverse("desk_unions:edit", args=[guild.pk]),
        "edit another union's contact": reverse("desk_unions:edit", args=[other_guild.pk]),
        "add a union": reverse("desk_unions:add"),
        "manage accounts": reverse("desk_staff"),
        "use Wagtail's users": reverse("wagtailusers_users:index"),
        "use Wagtail's groups": reverse("wagtailusers_groups:index"),
        "use Wagtail's pages": reverse("wagtailadmin_explore_root"),
        "use images": reverse("wagtailimages:index"),
        "use documents": reverse("wagtaildocs:index"),
        "use sites": reverse("wagtailsites:index"),
        "use workflows": reverse("wagtailadmin_workflows:index"),
        "use collections": reverse("wagtailadmin_collections:index"),
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_it_needs_and_no_more(cast, addresses, role):
    answers = {action: cast[role].get(addresses[action]) for action in ALLOWED}

    may = {action for action, answer in answers.items() if answer.status_code == 200}
    assert may == {action for action, roles in ALLOWED.items() if role in roles}
    refused = {answer.status_code for action, answer in answers.items() if action not in may}
    assert refused <= {302, 403, 404}


@pytest.mark.parametrize("role", ["editor", "reviewer", "administrator"])
def test_writers_write_every_kind_of_record_and_administrators_none(cast, words, role):
    answers = {
        cast[role].get(reverse(model.snippet_viewset.get_url_name(name))).status_code
        for model in RECORDS
        for name in ("list", "add")
    }

    assert answers == ({302} if role == "administrator" else {200})


@pytest.mark.parametrize("role", ["administrator", "member", "nobody"])
def test_a_review_is_closed_to_others(cast, clause, editor, role):
    editor.submit(clause, summary="New words.")

    answer = cast[role].get(desk.review_address(clause))

    assert answer.status_code in {302, 403}
    assert b"New words." not in answer.content


def test_nobody_holds_a_permission_to_publish_or_delete_a_record(editor, reviewer, administrator):
    for person in (editor, reviewer, administrator):
        held = person.user.get_all_permissions()
        assert not {name for name in held if ".publish_" in name or ".delete_" in name}


def test_the_menu_holds_what_the_role_needs(cast, words):
    shown = {
        role: [
            name
            for name in (
                "Reviews", "Library", "Reported mistakes", "Union contacts", "Vocabulary",
                "Who did what", "Staff accounts", "Images", "Documents", "Settings", "Help",
                "Reports", "Pages",
            )
            if f'"{name}"' in cast[role].get(reverse("wagtailadmin_home")).content.decode()
        ]
        for role in ("editor", "reviewer", "administrator")
    }  # fmt: skip

    written = ["Reviews", "Library", "Reported mistakes", "Union contacts", "Vocabulary"]
    managed = ["Union contacts", "Vocabulary", "Who did what", "Staff accounts"]
    assert shown["editor"] == written
    assert shown["reviewer"] == [*written, "Who did what"]
    assert shown["administrator"] == managed
