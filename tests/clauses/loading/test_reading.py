"""Plain YAML becomes plain values, and every one of them knows its line."""

import pathlib

import pytest

from clauses.loading import problems, reading


def read(tmp_path: pathlib.Path, text: str) -> reading.Document:
    file = tmp_path / "folder" / "file.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    return reading.read(path=file, root=tmp_path)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2023-09-25", "2023-09-25"),
        ("2023-09", "2023-09"),
        ("'2023'", "2023"),
        ("48", 48),
        ("-1", -1),
        ("0o17", "0o17"),
        ("017", "017"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1.5", "1.5"),
        ("true", True),
        ("false", False),
        ("'true'", "true"),
        ("yes", "yes"),
        ("NO", "NO"),
        ("null", None),
        ("", None),
        ("~", None),
        ("'null'", "null"),
        ("[a, 1, true]", ["a", 1, True]),
        (">-\n  two\n  lines", "two lines"),
    ],
)
def test_a_value_is_taken_plainly(tmp_path, written, value):
    assert read(tmp_path, f"key: {written}\n").value == {"key": value}


def test_every_value_knows_its_line(tmp_path):
    document = read(tmp_path, "# a comment\nfirst: 1\nlist:\n  - name: a\n\n  - name: b\n")

    assert document.file == "folder/file.yaml"
    assert document.line(("first",)) == 2
    assert document.line(("list", 0, "name")) == 4
    assert document.line(("list", 1, "name")) == 6
    assert document.line(("list", 1, "missing")) == 6
    assert (
        str(document.problem(("list", 1, "name"), "Wrong.")) == "folder/file.yaml:6: name: Wrong."
    )


def test_two_faults_of_one_file_are_told_together(tmp_path):
    with pytest.raises(problems.CatalogueRefused) as refused:
        read(tmp_path, "a: 1\na: 2\nb: &x 1\nc: *x\n")

    assert [str(each) for each in refused.value.problems] == [
        "folder/file.yaml:2: a: This key is already given on line 1.",
        "folder/file.yaml:4: c: Anchors and aliases are not used here; write the value out.",
    ]


def test_a_number_that_is_too_long_stays_text(tmp_path):
    assert read(tmp_path, "key: 12345678901234567890\n").value == {"key": "12345678901234567890"}


@pytest.mark.parametrize("character", ["\\0", "\\e", "\\x0b", "\\x85"])
def test_a_control_character_is_refused_at_the_door(tmp_path, character):
    with pytest.raises(problems.CatalogueRefused) as refused:
        read(tmp_path, f'first: 1\nkey: "a{character}b"\n')

    assert str(refused.value) == "folder/file.yaml:2: key: This text holds a control character."
