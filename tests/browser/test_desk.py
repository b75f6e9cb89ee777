"""Two people and one browser each: a deployment is written, reviewed and published at the desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from clauses.models import Change
from tests.browser.people import account, choose, pick, sign_in
from tests.factories import people
from tracker.models import Deployment, Link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def write_deployment(page: Page) -> None:
    page.fill("#id_title", "Scripts drafted by a machine")
    page.fill("#id_slug", "scripts-by-machine")
    choose(page, "id_vendor", "openai")
    choose(page, "id_product", "chatgpt")
    page.fill("#id_summary", "A studio lets a tool draft scripts.")
    page.fill("#id_event_date_text", "2024-03-05")
    page.select_option("#id_phase", "in-use")
    page.select_option("#id_kind", "production-use")
    for field, words in (
        ("id_sectors", "television"),
        ("id_capabilities", "text-generation"),
        ("id_uses", "script-generation"),
        ("id_roles", "writer"),
        ("id_places", "United States"),
        ("id_employers", "netflix"),
    ):
        pick(page, field, words)
    page.click("#id_deployers-ADD")
    page.fill("#id_deployers-0-name", "Netflix")
    page.select_option("#id_deployers-0-kind", "streamer")
    pick(page, "id_deployers-0-parties", "netflix")


def test_a_deployment_goes_from_a_form_to_the_public_page(site, open_page):
    account(people.EditorFactory, "editor@example.org")
    reviewer = account(people.ReviewerFactory, "reviewer@example.org")

    page = sign_in(open_page, site, "editor@example.org")
    page.goto(site + reverse(Deployment.snippet_viewset.get_url_name("add")))
    write_deployment(page)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", name="Scripts drafted by a machine")).to_be_visible()
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Submit to review").click()
    expect(page.get_by_text("submitted for moderation")).to_be_visible()

    page.goto(site + "/staff/review/")
    page.get_by_role("link", name="Scripts drafted by a machine").click()
    expect(page.get_by_text("You wrote part of this text")).to_be_visible()
    expect(page.get_by_role("button", name="Approve and publish")).to_have_count(0)

    other = sign_in(open_page, site, "reviewer@example.org")
    other.get_by_role("link", name="Drafts that wait for your review").click()
    other.get_by_role("link", name="Scripts drafted by a machine").click()
    expect(other.get_by_role("heading", name="Clauses that the rules propose")).to_be_visible()
    first = other.locator("input[name=clauses]").first
    ticked = first.get_attribute("value")
    first.check()
    other.get_by_label("Yes, tell the members").check()
    other.get_by_role("button", name="Approve and publish").click()
    expect(other.get_by_text("Published: Scripts drafted by a machine")).to_be_visible()

    change = Change.objects.get(kind="deployment.published", slug="scripts-by-machine")
    assert (change.by, change.notifies) == (reviewer, True)
    assert [link.clause.slug for link in Link.objects.confirmed()] == [ticked]
    public = open_page(f"{site}/en/deployments/scripts-by-machine/")
    expect(public.get_by_role("heading", level=1)).to_have_text("Scripts drafted by a machine")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desks_own_pages_have_no_barriers(site, open_page, scheme):
    account(people.EditorFactory, "editor@example.org")
    account(people.ReviewerFactory, "reviewer@example.org")
    editor = sign_in(open_page, site, "editor@example.org", scheme=scheme)
    record = Deployment.objects.get(slug="openai-sora-2-app-launch-2025-09")
    name = Deployment.snippet_viewset.get_url_name("edit")
    editor.goto(site + reverse(name, args=[record.pk]))
    editor.get_by_role("button", name="Lock while I work").click()
    expect(editor.get_by_text("Locked by you.")).to_be_visible()
    editor.fill("#id_summary", "Shorter words.")
    editor.locator("footer").get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name="Submit to review").click()
    expect(editor.get_by_text("submitted for moderation")).to_be_visible()
    page = sign_in(open_page, site, "reviewer@example.org", scheme=scheme)

    found = _barriers(page)
    page.goto(site + "/staff/review/")
    found += _barriers(page)
    page.locator(".desk-ledger tbody a").first.click()
    expect(page.get_by_role("button", name="Approve and publish")).to_be_visible()
    found += _barriers(page)
    page.goto(site + reverse(Deployment.snippet_viewset.get_url_name("history"), args=[record.pk]))
    expect(page.get_by_role("heading", name="Locked it")).to_be_visible()
    found += _barriers(page)
    page.goto(site + reverse("desk_locks"))
    found += _barriers(page)
    page.get_by_role("button", name="Lift the lock").click()
    expect(page.get_by_text("Nothing is locked.")).to_be_visible()

    assert found == []


def _barriers(page: Page) -> list[str]:
    """What axe finds in our part of the page; Wagtail's own frame is Wagtail's."""
    outcome = Axe().run(page, context=".desk-page")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in outcome.response["violations"]
    ]
