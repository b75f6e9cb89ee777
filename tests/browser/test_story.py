"""The whole story of a clause in a browser: drafted, returned, mended, published, told."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from clauses.models import Agreement, Change, Clause, Publication, Union
from tests.browser.people import account, edit_address, pick, save, sign_in, submit
from tests.factories import membership, people
from tracker.alerts.models import Delivery

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SLUG = "wga26-disclose-with-the-tools-name"
TITLE = "Disclosure of AI material, with the tool named"
EARLIER = "wga23-disclose-gai-material"
FIRST = "The company tells a writer which materials were made with generative AI."
MENDED = (
    "The company tells a writer, before work starts, which materials were made with generative AI"
    " and names the tool."
)


@pytest.fixture
def member(db):
    """A writer of the union who follows the earlier agreement's union and has an inbox."""
    writer = membership.MemberFactory(user__email="ana@example.org")
    union = Union.objects.get(slug="wga-west")
    membership.MembershipFactory(member=writer, union=union)
    membership.SubscriptionFactory(member=writer, union=union, role="writer")
    return writer


def draft_successor(page: Page, site: str) -> None:
    """Begin at the agreement, fill in the form as it is read, and save a draft."""
    agreement = Agreement.objects.get(slug="wga-mba-2026")
    page.goto(site + edit_address(agreement))
    page.get_by_role("link", name="Write a clause").click()
    page.fill("#id_title", TITLE)
    page.fill("#id_slug", SLUG)
    page.fill("#id_summary", FIRST)
    page.fill("#id_effective_from", "2026-05-02")
    page.fill("#id_effective_to", "2030-05-01")
    for field, words in (
        ("id_safeguard_types", "notice"),
        ("id_uses", "script-generation"),
        ("id_roles", "writer"),
    ):
        pick(page, field, words)
    lineage = page.locator("[data-panel]", has=page.locator("h2", has_text="Lineage"))
    lineage.locator("[data-panel-toggle]").first.click()
    pick(page, "id_builds_on", EARLIER)
    save(page, heading=TITLE)


def open_review(page: Page, site: str) -> None:
    page.goto(site + "/staff/review/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()


def test_a_successor_goes_from_a_draft_through_a_return_to_the_members(site, open_page, member):
    account(people.EditorFactory, "editor@example.org")
    touched = account(people.ReviewerFactory, "second@example.org")
    approver = account(people.ReviewerFactory, "reviewer@example.org")
    earlier = Clause.objects.get(slug=EARLIER)

    editor = sign_in(open_page, site, "editor@example.org")
    draft_successor(editor, site)
    submit(editor)
    open_review(editor, site)
    expect(editor.get_by_text("You wrote part of this text")).to_be_visible()
    expect(editor.get_by_role("button", name="Approve and publish")).to_have_count(0)

    reviewer = sign_in(open_page, site, "reviewer@example.org")
    open_review(reviewer, site)
    reviewer.get_by_label("What has to be mended").fill("Say when, and that the tool is named.")
    reviewer.get_by_role("button", name="Return", exact=True).click()
    expect(reviewer.get_by_text(f"Returned: {TITLE}")).to_be_visible()

    editor.goto(site + "/staff/")
    editor.get_by_role("link", name="Drafts returned to you").click()
    expect(editor.get_by_text("Say when, and that the tool is named.")).to_be_visible()
    editor.get_by_role("link", name=TITLE).click()
    editor.fill("#id_summary", MENDED)
    submit(editor)

    other = sign_in(open_page, site, "second@example.org")
    other.goto(site + edit_address(Clause.objects.get(slug=SLUG)))
    other.fill("#id_plain_language", "They must tell you what was made with AI, and by which tool.")
    save(other, heading=TITLE)
    open_review(other, site)
    expect(other.get_by_text("You wrote part of this text")).to_be_visible()
    expect(other.get_by_role("button", name="Approve and publish")).to_have_count(0)
    assert not Clause.objects.get(slug=SLUG).live
    assert open_page(f"{site}/en/clauses/{SLUG}/").title().startswith("Page not found")

    open_review(reviewer, site)
    reviewer.get_by_label("Yes, tell the members").check()
    reviewer.get_by_role("button", name="Approve and publish").click()
    expect(reviewer.get_by_text(f"Published: {TITLE}")).to_be_visible()

    publication = Publication.objects.get(slug=SLUG)
    assert publication.approver == approver
    assert touched.pk in publication.author_ids
    assert len(publication.author_ids) == 2
    assert Change.objects.get(kind="clause.published", slug=SLUG).notifies

    public = open_page(f"{site}/en/clauses/{SLUG}/?as_of=2026-06-01")
    expect(public.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(public.get_by_role("heading", name="What we published, and when")).to_be_visible()
    expect(public.get_by_text("Reviewed by staff.")).to_be_visible()

    line = open_page(f"{site}/en/clauses/{SLUG}/lineage/")
    expect(line.get_by_role("link", name=earlier.title).first).to_be_visible()
    expect(line.get_by_role("heading", name="Word by word")).to_be_visible()

    answer = public.request.get(f"{site}/api/v1/clauses/{SLUG}/")
    assert (answer.status, answer.json()["summary"]) == (200, MENDED)
    history = public.request.get(f"{site}/api/v1/clauses/{SLUG}/history/").json()
    assert len(history["results"]) == 1
    descent = public.request.get(f"{site}/api/v1/clauses/{SLUG}/lineage/")
    assert EARLIER in descent.text()

    call_command("run_due")
    told = Delivery.objects.get(member=member, channel="inbox")
    assert told.change.slug == SLUG
    inbox = sign_in_as_member(open_page, site, member)
    expect(inbox.get_by_role("link", name=TITLE)).to_be_visible()
    inbox.get_by_role("link", name=TITLE).click()
    expect(inbox.get_by_role("heading", level=1)).to_contain_text(TITLE)


def sign_in_as_member(open_page, site: str, member) -> Page:
    member.user.set_password("only for this test 7316")
    member.user.save()
    page = open_page(f"{site}/accounts/login/?next=/me/", width=390)
    page.fill("input[name=login]", member.user.email)
    page.fill("input[name=password]", "only for this test 7316")
    page.press("input[name=password]", "Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page
