"""The demonstration accounts open what they say, again and again, and only where DEMO is on."""

import io

import pytest
from django.core.management import CommandError, call_command

from clauses import models as library
from tracker.accounts.models import User
from tracker.alerts.models import Subscription
from tracker.api.models import PartnerKey
from tracker.demonstration import accounts
from tracker.members.models import Member, Membership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def seeded():
    out = io.StringIO()
    call_command("seed_demonstration", stdout=out)
    return out.getvalue()


def test_nothing_is_seeded_where_demo_is_off():
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("seed_demonstration")

    assert not User.objects.exists()
    assert not library.Union.objects.served().exists()


def test_staff_members_and_a_partner_are_seeded_once(demo):
    first = seeded()
    second = seeded()

    assert first.count("@example.org") == second.count("@example.org") == 6
    assert first.splitlines()[:7] == second.splitlines()[:7]
    assert "ast_" in first
    assert "ast_" not in second
    assert User.objects.filter(is_staff=True).count() == 3
    assert Member.objects.count() == Membership.objects.active().count() == 3
    assert Subscription.objects.count() == 3
    assert PartnerKey.objects.count() == 1
    assert set(library.Union.objects.served().values_list("slug", flat=True)) == set(
        accounts.SERVED
    )


@pytest.mark.parametrize(
    ("email", "address"),
    [
        ("editor@example.org", "/staff/"),
        ("reviewer@example.org", "/staff/"),
        ("administrator@example.org", "/staff/"),
        ("performer@example.org", "/me/"),
        ("scenariste@example.org", "/me/"),
        ("efectos@example.org", "/me/"),
    ],
)
def test_each_account_signs_in_and_opens_what_is_said_of_it(demo, client, email, address):
    seeded()

    answer = client.post(
        "/accounts/login/", {"login": email, "password": accounts.password_of(email)}
    )

    assert answer.headers["Location"] == address
    assert client.get(address).status_code == 200


def test_a_member_of_the_demonstration_does_not_open_the_desk(demo, client):
    seeded()

    client.force_login(User.objects.get(email="performer@example.org"))

    assert client.get("/staff/").status_code in {302, 403}
