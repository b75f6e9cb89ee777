"""What people do with a browser at the desk: sign in, choose, pick, submit."""

import re

from allauth.account.models import EmailAddress
from django.urls import reverse
from playwright.sync_api import Page, expect

from clauses.models import Union

PASSWORD = "only for this test 7316"


def account(factory, address):
    user = factory(email=address, unions=[Union.objects.get(slug="wga-west")])
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user


def sign_in(open_page, site: str, address: str, **options) -> Page:
    page = open_page(f"{site}/accounts/login/?next=/staff/", **options)
    page.fill("input[name=login]", address)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    expect(page.get_by_role("heading", name="Desk")).to_be_visible()
    return page


def choose(page: Page, field: str, words: str) -> None:
    """Choose a record by searching."""
    page.locator(f"#{field}-chooser").get_by_role("button", name="Choose").first.click()
    page.locator(".modal-body input[name=q]").fill(words)
    row = page.locator(".modal-body a[data-chooser-modal-choice]", has_text=re.compile(words, re.I))
    expect(page.locator(".modal-body a[data-chooser-modal-choice]")).to_have_count(row.count() or 1)
    row.first.click()
    expect(page.locator(".modal-body")).to_have_count(0)


def pick(page: Page, field: str, words: str) -> None:
    """Pick a value by typing, with the keyboard alone."""
    search = page.locator(f"#{field}-find")
    search.fill(words)
    expect(page.locator(f"#{field}-find-list [role=option]").first).to_be_visible()
    search.press("Enter")
    expect(search).to_have_value("")


def save(page: Page, *, heading: str) -> None:
    """Save the open form as a draft."""
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


def submit(page: Page) -> None:
    """Submit the open form to review."""
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Submit to review").click()
    expect(page.get_by_text("submitted for moderation")).to_be_visible()


def edit_address(record: object) -> str:
    """Where a record is edited."""
    name = type(record).snippet_viewset.get_url_name("edit")  # type: ignore[attr-defined]  # on records
    return reverse(name, args=[record.pk])  # type: ignore[attr-defined]  # on records
