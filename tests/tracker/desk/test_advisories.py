"""A note of staff from the form to the members of the union, and to nobody else."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clauses.models import Change
from tests import desk
from tests.factories import deployments, library, membership, people
from tracker.alerts import fan_out
from tracker.alerts.models import Delivery
from tracker.models import Advisory

pytestmark = pytest.mark.django_db

ADDRESS = "/en/advisories/a-note/"


@pytest.fixture
def clause(db):
    return library.ClauseFactory(slug="the-clause", title="Consent to scans", published=True)


@pytest.fixture
def join():
    """Make a member of a union who follows everything, signed in."""

    def make(union, **follows):
        member = membership.MemberFactory()
        membership.MembershipFactory(member=member, union=union)
        membership.SubscriptionFactory(member=member, union=None, **follows)
        client = Client()
        client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
        return member, client

    return make


def write(editor, **words):
    answer = editor.add(
        Advisory,
        title="Before you sign a scan form",
        slug="a-note",
        body="A studio asks for scans.\n\nCall us first.",
        clauses=["the-clause"],
        **words,
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return Advisory.objects.get(slug="a-note")


def publish(note, editor, reviewer, tell="yes"):
    editor.submit(note)
    reviewer.approve(note, tell=tell)
    note.refresh_from_db()
    assert note.live
    return note


def test_a_new_note_is_for_the_members_of_the_writers_unions(clause, editor, guild):
    note = write(editor)

    assert (note.visibility, list(note.unions.all())) == ("members", [guild])
    assert note.live is False


def test_members_of_the_union_read_it_and_nobody_else(
    clause, editor, reviewer, guild, other_guild, join
):
    (_, ours), (_, theirs) = join(guild), join(other_guild)
    note = write(editor)
    assert ours.get(ADDRESS).status_code == 404

    publish(note, editor, reviewer)

    page = ours.get(ADDRESS).content.decode()
    assert "Before you sign a scan form" in page
    assert "<p>A studio asks for scans.</p>" in page
    assert 'href="/en/clauses/the-clause/"' in page
    assert "Before you sign" in ours.get("/en/advisories/").content.decode()
    assert editor.get(ADDRESS).status_code == 200
    for other in (theirs, Client()):
        assert other.get(ADDRESS).status_code == 404
        assert "Before you sign" not in other.get("/en/advisories/").content.decode()


def test_who_left_the_union_reads_it_no_more(clause, editor, reviewer, guild, join):
    member, ours = join(guild)
    publish(write(editor), editor, reviewer)
    assert ours.get(ADDRESS).status_code == 200

    member.memberships.update(state="left", left_at=timezone.now())

    assert ours.get(ADDRESS).status_code == 404


def test_a_note_for_everyone_is_on_the_public_site(clause, editor, reviewer):
    publish(write(editor, visibility="public"), editor, reviewer)

    assert Client().get(ADDRESS).status_code == 200
    assert "Before you sign" in Client().get("/en/advisories/").content.decode()


def test_a_record_that_the_reader_may_not_see_is_not_named(clause, editor, reviewer):
    type(clause).objects.update(visibility="staff")
    publish(write(editor, visibility="public"), editor, reviewer)

    assert "Consent to scans" not in Client().get(ADDRESS).content.decode()
    assert "Consent to scans" in editor.get(ADDRESS).content.decode()


def test_staff_of_another_union_cannot_publish_it(clause, editor, other_guild):
    stranger = desk.Desk(people.ReviewerFactory(unions=[other_guild]))
    note = write(editor)
    editor.submit(note)

    assert "Only staff of a union" in stranger.review(note).context["refusal"]
    stranger.approve(note, tell="yes")

    note.refresh_from_db()
    assert note.live is False


def test_members_of_the_union_are_told_once_on_each_channel(
    clause, editor, reviewer, guild, other_guild, join
):
    (ours, _), (_, _) = join(guild), join(other_guild)

    publish(write(editor), editor, reviewer)
    fan_out.fan_out_due(now=timezone.now())

    told = Delivery.objects.order_by("channel").values_list("member_id", "channel")
    assert list(told) == [(ours.pk, "email"), (ours.pk, "inbox")]


def test_a_publisher_of_two_unions_tells_only_those_it_is_for(
    clause, editor, guild, other_guild, join
):
    (ours, _), (theirs, _) = join(guild), join(other_guild)
    both = desk.Desk(people.ReviewerFactory(unions=[guild, other_guild]))

    publish(write(editor), editor, both)
    fan_out.fan_out_due(now=timezone.now())

    assert Change.objects.get(slug="a-note").union_ids == [guild.pk]
    assert set(Delivery.objects.values_list("member_id", flat=True)) == {ours.pk}
    assert theirs.deliveries.count() == 0


@pytest.mark.parametrize(
    ("follows", "is_told"),
    [
        ({"role": "writer"}, True),
        ({"role": "stunt-performer"}, False),
        ({"follows_kind": "clause", "follows_slug": "the-clause"}, True),
        ({"follows_kind": "clause", "follows_slug": "another"}, False),
        ({"vendor": "a-vendor"}, True),
        ({"vendor": "another-vendor"}, False),
    ],
    ids=str,
)
def test_who_follows_what_it_is_about_is_told(
    clause, editor, reviewer, guild, join, follows, is_told
):
    product = deployments.ProductFactory(vendor__slug="a-vendor")
    deployments.DeploymentFactory(slug="an-event", product=product, published=True)
    join(guild, **follows)

    publish(write(editor, deployments=["an-event"]), editor, reviewer)
    fan_out.fan_out_due(now=timezone.now())

    assert Delivery.objects.filter(channel="inbox").exists() is is_told


def test_the_inbox_shows_it(clause, editor, reviewer, guild, join):
    _, ours = join(guild)
    publish(write(editor), editor, reviewer)
    fan_out.fan_out_due(now=timezone.now())

    inbox = ours.get("/en/me/").content.decode()
    alert = ours.get(reverse("alert", args=[Delivery.objects.get(channel="inbox").pk]), follow=True)

    assert "Before you sign a scan form" in inbox
    assert "A studio asks for scans." in alert.content.decode()


def test_a_translation_is_read_in_its_language(clause, editor, reviewer, guild, join):
    _, ours = join(guild)
    french = desk.child(
        "texts", 0, of=1, language="fr", title="Avant de signer", summary="Appelez-nous.",
        status="reviewed",
    )  # fmt: skip
    publish(write(editor, **french), editor, reviewer)

    page = ours.get("/fr/advisories/a-note/").content.decode()

    assert "Avant de signer" in page
    assert "Appelez-nous." in page


def test_a_draft_can_be_seen_as_its_readers_would(clause, editor):
    note = write(editor)

    name = Advisory.snippet_viewset.get_url_name("revisions_view")
    page = editor.get(reverse(name, args=[note.pk, note.latest_revision_id]))

    assert "Before you sign a scan form" in page.content.decode()
    assert "Consent to scans" in page.content.decode()
