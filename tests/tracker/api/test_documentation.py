"""The examples of docs/api.md, run against a real server on the real catalogue."""

import json
import pathlib
import re
import shlex
import urllib.error
import urllib.request

import pytest

from tracker.api import keys

PAGE = pathlib.Path(__file__).resolve().parents[3] / "docs" / "api.md"
BLOCK = re.compile(r"```(sh|json)\n(.*?)```", re.DOTALL)


def examples():
    """Return (command, document that its answer holds, or None), in the order of the page."""
    found = []
    for language, text in BLOCK.findall(PAGE.read_text()):
        if language == "sh":
            found.append([text.strip(), None])
        else:
            found[-1][1] = json.loads(text)
    return [tuple(each) for each in found]


def run(command, *, server, token):
    """Do what the curl command says: -H, -d and an address are all that the page uses."""
    words = shlex.split(command)
    assert words.pop(0) == "curl"
    headers, body, address = {}, None, ""
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value.replace("ast_…", token)
        elif word == "-d":
            body = words.pop(0).encode()
        else:
            address = word.replace("https://tracker.example", server)
    request = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310 - our server
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our server
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


def holds(answer, part):
    """Tell whether an answer has all that `part` shows of it."""
    if isinstance(part, dict):
        return all(name in answer and holds(answer[name], value) for name, value in part.items())
    if isinstance(part, list) and part and isinstance(part[0], dict):
        return len(answer) == len(part) and all(map(holds, answer, part))
    return answer == part


@pytest.mark.usefixtures("catalogue")
def test_every_example_does_what_the_page_says(live_server, now):
    token = keys.create(organisation="Sister Union", now=now).token

    for command, part in examples():
        status, answer = run(command, server=live_server.url, token=token)

        assert status == (part or {}).get("status", 200), command
        assert part is None or holds(answer, part), (command, answer)


def test_the_page_has_examples_of_each_kind():
    commands = " ".join(command for command, _part in examples())

    assert len(examples()) >= 10
    for word in ("match/", "changes/", "If-None-Match", "Bearer", "as_of=", "Accept-Language"):
        assert word in commands


def test_the_page_names_the_limits_that_hold(settings):
    text = PAGE.read_text()

    assert f"ask {settings.API_RATES['anonymous']} times a minute" in text
    assert f"with a key {settings.API_RATES['key']} times" in text
