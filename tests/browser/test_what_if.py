"""What if: described without JavaScript, answered, asked by keyboard, shared, printed."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_reader_describes_a_scan_and_answers_the_questions(site, open_page):
    page = open_page(f"{site}/en/", width=390, java_script_enabled=False)
    page.click("text=Or describe what they want to do")
    page.select_option("#w-use", "performer-scanning")
    page.select_option("#w-role", "background-actor")
    page.fill("#w-who", "Netflix")
    page.select_option("#w-place", "US")
    page.select_option("#w-sector", "television")
    page.fill("#w-day", "2026-11-20")
    page.click("text=Show which clauses answer")

    expect(page.locator("h1")).to_have_text("What if: Scanning a person (Background actor)")
    expect(page.locator("#asked")).to_have_text("Was the person hired for the work in question?")
    first = page.url

    page.focus("button.reply >> nth=0")
    page.keyboard.press("Enter")

    expect(page.locator(".replies")).to_contain_text(
        "Was the person hired for the work in question? Yes."
    )
    assert "fact=hired-for-this-work:yes" in page.url
    assert page.url.endswith("#next")
    binding = page.locator(".standing[data-is=binding]").first
    expect(binding).to_be_visible()

    asked = 0
    while page.locator("#asked").count():
        page.click("button.reply >> text=I do not know")
        asked += 1
    assert 1 <= asked < 20
    expect(page.locator("#next")).to_have_text("No more questions")

    page.goto(first)
    expect(page.locator("#asked")).to_have_text("Was the person hired for the work in question?")
    page.emulate_media(media="print")
    assert page.is_hidden("button.reply >> nth=0")
    assert page.is_hidden(".what-if-form")
    expect(page.locator("#asked")).to_be_visible()
