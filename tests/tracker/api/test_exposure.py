"""`exposure/`: who may read it, what it counts, what it refuses."""

import pytest

from clauses.models import Union
from tests.factories import membership, people
from tracker.api import keys

pytestmark = pytest.mark.usefixtures("catalogue")

DAY = "2025-12-31"


@pytest.fixture
def member(api):
    api.client.force_login(membership.MemberFactory().user)
    return api


def test_it_is_refused_to_strangers_and_keys_while_no_union_opened_its_gaps(api, make_api, now):
    token = keys.create(organisation="Legal aid", now=now).token
    with_key = make_api(Authorization=f"Bearer {token}")

    for asker in (api, with_key):
        answer = asker.get(f"exposure/?as_of={DAY}")
        assert answer.status_code == 403
        assert answer.json()["detail"].startswith("Exposure is for members and staff")
        assert "units" not in answer.json()


def test_members_and_staff_read_it_and_nobody_keeps_it(member):
    answer = member.get(f"exposure/?as_of={DAY}")

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "Cookie" in answer["Vary"]
    assert not answer.has_header("ETag")


def test_the_sums_are_those_of_the_units_and_of_their_products(member):
    found = member.read(f"exposure/?as_of={DAY}")

    assert found["gaps"] > 0 < found["unknown"]
    for unit in found["units"]:
        count = sum(len(product["unreached"]) for product in unit["products"])
        assert count == (unit["gaps"] if unit["is_text_held"] else unit["unknown"])
    assert found["gaps"] == sum(unit["gaps"] for unit in found["units"])
    assert found["unknown"] == sum(unit["unknown"] for unit in found["units"])


def test_it_narrows_to_a_union_a_role_a_vendor_and_a_deployment(member):
    everything = member.read(f"exposure/?as_of={DAY}")
    of_union = member.read(f"exposure/?as_of={DAY}&union=wga-west")
    of_performers = member.read(f"exposure/?as_of={DAY}&role=performer")
    of_vendor = member.read(f"exposure/?as_of={DAY}&vendor=runway")
    of_one = member.read(f"exposure/?as_of={DAY}&deployment=adobe-firefly-video-2025")

    assert {unit["union"] for unit in of_union["units"]} == {"wga-west"}
    assert "voice-performer" in {unit["role"] for unit in of_performers["units"]}
    assert "writer" not in {unit["role"] for unit in of_performers["units"]}
    vendors = {one["vendor"] for unit in of_vendor["units"] for one in unit["products"]}
    assert vendors == {"runway"}
    assert 0 < of_vendor["gaps"] < everything["gaps"]
    assert of_one["live_products"] == 1
    products = {one["product"] for unit in of_one["units"] for one in unit["products"]}
    assert products == {"firefly-video"}


def test_what_a_union_opened_is_read_by_everybody_and_nothing_else(api):
    Union.objects.filter(slug="sag-aftra").update(opens_gaps=True)

    found = api.read(f"exposure/?as_of={DAY}")

    assert {unit["union"] for unit in found["units"]} == {"sag-aftra"}


def test_a_reservation_changes_no_count(api):
    api.client.force_login(people.StaffFactory())
    staff = api.read(f"exposure/?as_of={DAY}&union=wga-west")
    api.client.force_login(membership.MemberFactory().user)

    assert api.read(f"exposure/?as_of={DAY}&union=wga-west") == staff


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("union=wga-wst", "wga-west"),
        ("role=writr", "writer"),
        ("vendor=runwy", "runway"),
        ("deployment=arc-raiders-ai-voices-2025", "arc-raiders-ai-voices-2025-10"),
    ],
    ids=["union", "role", "vendor", "deployment"],
)
def test_an_unknown_value_is_refused_and_the_nearest_named(member, query, near):
    answer = member.get(f"exposure/?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["nearest"] == [near]
