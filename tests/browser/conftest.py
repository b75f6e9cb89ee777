"""One Chromium for the session; a missing one is a loud skip, and a failure with CI=true."""

import os
import pathlib
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright import sync_api

from clauses import vocabulary

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STATUS = "Failed to load resource: the server responded with a status of 4"
PLACES = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def find_browser() -> str | None:
    """Return the path of a Chromium of this machine."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    return found or next((place for place in PLACES if pathlib.Path(place).exists()), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    path = find_browser()
    if path is None:
        reason = "NO BROWSER: install Debian's `chromium` to run the browser tests"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright's loop runs in this thread to the end, which is no reason to refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def site(browser, catalogue, live_server) -> str:
    """The address of the whole site on the real catalogue."""
    vocabulary.forget()
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def open_page(browser) -> Iterator[Callable[..., sync_api.Page]]:
    """Open a page of a width and colour scheme; what the browser complains of fails the test."""
    contexts: list[sync_api.BrowserContext] = []
    complaints: list[str] = []

    def _open(address: str, *, width: int = 1400, scheme: str = "light", **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="en-US",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and not message.text.startswith(STATUS)
                else None
            ),
        )
        page.goto(address)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert complaints == []
