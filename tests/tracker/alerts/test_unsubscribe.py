"""The link that stops e-mail: one POST from anywhere is enough, looking at it changes nothing."""

import pytest
from django import test
from django.core import signing

from tests.factories import membership
from tracker.alerts.messages import tokens
from tracker.alerts.models import Delivery
from tracker.members.models import Member

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
STOPPED = {
    "en": "You get no more e-mail",
    "fr": "Vous ne recevez plus de courriel",
    "es": "Ya no recibe correos",
}


@pytest.fixture
def provider():
    """A mailbox provider: no session, no cookie, no CSRF token, and the check is on."""
    return test.Client(enforce_csrf_checks=True)


@pytest.fixture
def ana(join, owed):
    member = join("ana@example.org")
    owed()
    return member


def email_of(member):
    return Delivery.objects.get(member=member, channel="email")


def link_of(member):
    return f"/u/{tokens.unsubscribe(email_of(member))}"


def rate_of(member):
    return Member.objects.get(pk=member.pk).email_rate


def test_one_click_stops_email_and_cancels_what_waits(provider, ana):
    response = provider.post(link_of(ana), ONE_CLICK)

    assert response.status_code == 200
    assert not response.cookies
    assert rate_of(ana) == "off"
    row = email_of(ana)
    assert (row.state, row.ended_because, row.next_attempt_at) == ("cancelled", "email-off", None)


def test_the_inbox_goes_on(provider, ana):
    provider.post(link_of(ana), ONE_CLICK)

    assert Delivery.objects.get(member=ana, channel="inbox").state == "sent"


def test_nobody_else_is_touched(provider, join, owed):
    ana, bo = join("ana@example.org"), join("bo@example.org")
    owed()

    provider.post(link_of(ana), ONE_CLICK)

    assert rate_of(bo) == "at_once"
    assert email_of(bo).state == "waiting"


def test_again_is_no_harm(provider, ana):
    link = link_of(ana)
    provider.post(link, ONE_CLICK)

    response = provider.post(link, ONE_CLICK)

    assert response.status_code == 200
    assert rate_of(ana) == "off"


def test_a_body_as_multipart_works_too(provider, ana):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--'
    )

    response = provider.post(link_of(ana), body, content_type="multipart/form-data; boundary=x")

    assert response.status_code == 200
    assert rate_of(ana) == "off"


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_it_changes_nothing(provider, ana, method):
    response = getattr(provider, method)(link_of(ana))

    assert response.status_code == 200
    assert not response.cookies
    assert "no-store" in response.headers["Cache-Control"]
    assert rate_of(ana) == "at_once"
    assert email_of(ana).state == "waiting"


def test_the_page_has_a_button_that_works_without_a_csrf_token(provider, ana):
    page = provider.get(link_of(ana)).content.decode()

    assert '<form method="post">' in page
    assert "Stop e-mail</button>" in page
    assert "csrfmiddlewaretoken" not in page
    assert "noindex" in page
    assert ana.user.email not in page


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_answer_is_in_the_members_language_and_shows_the_way_back(
    provider, join, owed, language
):
    member = join("ana@example.org", language=language)
    owed()

    response = provider.post(link_of(member), ONE_CLICK)

    page = response.content.decode()
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in page
    assert f"<h1>{STOPPED[language]}</h1>" in page
    assert 'href="/me/settings/"' in page


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        "abc.def",
        "é.ü",
        "3f6f2a52-7b0e-4a58-9f0e-2f4f3f2f5a11",
        pytest.param(signing.Signer(salt="other", sep=".").sign("x"), id="for-another-use"),
    ],
)
def test_a_token_that_is_not_ours_is_a_404_with_a_sentence(provider, method, token):
    response = getattr(provider, method)(f"/u/{token}")

    assert response.status_code == 404
    assert "This link is not one of ours" in response.content.decode()


def test_a_changed_token_stops_nobody(provider, join, owed):
    ana, bo = join("ana@example.org"), join("bo@example.org")
    owed()
    own = tokens.unsubscribe(email_of(ana)).partition(".")[0]
    signature = tokens.unsubscribe(email_of(bo)).partition(".")[2]

    response = provider.post(f"/u/{own}.{signature}", ONE_CLICK)

    assert response.status_code == 404
    assert {rate_of(ana), rate_of(bo)} == {"at_once"}


def test_the_token_of_a_message_that_is_gone_is_a_404(provider, ana):
    link = link_of(ana)
    Delivery.objects.all().delete()

    assert provider.post(link, ONE_CLICK).status_code == 404


def test_the_token_holds_the_messages_id_and_nothing_of_the_member(ana):
    token = tokens.unsubscribe(email_of(ana))

    assert tokens.read(token) == email_of(ana).pk
    assert str(ana.pk) not in token
    assert "ana" not in signing.b64_decode(token.partition(".")[0].encode()).decode("latin-1")


def test_the_link_of_the_message_leads_its_member_to_the_alert(client, ana):
    client.force_login(ana.user)

    response = client.get(f"/fr/a/{email_of(ana).pk}")

    assert response.status_code == 200
    assert Delivery.objects.get(member=ana, channel="inbox").read_at is not None


def test_the_link_of_the_message_is_a_404_for_others_and_a_sign_in_for_visitors(client, ana):
    address = f"/fr/a/{email_of(ana).pk}"
    assert client.get(address).headers["Location"] == f"/fr/accounts/login/?next={address}"
    client.force_login(membership.MemberFactory().user)

    assert client.get(address).status_code == 404
    assert Delivery.objects.get(member=ana, channel="inbox").read_at is None
