"""The accessibility rules that pages are held to, and what a page breaks of them."""

from typing import Any

from axe_playwright_python import sync_playwright as axe
from playwright import sync_api

EVERY_RULE = {
    "runOnly": {
        "type": "tag",
        "values": [
            "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
        ],
    },
    "resultTypes": ["violations"],
}  # fmt: skip
# Between light and dark nothing differs but colours.
CONTRAST = {
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
    "resultTypes": ["violations"],
}


def broken(page: sync_api.Page, *, rules: dict[str, Any] = EVERY_RULE) -> list[str]:
    """Open every part of the page and list what breaks a rule, with the place."""
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    found = axe.Axe().run(page, options=rules).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
