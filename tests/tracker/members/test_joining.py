"""Joining, leaving and choosing, safely repeated."""

import datetime

import pytest

from tests.factories import library, people, records
from tracker.members import joining, preferences
from tracker.members.models import Member, Membership

NOW = records.PUBLISHED_AT
LATER = NOW + datetime.timedelta(days=1)


@pytest.fixture
def union(db):
    library.TaxonomyTermFactory(vocabulary="roles", slug="writer")
    return library.UnionFactory()


@pytest.fixture
def user(db):
    return people.UserFactory()


def test_joining_twice_is_one_membership(user, union):
    first = joining.join(user=user, union=union, roles=["writer"], now=NOW, language="fr")
    second = joining.join(user=user, union=union, roles=[], now=LATER, language="es")

    assert first.pk == second.pk
    assert (second.roles, second.joined_at, second.member.language) == ([], NOW, "fr")
    assert Member.objects.count() == 1


def test_leaving_is_remembered_and_joining_again_begins_anew(user, union):
    made = joining.join(user=user, union=union, roles=["writer"], now=NOW)

    left = joining.leave(member_id=made.member_id, union_id=union.pk, now=NOW)
    again = joining.leave(member_id=made.member_id, union_id=union.pk, now=LATER)
    back = joining.join(user=user, union=union, roles=["writer"], now=LATER)

    assert (left, again) == (True, False)
    assert (back.state, back.left_at, back.joined_at) == ("active", None, LATER)


def test_an_unknown_role_or_an_unserved_union_changes_nothing(user, union):
    elsewhere = library.UnionFactory(is_served=False)

    with pytest.raises(joining.UnknownRole, match="astronaut"):
        joining.join(user=user, union=union, roles=["writer", "astronaut"], now=NOW)
    with pytest.raises(joining.UnionNotServed):
        joining.join(user=user, union=elsewhere, roles=["writer"], now=NOW)

    assert Member.objects.count() == Membership.objects.count() == 0


@pytest.mark.parametrize(
    "choice", [{"language": "de"}, {"time_zone": "Mars/North"}, {"email_rate": "hourly"}]
)
def test_what_is_no_choice_changes_nothing(user, union, choice):
    member = joining.join(user=user, union=union, roles=[], now=NOW).member

    with pytest.raises(preferences.UnknownChoice):
        preferences.choose(member_id=member.pk, **{"language": "es", **choice})

    member.refresh_from_db()
    assert (member.language, member.time_zone, member.email_rate) == (
        "en",
        "America/Los_Angeles",
        "at_once",
    )


def test_a_pause_ends_by_itself_or_at_once(user, union):
    member = joining.join(user=user, union=union, roles=[], now=NOW).member

    preferences.pause(member_id=member.pk, until=LATER)
    member.refresh_from_db()
    paused = (member.is_paused(at=NOW), member.is_paused(at=LATER))
    preferences.resume(member_id=member.pk)
    member.refresh_from_db()

    assert paused == (True, False)
    assert member.is_paused(at=NOW) is False
