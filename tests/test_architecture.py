"""The order of the house: which part may know which, and the habits that keep modules findable."""

import ast
import pathlib

from importlinter import cli

PROJECT = pathlib.Path(__file__).resolve().parent.parent
ROOTS = ("config", "clauses", "tracker")
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core"}
LONGEST_MODULE = 400


def modules() -> list[pathlib.Path]:
    """Every module of ours, migrations left out."""
    found = [file for root in ROOTS for file in (PROJECT / root).rglob("*.py")]
    return [file for file in found if "migrations" not in file.parts]


def test_imports_run_one_way(capsys, monkeypatch):
    monkeypatch.chdir(PROJECT)

    broken = cli.lint_imports(no_cache=True, no_logo=True)

    assert broken == 0, capsys.readouterr().out


def test_no_module_has_a_name_that_says_nothing():
    assert [file for file in modules() if file.stem in NAMES_THAT_SAY_NOTHING] == []


def test_every_module_says_in_one_sentence_what_it_is_for():
    silent = [
        str(file.relative_to(PROJECT))
        for file in modules()
        if file.read_text().strip() and not ast.get_docstring(ast.parse(file.read_text()))
    ]

    assert silent == []


def test_no_module_is_longer_than_a_reader_can_hold():
    lengths = {
        str(file.relative_to(PROJECT)): len(file.read_text().splitlines()) for file in modules()
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}
