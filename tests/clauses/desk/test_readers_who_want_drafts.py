"""A draft answers whoever reads the site, member or not, as what was never written does."""

import pytest
from django.test import Client
from django.urls import reverse

from clauses.models import Clause
from tests import desk
from tests.factories import deployments, library, membership, people

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_no_page_tells_a_draft_from_nothing(clause, agreement, editor):
    library.ClauseFactory(slug="zzdraft", agreement=agreement, live=False, title="Hiddenwords")
    editor.edit(clause, title="Hiddenwords", summary="Hiddenwords")
    member = Client()
    member.force_login(people.UserFactory(), backend=BACKEND)

    for reader in (Client(), member):
        for path in (
            "/en/clauses/{}/", "/en/clauses/{}/lineage/", "/en/report/clause/{}/",
            "/api/v1/clauses/{}/", "/api/v1/clauses/{}/history/", "/en/compare/?with={}",
        ):  # fmt: skip
            draft, nothing = reader.get(path.format("zzdraft")), reader.get(path.format("zznone"))
            assert draft.status_code == nothing.status_code, path
            assert "Hiddenwords" not in draft.content.decode(), path
        for path in (
            "/en/", "/en/clauses/", "/en/search/?q=zzdraft", "/en/clauses/?q=zzdraft",
            "/en/clauses/the-clause/", "/en/agreements/the-agreement/", "/api/v1/clauses/",
            "/api/v1/changes/", "/en/clauses/zzdraf/", "/api/v1/clauses/zzdraf/",
        ):  # fmt: skip
            assert "Hiddenwords" not in reader.get(path).content.decode(), path


def test_what_a_draft_says_does_not_change_the_mark_of_a_public_answer(clause, editor):
    before = Client().get("/api/v1/clauses/the-clause/")

    editor.edit(clause, summary="New words.")
    after = Client().get("/api/v1/clauses/the-clause/")

    assert (after["ETag"], after.content) == (before["ETag"], before.content)
    assert after.headers.get("Last-Modified") == before.headers.get("Last-Modified")


def test_a_preview_is_for_who_writes(clause, editor):
    revision = clause.save_revision(user=editor.user)
    named = Clause.snippet_viewset.get_url_name
    for reader in (Client(), desk.Desk(people.UserFactory()).client):
        for address in (
            reverse(named("revisions_view"), args=[clause.pk, revision.pk]),
            reverse(named("preview_on_edit"), args=[clause.pk]),
            reverse(named("history"), args=[clause.pk]),
        ):
            assert reader.get(address).status_code == 302


def test_a_note_to_members_is_found_by_no_member_of_another_union(guild, other_guild):
    note = deployments.AdvisoryFactory(
        title="Zznote", body="Hiddenwords", unions=[guild], published=True
    )
    member = membership.MemberFactory()
    membership.MembershipFactory(member=member, union=other_guild)
    reader = desk.Desk(member.user)

    assert reader.get(f"/en/advisories/{note.slug}/").status_code == 404
    for path in ("/en/advisories/", "/en/search/?q=Zznote", "/en/", "/api/v1/changes/"):
        assert "Hiddenwords" not in reader.get(path).content.decode()
