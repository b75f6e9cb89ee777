"""A member's own pages: only theirs, never kept by caches, nothing about anybody else."""

import datetime

import pytest
from django.utils import timezone

from tests.factories import deployments, library, membership, people
from tracker.alerts.models import Delivery, Subscription

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def union():
    return library.UnionFactory(name="Union of Players", is_served=True)


@pytest.fixture
def ana(union):
    member = membership.MemberFactory()
    membership.MembershipFactory(member=member, union=union, roles=["writer"])
    return member


def told(member, *, title: str = "A scanner on set", union=None) -> Delivery:
    record = deployments.DeploymentFactory(title=title)
    change = membership.ChangeFactory(record_id=record.pk, slug=record.slug)
    return Delivery.objects.create(
        member=member,
        change=change,
        channel=Delivery.Channel.INBOX,
        state=Delivery.State.SENT,
        sent_at=NOW,
        created_at=NOW,
        reasons=[{"union": union.pk, "role": "writer"} if union else {"role": "writer"}],
    )


# Written out: every process of a run must know the same tests.
A_LETTER = "/a/8927e13f-05ee-456f-ac53-10923aa6806d"


@pytest.mark.parametrize("path", ["/me/", "/me/following/", "/me/settings/", A_LETTER])
def test_a_visitor_is_sent_to_sign_in(client, path):
    response = client.get(f"/fr{path}")

    assert response.status_code == 302
    assert response.headers["Location"] == f"/fr/accounts/login/?next=/fr{path}"


def test_the_inbox_lists_what_came_with_its_reason(client, ana, union):
    library.TaxonomyTermFactory(vocabulary="roles", slug="writer", labels={"en": "Writer"})
    told(ana, union=union)
    client.force_login(ana.user)

    page = client.get("/en/me/").content.decode()

    assert "A scanner on set" in page
    assert "<b>Writer, Union of Players</b>" in page
    assert "1 unread." in page


def test_the_inbox_of_one_member_shows_nothing_of_another(client, ana, union):
    told(membership.MemberFactory(), title="Somebody else’s")
    client.force_login(ana.user)

    page = client.get("/en/me/").content.decode()

    assert "Somebody else’s" not in page
    assert "Nothing yet" in page


def test_no_cache_keeps_a_members_page(client, ana):
    client.force_login(ana.user)

    assert "no-store" in client.get("/me/").headers["Cache-Control"]


def test_opening_an_alert_marks_it_read_and_can_be_undone(client, ana):
    delivery = told(ana)
    client.force_login(ana.user)

    page = client.get(f"/en/a/{delivery.pk}").content.decode()
    delivery.refresh_from_db()
    was_read_at = delivery.read_at
    client.post(f"/en/a/{delivery.pk}")
    delivery.refresh_from_db()

    assert "A scanner on set" in page
    assert was_read_at is not None
    assert delivery.read_at is None


def test_the_alert_of_another_member_is_a_404_and_stays_unread(client, ana):
    delivery = told(membership.MemberFactory())
    client.force_login(ana.user)

    response = client.get(f"/a/{delivery.pk}")

    delivery.refresh_from_db()
    assert response.status_code == 404
    assert delivery.read_at is None


def test_an_alert_of_a_record_taken_off_says_so_and_shows_none_of_it(client, ana):
    delivery = told(ana, title="Withdrawn secret")
    record = deployments.DeploymentFactory._meta.model.objects.get(slug=delivery.change.slug)
    type(record).objects.filter(pk=record.pk).update(live=False)
    client.force_login(ana.user)

    page = client.get(f"/en/a/{delivery.pk}").content.decode()

    assert "This record is no longer shown." in page
    assert "Withdrawn secret" not in page


def test_all_can_be_marked_read_at_once(client, ana):
    told(ana)
    told(ana)
    client.force_login(ana.user)

    client.post("/me/")

    assert Delivery.objects.filter(read_at__isnull=True).count() == 0


def test_the_inbox_asks_the_database_as_often_for_twenty_as_for_two(
    client, ana, union, django_assert_num_queries
):
    for _number in range(2):
        told(ana, union=union)
    client.force_login(ana.user)
    client.get("/en/me/")
    with django_assert_num_queries(8):
        client.get("/en/me/")
    for _number in range(18):
        told(ana, union=union)

    with django_assert_num_queries(8):
        client.get("/en/me/")


def test_following_and_stopping(client, ana, union):
    library.TaxonomyTermFactory(vocabulary="roles", slug="writer", labels={"en": "Writer"})
    client.force_login(ana.user)

    client.post("/en/me/following/", {"union": str(union.pk), "role": "writer", "use": ""})
    followed = Subscription.objects.get(member=ana)
    page = client.get("/en/me/following/").content.decode()
    client.post(f"/en/me/following/{followed.pk}/stop/")
    followed.refresh_from_db()

    assert (followed.union, followed.role) == (union, "writer")
    assert "<b>Writer, Union of Players</b>" in page
    assert followed.state == Subscription.State.LEFT


def test_a_union_of_others_cannot_be_followed(client, ana):
    other = library.UnionFactory(is_served=True)
    client.force_login(ana.user)

    response = client.post("/me/following/", {"union": str(other.pk), "role": "", "use": ""})

    assert response.status_code == 400
    assert not Subscription.objects.exists()


def test_another_members_subscription_cannot_be_stopped(client, ana):
    other = membership.SubscriptionFactory()
    client.force_login(ana.user)

    client.post(f"/me/following/{other.pk}/stop/")

    other.refresh_from_db()
    assert other.state == Subscription.State.ACTIVE


def test_settings_are_saved_and_a_wrong_one_is_refused(client, ana):
    client.force_login(ana.user)

    saved = client.post("/me/settings/", {"email_rate": "off", "language": "fr"})
    refused = client.post("/me/settings/", {"email_rate": "hourly", "language": "fr"})

    ana.refresh_from_db()
    assert (saved.status_code, refused.status_code) == (302, 400)
    assert (ana.email_rate, ana.language) == ("off", "fr")


def test_an_account_without_membership_is_told_so(client):
    client.force_login(people.StaffFactory())

    page = client.get("/en/me/").content.decode()

    assert "belongs to no union’s members" in page
    assert "To the desk" in page


@pytest.mark.parametrize(
    "path",
    ["login/", "login/code/", "password/reset/", "logout/", "email/", "password/change/", "2fa/"],
)
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_sign_in_pages_wear_our_look(client, ana, path, language):
    if path in ("logout/", "email/", "password/change/", "2fa/"):
        client.force_login(ana.user)
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": timezone.now().timestamp()}
        ]
        session.save()

    response = client.get(f"/{language}/accounts/{path}")

    page = response.content.decode()
    assert response.status_code == 200
    assert 'class="mast"' in page
    assert page.count("<h1") == 1
    assert "style=" not in page


def test_a_code_signs_in_and_leads_to_the_inbox(client, ana, mailoutbox):
    client.post("/fr/accounts/login/code/", {"email": ana.user.email})
    code = next(word for word in mailoutbox[-1].body.split() if word.isupper() and len(word) >= 6)

    response = client.post("/fr/accounts/login/code/confirm/", {"code": code})

    assert response.headers["Location"] == "/fr/me/"


def test_nobody_signs_up_alone(client):
    page = client.get("/en/accounts/login/").content.decode()

    assert "/accounts/signup/" not in page
