"""Limits of rate: by address or key, with standard headers, whatever becomes of the cache."""

import datetime

import pytest
import redis
from django.core.cache import caches

from config.services import valkey
from tracker.api import keys, limits


@pytest.fixture(autouse=True)
def _low_limits(settings, time_machine):
    settings.API_RATES = {"anonymous": 3, "key": 5}
    time_machine.move_to(datetime.datetime(2026, 5, 2, 8, 0, 10, tzinfo=datetime.UTC), tick=False)


def test_the_request_after_the_last_is_429_with_retry_after(api):
    answers = [api.get("clauses/") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert {answer["RateLimit-Limit"] for answer in answers} == {"3"}
    assert answers[0]["RateLimit-Policy"] == '"anonymous";q=3;w=60'
    assert answers[0]["RateLimit"] == '"anonymous";r=2;t=50'
    assert answers[3]["Retry-After"] == "50"
    assert answers[3]["Content-Type"] == "application/problem+json"
    assert answers[3].json()["status"] == 429


def test_the_next_minute_begins_anew(api, time_machine):
    assert [api.get("clauses/").status_code for _ in range(4)][-1] == 429
    time_machine.move_to(datetime.datetime(2026, 5, 2, 8, 1, 0, tzinfo=datetime.UTC), tick=False)

    assert api.get("clauses/").status_code == 200


def test_a_key_has_a_higher_limit_of_its_own(api, now):
    token = keys.create(organisation="Sister Union", now=now).token
    other = keys.create(organisation="Another", now=now).token
    headers = {"Authorization": f"Bearer {token}"}

    answers = [api.get("clauses/", headers=headers).status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]
    assert api.get("clauses/").status_code == 200
    assert api.get("clauses/", headers={"Authorization": f"Bearer {other}"}).status_code == 200


def test_addresses_are_counted_apart_and_a_forwarded_one_is_not_believed(api):
    for _ in range(4):
        api.get("clauses/", REMOTE_ADDR="192.0.2.1")

    refused = api.get("clauses/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="192.0.2.9")

    assert refused.status_code == 429
    assert api.get("clauses/", REMOTE_ADDR="192.0.2.2").status_code == 200


def test_behind_a_trusted_proxy_the_last_hop_counts(api, settings):
    settings.API_TRUSTS_PROXY = True
    forwarded = ["203.0.113.5, 192.0.2.1", "203.0.113.6, 192.0.2.1"]

    answers = [api.get("clauses/", HTTP_X_FORWARDED_FOR=forwarded[n % 2]) for n in range(4)]

    assert answers[-1].status_code == 429
    assert api.get("clauses/", HTTP_X_FORWARDED_FOR="192.0.2.2").status_code == 200


def test_one_household_counts_as_one():
    same = {limits.identity_of(address=f"2001:db8:1:2::{n}") for n in range(1, 4)}

    assert len(same) == 1
    assert limits.identity_of(address="2001:db8:1:3::1") not in same


def test_no_address_stands_in_the_cache(api):
    api.get("clauses/", REMOTE_ADDR="192.0.2.77")

    assert "192.0.2.77" not in str(caches["limits"]._cache)
    assert limits.identity_of(address="192.0.2.77") in str(caches["limits"]._cache)


@pytest.fixture
def dead_redis(settings):
    """A cache on a Redis that is not there."""
    settings.CACHES = {
        **settings.CACHES,
        "limits": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        },
    }


def test_the_limit_holds_when_redis_is_gone(api, dead_redis):
    with pytest.raises(redis.RedisError):
        caches["limits"].get("anything")

    assert [api.get("clauses/").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_the_limit_counts_in_a_real_valkey_and_goes_on_when_it_dies(api, settings, broker):
    settings.CACHES = {
        **settings.CACHES,
        "limits": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": valkey.url(running=broker),
        },
    }
    assert [api.get("clauses/").status_code for _ in range(4)] == [200, 200, 200, 429]
    valkey.stop(running=broker)

    assert [api.get("clauses/").status_code for _ in range(4)] == [200, 200, 200, 429]
