"""What pages show of links: proposals as such, what was confirmed as fact, never a rejection."""

import pytest
from django.utils import timezone

from clauses.models import clause as clauses
from tests.factories import people
from tracker import standing
from tracker.models import Deployment, Link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
SORA = "openai-sora-2-app-launch-2025-09"


def linked(*, deployment: Deployment, slug: str, state: str, **more) -> Link:
    entry = next(
        (
            entry
            for entry in standing.for_deployment(deployment=deployment, viewer=None).entries
            if entry.clause == slug
        ),
        None,
    )
    settled = {} if state == "suggested" else {"decided_by": people.StaffFactory()}
    return Link.objects.create(
        clause=clauses.Clause.objects.get(slug=slug),
        deployment=deployment,
        state=state,
        standing=entry.standing if entry else "conditional",
        reasons=[
            {
                "facet": reason.facet,
                "how": reason.how,
                "matched": list(reason.matched),
                "key": reason.key,
                "values": [list(pair) for pair in reason.values],
            }
            for reason in (entry.reasons if entry else ())
        ],
        missing_facts=list(entry.missing_facts) if entry else [],
        judged_on=deployment.event_date,
        proposed_at=timezone.now(),
        decided_at=timezone.now() if settled else None,
        note="Not this use." if state == "rejected" else "",
        **settled,
        **more,
    )


@pytest.fixture
def sora() -> Deployment:
    return Deployment.objects.get(slug=SORA)


@pytest.fixture
def first(sora) -> str:
    return standing.for_deployment(deployment=sora, viewer=None).entries[0].clause


def test_a_rejected_link_is_shown_nowhere(client, sora, first):
    linked(deployment=sora, slug=first, state="rejected")

    assert f"/clauses/{first}/" not in client.get(f"/en/deployments/{SORA}/").content.decode()
    assert f"/deployments/{SORA}/" not in client.get(f"/en/clauses/{first}/").content.decode()


def test_a_confirmed_link_is_called_confirmed(client, sora, first):
    linked(deployment=sora, slug=first, state="confirmed")

    assert "Confirmed by staff" in client.get(f"/en/deployments/{SORA}/").content.decode()
    page = client.get(f"/en/clauses/{first}/").content.decode()
    assert f"/deployments/{SORA}/" in page
    assert "Proposed, not yet reviewed by staff" not in page


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "It is written for this use"), ("fr", "La clause vise cet usage")],
)
def test_the_page_of_a_clause_tells_a_links_reasons_in_the_readers_language(
    client, sora, first, language, sentence
):
    linked(deployment=sora, slug=first, state="suggested")

    assert sentence in client.get(f"/{language}/clauses/{first}/").content.decode()


def test_what_staff_linked_by_hand_is_shown_where_the_rules_bring_nothing(client):
    withdrawal = Deployment.objects.filter(kind="product-withdrawal").order_by("slug").first()
    linked(deployment=withdrawal, slug="sag23-48-hour-notice", state="confirmed")

    page = client.get(f"/en/deployments/{withdrawal.slug}/").content.decode()

    assert "/en/clauses/sag23-48-hour-notice/" in page
    assert "Confirmed by staff" in page


def test_a_link_to_a_hidden_deployment_is_not_told(client, sora, first):
    linked(deployment=sora, slug=first, state="confirmed")
    Deployment.objects.filter(pk=sora.pk).update(visibility="members")

    assert SORA not in client.get(f"/en/clauses/{first}/").content.decode()


def test_many_links_cost_no_more_queries(client, first, django_assert_max_num_queries):
    def link_some(start: int) -> None:
        for deployment in Deployment.objects.order_by("slug")[start : start + 10]:
            linked(deployment=deployment, slug=first, state="suggested")

    link_some(0)
    client.get(f"/en/clauses/{first}/")
    with django_assert_max_num_queries(14):
        client.get(f"/en/clauses/{first}/")
    link_some(20)

    with django_assert_max_num_queries(14):
        client.get(f"/en/clauses/{first}/")
