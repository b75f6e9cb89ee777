"""Reads one YAML file into plain values and remembers on which line each of them stands.

Only the plain part of YAML is taken: text, whole numbers, true, false, null, lists and mappings.
Dates stay text. Repeated keys, anchors, aliases and tags are refused.
"""

import dataclasses
import pathlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from clauses.loading import problems

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
INTEGER = re.compile(r"-?(?:0|[1-9]\d*)")
NULLS = frozenset({"", "~", "null"})
BOOLEANS = {"true": True, "false": False}
TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
)
"""What YAML itself makes of plain text; none of it is trusted, see _scalar."""

Key = str | int
Path = tuple[Key, ...]


@dataclasses.dataclass(frozen=True)
class Document:
    """A catalogue file: its name relative to the house, its values, and the line of each path."""

    file: str
    value: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """Return the line of `path`, or of the nearest thing around it that is in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path, sentence: str) -> problems.Problem:
        """Return a fault at `path`, named by the last key on the way to it."""
        names = [key for key in path if isinstance(key, str)]
        return problems.Problem(self.file, self.line(path), names[-1] if names else "", sentence)


@dataclasses.dataclass(frozen=True)
class Entry:
    """One record inside a document."""

    document: Document
    path: Path
    value: dict[str, Any]

    @property
    def slug(self) -> str:
        """The record's permanent id."""
        return str(self.value["slug"])

    @property
    def place(self) -> str:
        """File and line, as in an error."""
        return f"{self.document.file}:{self.document.line(self.path)}"

    def problem(self, path: Path, sentence: str) -> problems.Problem:
        """Return a fault at `path` inside this record."""
        return self.document.problem(self.path + path, sentence)

    def within(self, key: str) -> Iterator["Entry"]:
        """Yield the records of the list at `key`."""
        for position, value in enumerate(self.value.get(key, [])):
            yield Entry(self.document, (*self.path, key, position), value)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.problems: list[problems.Problem] = []
        self.seen: set[int] = set()

    def refuse(self, line: int, key: Key | None, sentence: str) -> None:
        name = key if isinstance(key, str) else ""
        self.problems.append(problems.Problem(self.file, line, name, sentence))

    def construct(self, node: Any, path: Path) -> Any:
        line = self.lines.setdefault(path, node.start_mark.line + 1)
        name = path[-1] if path else None
        if id(node) in self.seen:
            self.refuse(line, name, "Anchors and aliases are not used here; write the value out.")
            return None
        self.seen.add(id(node))
        if node.tag not in TAGS:
            self.refuse(line, name, f"The tag {node.tag} is not used here.")
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [
                self.construct(child, (*path, position))
                for position, child in enumerate(node.value)
            ]
        if CONTROL.search(node.value):
            self.refuse(line, name, "This text holds a control character.")
        return _scalar(node)

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.refuse(key_node.start_mark.line + 1, None, "A key must be plain text.")
                continue
            key = key_node.value
            if key in values:
                first = self.lines[(*path, key)]
                self.refuse(
                    key_node.start_mark.line + 1, key, f"This key is already given on line {first}."
                )
                continue
            self.lines[(*path, key)] = key_node.start_mark.line + 1
            values[key] = self.construct(value_node, (*path, key))
        return values


def _scalar(node: yaml.ScalarNode) -> str | int | bool | None:
    text = str(node.value)
    if node.style:  # quoted or folded; plain is None from PyYAML and "" from libyaml
        return text
    if text in NULLS:
        return None
    if text in BOOLEANS:
        return BOOLEANS[text]
    return int(text) if INTEGER.fullmatch(text) and len(text) < 16 else text


def read(*, path: pathlib.Path, root: pathlib.Path) -> Document:
    """Read the file at `path`, named in errors relative to `root`. Raises CatalogueRefused."""
    return of_bytes(content=path.read_bytes(), file=path.relative_to(root).as_posix())


def of_bytes(*, content: bytes, file: str) -> Document:
    """Read the content of a file that errors call `file`. Raises CatalogueRefused."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise problems.CatalogueRefused(
            [problems.Problem(file, line, "", "This is not UTF-8 text.")]
        ) from error
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        sentence = f"This is not YAML: {error.problem or error.context}."
        raise problems.CatalogueRefused([problems.Problem(file, line, "", sentence)]) from error
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0) or 0) + 1
        sentence = "This file holds a character that YAML does not allow."
        raise problems.CatalogueRefused([problems.Problem(file, line, "", sentence)]) from error
    if node is None:
        raise problems.CatalogueRefused([problems.Problem(file, 1, "", "This file is empty.")])
    reader = _Reader(file)
    try:
        value = reader.construct(node, ())
    except RecursionError:
        sentence = "This file is nested too deeply."
        raise problems.CatalogueRefused([problems.Problem(file, 1, "", sentence)]) from None
    if reader.problems:
        raise problems.CatalogueRefused(reader.problems)
    return Document(file, value, reader.lines)
