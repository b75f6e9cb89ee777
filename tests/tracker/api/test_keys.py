"""Partners' keys: shown once, kept as a digest, found, refused, revoked."""

import datetime
import io

import pytest
from django.core import management

from tracker.api import keys
from tracker.api.models import PartnerKey, PartnerOrganisation

pytestmark = pytest.mark.django_db


def bearer(token):
    return {"headers": {"Authorization": f"Bearer {token}"}}


def test_a_token_is_recognisable_and_kept_nowhere(now):
    new = keys.create(organisation="Sister Union", now=now)

    row = PartnerKey.objects.values().get()
    assert new.token.startswith("ast_")
    assert len(new.token) > 40
    assert new.token not in str(row)
    assert row["digest"] == keys.digest(new.token)
    assert row["prefix"] == new.token[:12]
    assert row["scopes"] == ["read"]
    assert new.key.organisation.slug == "sister-union"


def test_an_organisation_may_have_several_keys(now):
    first = keys.create(organisation="Sister  Union", now=now)
    second = keys.create(organisation="Sister Union", scopes=["export", "webhooks"], now=now)

    assert PartnerOrganisation.objects.count() == 1
    assert first.token != second.token
    assert second.key.scopes == ["export", "webhooks"]


@pytest.mark.parametrize(("scopes", "named"), [(["write"], "write"), ([], "at least one")])
def test_an_unknown_scope_makes_nothing(now, scopes, named):
    with pytest.raises(keys.UnknownScope, match=named):
        keys.create(organisation="Sister Union", scopes=scopes, now=now)

    assert not PartnerOrganisation.objects.exists()


def test_a_name_without_letters_makes_nothing(now):
    with pytest.raises(keys.NoName):
        keys.create(organisation=" – ", now=now)

    assert not PartnerKey.objects.exists()


def test_a_key_opens_and_a_wrong_one_is_401(api, now):
    token = keys.create(organisation="Sister Union", now=now).token

    assert api.get("clauses/", **bearer(token)).status_code == 200
    for wrong in (f"{token}x", "ast_", "", "other", "ast_é"):
        answer = api.get("clauses/", **bearer(wrong))
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["WWW-Authenticate"].startswith("Bearer ")


def test_an_expired_revoked_or_suspended_key_opens_nothing(api, now):
    expired = keys.create(
        organisation="One",
        now=now - datetime.timedelta(days=2),
        expires_at=now - datetime.timedelta(days=1),
    )
    revoked = keys.create(organisation="Two", now=now)
    suspended = keys.create(organisation="Three", now=now)
    assert api.get("clauses/", **bearer(revoked.token)).status_code == 200
    assert keys.revoke(key_id=revoked.key.pk, now=now) is True
    assert keys.revoke(key_id=revoked.key.pk, now=now) is False
    PartnerOrganisation.objects.filter(slug="three").update(is_active=False)

    answers = [api.get("clauses/", **bearer(new.token)) for new in (expired, revoked, suspended)]

    assert [answer.status_code for answer in answers] == [401, 401, 401]


def test_its_use_is_noted_once_an_hour(now):
    new = keys.create(organisation="Sister Union", now=now)
    times = [datetime.timedelta(minutes=minutes) for minutes in (0, 30, 61)]

    noted = []
    for passed in times:
        keys.find(token=new.token, now=now + passed)
        noted.append(PartnerKey.objects.get().last_used_at)

    assert noted == [now, now, now + times[2]]


def test_another_scheme_is_nobody(api, db):
    answer = api.get("clauses/", headers={"Authorization": "Basic YTpi"})

    assert answer.status_code == 200
    assert '"anonymous"' in answer["RateLimit-Policy"]


class TestTheCommand:
    def run(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        management.call_command("create_partner_key", *arguments, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    def test_it_prints_the_key_alone_and_the_key_opens(self, api):
        out, err = self.run("Sister Union", "--scope", "read", "--scope", "export", "--days", "30")

        token = out.strip()
        key = PartnerKey.objects.get()
        assert key.digest == keys.digest(token)
        assert key.scopes == ["export", "read"]
        assert key.expires_at - key.created_at == datetime.timedelta(days=30)
        assert "Sister Union" in err
        assert token not in err
        assert api.get("clauses/", **bearer(token)).status_code == 200

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["–"], "letter or digit"),
            (["Sister Union", "--days", "0"], "1 or more"),
            (["Sister Union", "--scope", "write"], "invalid choice"),
        ],
    )
    def test_it_refuses_with_a_sentence_and_makes_nothing(self, arguments, sentence):
        with pytest.raises(management.CommandError, match=sentence):
            self.run(*arguments)

        assert not PartnerKey.objects.exists()
