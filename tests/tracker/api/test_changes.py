"""The feed: in order, resumable, and only what was public before or after."""

import datetime

import pytest
from django.test import Client

from clauses import acts, publishing
from clauses.models import Change, Clause
from tests.factories import deployments, library, people, records

LATER = records.PUBLISHED_AT + datetime.timedelta(days=1)


def publish_with(clause, *, at=LATER, **values):
    fresh = Clause.objects.get(pk=clause.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    return publishing.publish(
        record=fresh,
        revision=fresh.save_revision(),
        decision=publishing.Decision(now=at, system_actor="catalogue", notifies=False),
    )


def kinds(api):
    return [(each["kind"], each["url"] is not None) for each in api.read("changes/")["results"]]


def test_changes_come_in_order_and_the_cursor_goes_on(api, words):
    agreement = library.AgreementFactory()
    made = [library.ClauseFactory(agreement=agreement, published=True) for _ in range(3)]

    first = api.read("changes/?limit=2")
    rest = api.read(first["next"].removeprefix("http://testserver/api/v1/"))

    assert [each["slug"] for each in first["results"]] == [made[0].slug, made[1].slug]
    assert [each["slug"] for each in rest["results"]] == [made[2].slug]
    assert rest["next"] is None
    assert api.read(f"changes/?cursor={rest['cursor']}")["results"] == []

    newest = publish_with(made[0], title="Another title")

    [change] = api.read(f"changes/?cursor={rest['cursor']}")["results"]
    assert change == {
        "id": newest.pk,
        "kind": "clause.revised",
        "record_kind": "clause",
        "slug": made[0].slug,
        "at": "2026-11-02T12:00:00Z",
        "changed_fields": ["title"],
        "url": f"http://testserver/api/v1/clauses/{made[0].slug}/",
    }


def test_head_is_where_the_feed_ends(api, words):
    library.ClauseFactory(published=True)
    cursor = api.read("changes/head/")["cursor"]

    assert api.read(f"changes/?cursor={cursor}")["results"] == []
    clause = library.ClauseFactory(published=True)
    [change] = api.read(f"changes/?cursor={cursor}")["results"]
    assert change["slug"] == clause.slug


def test_an_empty_feed_has_a_head(api):
    cursor = api.read("changes/head/")["cursor"]

    assert api.read(f"changes/?cursor={cursor}") == {
        "cursor": cursor,
        "next": None,
        "results": [],
    }


def test_a_record_that_stops_being_public_is_told_once_and_then_no_more(api, words):
    clause = library.ClauseFactory(published=True)
    publish_with(clause, visibility="staff")
    publish_with(clause, title="For staff", at=LATER + datetime.timedelta(days=1))

    assert kinds(api) == [("clause.published", False), ("clause.revised", False)]


def test_a_record_that_becomes_public_is_told_from_then_on(api, words):
    clause = library.ClauseFactory(visibility="staff", published=True)
    publish_with(clause, title="Still for staff")
    publish_with(clause, visibility="public", at=LATER + datetime.timedelta(days=1))

    assert kinds(api) == [("clause.revised", True)]


def test_taking_a_record_off_is_told(api, words):
    clause = library.ClauseFactory(published=True)
    union = library.UnionFactory()
    asks, approves = (people.StaffUnionFactory(union=union).user for _ in range(2))
    clause.agreement.unions.set([union])
    clause.agreement.save()
    request = acts.ask(
        subject=Clause.objects.get(pk=clause.pk),
        act="unpublish",
        reason="Not ours.",
        by=asks,
        now=LATER,
    )
    acts.approve(request_id=request.pk, by=approves, now=LATER)

    assert kinds(api) == [("clause.published", False), ("clause.unpublished", False)]
    assert api.get(f"clauses/{clause.slug}/").status_code == 404


def test_changes_of_links_and_others_are_not_of_this_feed(api, words):
    Change.objects.record(
        kind="link.confirmed",
        record_kind="link",
        record_id=deployments.LinkFactory().pk,
        slug="some-link",
        at=LATER,
        by=people.StaffFactory(),
    )

    assert kinds(api) == []


def test_notes_of_staff_are_no_changed_fields(api, words):
    clause = library.ClauseFactory(published=True)
    publish_with(clause, title="Another", rules_note="Because", confidence_note="Maybe")

    assert api.read("changes/")["results"][-1]["changed_fields"] == ["title"]


@pytest.mark.parametrize("query", ["limit=0", "cursor=abc", "as_of=2026-01-01", "kind=x"])
def test_what_is_wrong_is_named(api, query):
    answer = api.get(f"changes/?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["name"] == query.split("=")[0]


def test_a_cursor_of_another_list_is_refused(api, words):
    library.ClauseFactory.create_batch(2)
    other = api.read("clauses/?limit=1")["next"]
    cursor = other.split("cursor=")[1].split("&")[0]

    assert Client().get(f"/api/v1/changes/?cursor={cursor}").status_code == 400
