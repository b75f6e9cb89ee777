"""The documentation page of the API works in a browser under the strict content policy."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_reference_is_shown_from_this_server_alone(site, open_page):
    page = open_page(f"{site}/api/v1/docs/")

    page.wait_for_selector(".opblock-summary-path")

    paths = " ".join(page.locator(".opblock-summary-path").all_inner_texts())
    assert "/clauses/" in paths.replace("\u200b", "")
    assert "/match/" in paths.replace("\u200b", "")
    assert page.locator("#the-agreement-decides p").count() == 3
    fetched = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    assert len(fetched) >= 5
    assert {address.split("/")[2] for address in fetched} == {site.split("/")[2]}


def test_an_operation_opens_with_its_parameters(site, open_page):
    page = open_page(f"{site}/api/v1/docs/")

    page.locator("#operations-clauses-clauses_list button.opblock-summary-control").click()

    page.wait_for_selector("text=Only what is in force on this day")


def test_without_javascript_the_page_says_where_the_reference_is(site, open_page):
    page = open_page(f"{site}/api/v1/docs/", java_script_enabled=False)

    assert "needs JavaScript" in page.inner_text("main")
    page.click("text=an OpenAPI 3.1 document")
    assert '"openapi"' in page.content()
