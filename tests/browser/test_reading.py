"""Stories of readers and members in a real browser, with the keyboard and without JavaScript."""

import pytest
from django.utils import timezone

from clauses.models import mistake
from clauses.models import union as unions
from tests.browser import rules
from tests.factories import membership
from tracker.members import joining
from tracker.members.models import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_first_tab_skips_to_the_content(site, open_page):
    page = open_page(f"{site}/en/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.url.endswith("#main")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_reader_without_javascript_searches_chooses_a_day_and_changes_language(site, open_page):
    page = open_page(f"{site}/en/", java_script_enabled=False)

    page.fill("#hero-q", "notice synthetic performer")
    page.click("text=Show what is on record")
    page.click("h3 a >> text=Notice and bargaining before using a synthetic performer")
    page.fill("#as_of", "2024-06-01")
    page.click("text=Show that day")
    on_the_day = page.inner_text("main")
    page.click(".langs a[lang=fr]")

    assert "In force on this day, until June 30, 2026" in on_the_day
    assert page.url.endswith("/fr/clauses/sag23-synthetic-notice-bargain/?as_of=2024-06-01")
    assert page.inner_text("h1").startswith("Préavis")


def test_a_reader_reports_a_mistake_without_an_account(site, open_page):
    page = open_page(f"{site}/en/clauses/sag23-48-hour-notice/")
    page.click("text=Tell staff what is wrong or missing")
    page.fill("textarea[name=message]", "The section is 15.A.3.")
    page.wait_for_timeout(2100)  # a form sent within two seconds is taken for a machine's

    page.click("text=Send to staff")

    page.wait_for_selector("h1 >> text=Sent to staff")
    assert mistake.MistakeReport.objects.get().message == "The section is 15.A.3."


def test_a_member_signs_in_reads_the_inbox_and_follows_something(site, open_page):
    union = unions.Union.objects.get(slug="sag-aftra")
    union.is_served = True
    union.save()
    member = membership.MemberFactory()
    member.user.set_password("a long enough secret")
    member.user.save()
    joining.join(user=member.user, union=union, roles=["voice-performer"], now=timezone.now())
    page = open_page(f"{site}/en/me/", width=360, bypass_csp=True)

    page.fill("[name=login]", member.user.email)
    page.fill("[name=password]", "a long enough secret")
    page.click("main form button >> text=Sign in")
    page.wait_for_selector("h1 >> text=My alerts")
    page.click("text=What I follow")
    page.select_option("[name=use]", "voice-replica")
    page.click("main button >> text=Follow")

    page.wait_for_selector("text=You follow this from now on.")
    broken = rules.broken(page)
    for path in ("/en/me/", "/fr/me/settings/", "/es/accounts/2fa/"):
        page.goto(f"{site}{path}")
        broken += rules.broken(page)
    assert broken == []
    assert Member.objects.get(pk=member.pk).subscriptions.get().use == "voice-replica"


def test_a_page_prints_its_sources_with_their_addresses(site, open_page):
    page = open_page(f"{site}/en/clauses/sag23-48-hour-notice/")

    page.emulate_media(media="print")

    assert page.is_hidden("nav.main")
    shown = page.evaluate(
        "getComputedStyle(document.querySelector('.notes a[href^=http]'), '::after').content"
    )
    assert "http" in shown
