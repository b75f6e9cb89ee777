"""Main pages against WCAG 2.2 A and AA, on a phone and a desktop, in light and dark."""

import pytest

from clauses.models import Union
from tests.browser import rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/en/",
    "/fr/clauses/?q=scan",
    "/en/clauses/sag23-48-hour-notice/",
    "/es/clauses/ca-ab-1836/",
    "/en/agreements/",
    "/fr/agreements/sag-aftra-tv-theatrical-2026/",
    "/en/deployments/?vendor=openai",
    "/en/deployments/openai-sora-2-app-launch-2025-09/?as_of=2026-11-22",
    "/es/vendors/openai/",
    "/en/parties/netflix/",
    "/en/search/?q=replica",
    "/fr/compare/?agreements=wga-mba-2026,teamsters-399-2024&clauses=ca-ab-2602&q=notice",
    "/en/what-if/?role=background-actor&use=performer-scanning&who=Nobody&fact=minor:no",
    "/fr/what-if/?use=script-rewriting&place=Atlantis&as_of=never",
    "/fr/marks/",
    "/en/privacy/",
    "/en/report/clause/sag23-48-hour-notice/",
    "/en/clauses/no-such-clause/",
    "/en/clauses/?as_of=never",
    "/en/accounts/login/",
    "/fr/accounts/login/code/",
    "/en/gaps/?as_of=2026-06-15&unfold=digital-replica",
    "/fr/gaps/?as_of=2026-06-15&union=sag-aftra",
    "/es/gaps/training-on-work/wga-west/wga-mba-2023/writer/?as_of=2025-12-31",
]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def opened_gaps(site):
    """Every union opens its gaps, so that whoever is not signed in sees them."""
    Union.objects.update(opens_gaps=True)


@pytest.mark.parametrize("width", [360, 1400])
def test_no_page_breaks_a_rule(site, open_page, width):
    # axe itself writes style attributes, so this page alone goes without our policy.
    page = open_page(f"{site}/en/", width=width, bypass_csp=True, reduced_motion="reduce")
    broken = {}
    for path in PAGES:
        page.emulate_media(color_scheme="light")
        page.goto(f"{site}{path}")
        broken[path, "light"] = rules.broken(page, rules=rules.EVERY_RULE)
        page.emulate_media(color_scheme="dark")
        broken[path, "dark"] = rules.broken(page, rules=rules.CONTRAST)

    assert {where: found for where, found in broken.items() if found} == {}


def test_no_page_scrolls_sideways_or_offends_our_own_policy(site, open_page):
    page = open_page(f"{site}/en/", width=320)
    too_wide = {}
    for path in PAGES:
        page.set_viewport_size({"width": 320, "height": 900})
        page.goto(f"{site}{path}")
        narrow = page.evaluate(TOO_WIDE)
        page.set_viewport_size({"width": 640, "height": 900})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        too_wide[path] = max(narrow, page.evaluate(TOO_WIDE))

    assert {path: pixels for path, pixels in too_wide.items() if pixels > 0} == {}


def test_the_rules_find_what_is_wrong(site, open_page):
    page = open_page(f"{site}/en/privacy/", bypass_csp=True)

    page.evaluate(
        "document.querySelector('main').innerHTML += '<img src=x><p style=color:#eee>pale words'"
    )

    assert {text.partition(":")[0] for text in rules.broken(page)} >= {
        "image-alt",
        "color-contrast",
    }
