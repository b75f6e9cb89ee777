"""Files of others are what their note says."""

import hashlib
import pathlib
import re

from tracker import web

FOLDER = pathlib.Path(web.__file__).parent / "static" / "web"


def test_a_vendored_file_has_the_hash_of_its_note():
    note = (FOLDER / "VENDORED.md").read_text("utf-8")
    named = dict(re.findall(r"^\| `([\w.]+)` .* `([0-9a-f]{64})` \|$", note, re.MULTILINE))

    assert named == {
        "pico.min.css": hashlib.sha256((FOLDER / "pico.min.css").read_bytes()).hexdigest()
    }


def test_the_stylesheet_loads_nothing_from_elsewhere():
    for name in ("look.css", "pico.min.css"):
        addresses = re.findall(r"url\(([^)]+)\)", (FOLDER / name).read_text("utf-8"))

        assert all(not address.strip("\"'").startswith(("http", "//")) for address in addresses), (
            name
        )
