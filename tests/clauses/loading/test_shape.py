"""A schema's verdict, in sentences at the line of the fault."""

import pathlib
from collections.abc import Callable

import pytest

from clauses.loading import pieces, reading, shape

RECORD = shape.validator(
    pieces.mapping(
        {"slug": pieces.slug(), "size": {"type": "integer", "minimum": 1}},
        {"title": pieces.text(5), "names": pieces.listed(pieces.text(), least=1), "on": pieces.DAY},
    )
)


@pytest.fixture
def faults(tmp_path: pathlib.Path) -> Callable[[str], list[str]]:
    def judge(text: str) -> list[str]:
        (tmp_path / "file.yaml").write_text(text)
        document = reading.read(path=tmp_path / "file.yaml", root=tmp_path)
        found = shape.check(document=document, by=RECORD)
        return [f"{each.line} {each.key}: {each.sentence}" for each in found]

    return judge


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("slug: a\nsize: 0\n", "2 size: This number must be at least 1."),
        ("slug: a\nsize: one\n", "2 size: This must be a whole number."),
        (
            "slug: a\nsize: 1\ntitle: ''\n",
            "3 title: This text is empty. Leave the key out if nothing is known.",
        ),
        ("slug: a\nsize: 1\ntitle: too long\n", "3 title: This text is longer than 5 characters."),
        ("slug: a\nsize: 1\nnames: []\n", "3 names: This list must not be empty."),
        ("slug: a-\nsize: 1\n", "1 slug: “a-” is not an id; use a-z, 0-9 and single hyphens."),
        (
            "slug: a\nsize: 1\non: 2024-02-30\n",
            "3 on: “2024-02-30” is not a day of the calendar; write YYYY-MM-DD.",
        ),
        ("slug: a\n", "1 : The key size is missing."),
    ],
)
def test_a_fault_is_said_in_a_sentence(faults, text, fault):
    assert faults(text) == [fault]


def test_a_record_of_the_right_shape_has_no_faults(faults):
    assert faults("slug: a-1\nsize: 2\ntitle: ok\nnames: [x]\non: 2024-02-29\n") == []


@pytest.mark.parametrize("text", ["2024", "2024-02", "2024-02-29"])
def test_a_partial_date_is_taken(text):
    assert shape.is_partial_date(text)


@pytest.mark.parametrize(
    "text", ["24", "2024-13", "2023-02-29", "2024-2", "2024-00", "2024-02-29T00:00"]
)
def test_what_is_no_partial_date_is_refused(text):
    assert not shape.is_partial_date(text)


@pytest.mark.parametrize(
    "text", ["ftp://example.org", "https://", "https:///x", "http://a b", "//a"]
)
def test_what_is_no_web_address_is_refused(text):
    assert not shape.is_web_address(text)
