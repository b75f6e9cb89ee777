"""One click stops e-mail at once, without signing in, queued messages too; a look stops none."""

import re
import uuid

import pytest
from django.test import Client

from tracker.alerts.messages import tokens
from tracker.alerts.models import Delivery


@pytest.fixture
def member(join, owed):
    found = join("ana@example.org", language="fr")
    owed()
    return found


@pytest.fixture
def address(member):
    return f"/u/{tokens.unsubscribe(Delivery.objects.get(member=member, channel='email'))}"


def rate_of(member):
    member.refresh_from_db()
    return member.email_rate


def test_one_post_stops_email_and_cancels_what_is_queued(member, address, sink, send):
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post(address, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert "Location" not in answer
    assert not answer.cookies
    assert rate_of(member) == "off"
    row = Delivery.objects.get(member=member, channel="email")
    assert (row.state, row.ended_because) == ("cancelled", "email-off")
    assert send().handled == 0
    assert sink.arrived == []


def test_the_link_in_the_letters_header_is_that_address(member, sink, send):
    send()

    header = sink.message_to("ana@example.org")["List-Unsubscribe"]
    path = re.search(r"<http://localhost:8000(/u/\S+)>", header).group(1)
    answer = Client().post(path)

    assert answer.status_code == 200
    assert rate_of(member) == "off"


def test_the_inbox_goes_on(member, address):
    Client().post(address)

    assert Delivery.objects.filter(member=member, channel="inbox", state="sent").count() == 1


def test_posting_twice_is_no_harm(member, address):
    Client().post(address)
    answer = Client().post(address)

    assert answer.status_code == 200
    assert rate_of(member) == "off"


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_link_scanner_stops_nothing(member, address, method):
    answer = getattr(Client(), method)(address)

    assert answer.status_code == 200
    assert not answer.cookies
    assert rate_of(member) == "at_once"
    assert Delivery.objects.get(member=member, channel="email").state == "waiting"


def test_looking_shows_a_button_in_the_members_language_and_nobodys_name(member, address):
    page = Client().get(address).content.decode()

    assert '<form method="post">' in page
    assert "Arrêter les courriels" in page
    assert "ana@example.org" not in page
    assert member.user.last_name not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_token_that_is_not_ours_is_not_found(member, address, method):
    for wrong in (f"{address}x", "/u/abc", f"/u/{uuid.uuid4()}", f"{address[:-4]}AAAA"):
        answer = getattr(Client(), method)(wrong)
        assert answer.status_code == 404

    assert rate_of(member) == "at_once"


def test_every_message_has_a_token_of_its_own_that_shows_nothing(member):
    rows = list(Delivery.objects.filter(member=member))

    made = {tokens.unsubscribe(row) for row in rows}

    assert len(made) == len(rows) == 2
    assert all(str(member.pk) not in token for token in made)
    assert {tokens.read(token) for token in made} == {row.pk for row in rows}
