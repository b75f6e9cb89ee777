"""Pages by key: every row once, in both directions, whatever is added meanwhile."""

import base64
import datetime
import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import deployments, library


def walk(api, path, *, way="next"):
    pages = []
    while path:
        page = api.read(path)
        pages.append([record["slug"] for record in page["results"]])
        path = page[way] and page[way].removeprefix("http://testserver/api/v1/")
    return pages


def test_every_row_comes_once_and_in_order(api, words):
    for number in range(7):
        library.ClauseFactory(slug=f"clause-{number}")

    pages = walk(api, "clauses/?limit=3")

    assert pages == [
        ["clause-0", "clause-1", "clause-2"],
        ["clause-3", "clause-4", "clause-5"],
        ["clause-6"],
    ]


def test_a_last_page_that_is_full_has_no_next(api, words):
    for number in range(4):
        library.ClauseFactory(slug=f"clause-{number}")

    assert [len(page) for page in walk(api, "clauses/?limit=2")] == [2, 2]


def test_the_way_back_gives_the_same_pages(api, words):
    for number in range(7):
        library.ClauseFactory(slug=f"clause-{number}")
    second = api.read("clauses/?limit=3")["next"]
    last = api.read(second.removeprefix("http://testserver/api/v1/"))["next"]

    back = walk(api, last.removeprefix("http://testserver/api/v1/"), way="previous")

    assert back == [
        ["clause-6"],
        ["clause-3", "clause-4", "clause-5"],
        ["clause-0", "clause-1", "clause-2"],
    ]


def test_newest_first_with_several_on_one_day(api, words):
    product = deployments.ProductFactory()
    for number in range(6):
        deployments.DeploymentFactory(
            slug=f"event-{number}",
            product=product,
            event_date=datetime.date(2024, 1, 1 + number // 3),
        )

    pages = walk(api, "deployments/?limit=2")

    assert pages == [["event-3", "event-4"], ["event-5", "event-0"], ["event-1", "event-2"]]


def test_rows_added_meanwhile_move_no_page(api, words):
    for number in range(6):
        library.ClauseFactory(slug=f"clause-{number}5")
    first = api.read("clauses/?limit=3")
    library.ClauseFactory(slug="clause-00")
    library.ClauseFactory(slug="clause-31")

    second = api.read(first["next"].removeprefix("http://testserver/api/v1/"))

    assert [each["slug"] for each in second["results"]] == ["clause-31", "clause-35", "clause-45"]


def test_the_next_page_keeps_filters_and_the_day_past_midnight(api, words, time_machine):
    time_machine.move_to(datetime.datetime(2026, 5, 1, 20, 0, tzinfo=datetime.UTC), tick=False)
    for number in range(3):
        library.ClauseFactory(slug=f"clause-{number}")
    library.ClauseFactory(slug="another", roles=["performer"])
    first = api.read("clauses/?limit=2&role=writer&role=screenwriter")
    time_machine.move_to(datetime.datetime(2026, 5, 3, 20, 0, tzinfo=datetime.UTC), tick=False)

    second = api.read(first["next"].removeprefix("http://testserver/api/v1/"))

    assert second["as_of"] == "2026-05-01"
    assert [each["slug"] for each in second["results"]] == ["clause-2"]


def test_rows_are_counted_only_when_asked(api, words, django_assert_num_queries):
    library.ClauseFactory.create_batch(3)

    page = api.read("clauses/?limit=1&count=true")

    assert page["count"] == 3
    assert len(page["results"]) == 1
    assert "count" not in api.read("clauses/?limit=1&count=false")


def forged(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        "%00",
        "é",
        "A",
        "W10",
        "eyJhIjoxfQ",
        forged("deployments", False, ["2024-01-01", "a"]),
        forged("clauses", False, []),
        forged("clauses", False, [1]),
        forged("clauses", "no", ["a"]),
        forged("clauses", False, ["a\x00"]),
        forged("clauses", False, ["\ud800"]),
        forged("clauses", False, ["a" * 500]),
        "x" * 700,
    ],
)
def test_a_cursor_that_was_never_given_is_refused(api, words, cursor):
    answer = api.get("clauses/", data={"cursor": cursor})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["name"] == "cursor"


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(st.integers(min_value=1, max_value=4), max_size=9),
    limit=st.integers(min_value=1, max_value=4),
)
def test_pages_put_together_are_the_whole_list(api, forget_limits, days, limit):
    forget_limits()
    with transaction.atomic():
        product = deployments.ProductFactory()
        made = [
            deployments.DeploymentFactory(product=product, event_date=datetime.date(2024, 1, day))
            for day in days
        ]

        pages = walk(api, f"deployments/?limit={limit}")
        transaction.set_rollback(True)

    ordered = sorted(made, key=lambda each: (-each.event_date.toordinal(), each.slug))
    assert [slug for page in pages for slug in page] == [each.slug for each in ordered]
    assert all(len(page) == limit for page in pages[:-1])
