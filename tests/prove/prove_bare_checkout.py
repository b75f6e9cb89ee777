"""Two commands on a machine that has git, make and Python: the site runs, and leaves nothing."""

import os

import pytest

from tests.prove.conftest import NOBODY

pytestmark = pytest.mark.processes
ACCOUNTS = [None, pytest.param(NOBODY, marks=pytest.mark.skipif(os.geteuid() != 0, reason="root"))]


@pytest.mark.parametrize("account", ACCOUNTS, ids=["this-account", "an-ordinary-account"])
def prove_a_fresh_clone_runs_stops_and_keeps_its_data(newcomer, account):
    somebody = newcomer(account=account)

    first = somebody.run_until_it_serves()
    answers = [somebody.status("/healthz", host) for host in ("127.0.0.1", "localhost")]
    pages = {path: somebody.status(path) for path in ("/en/", "/en/clauses/", "/en/deployments/")}
    somebody.interrupt(first)
    left = somebody.processes()
    again = somebody.run_until_it_serves()
    ready = somebody.status("/readyz")
    somebody.interrupt(again)

    assert answers == [200, 200]
    assert set(pages.values()) == {200}, pages
    assert left == []
    assert ready == 200
    assert somebody.processes() == []
    assert "Installing" in somebody.said(first)
    assert "Installing" not in somebody.said(again)
    assert list((somebody.folder / "home").iterdir()) == [] or account is None
