"""Reads and writes files of clauses. A file is refused whole, with every fault at its place."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from clauses import spreadsheets
from clauses.exchange import columns, drafts, shapes
from clauses.loading import problems, reading, shape
from clauses.models import ClauseUpload

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 10_000
MOST_FAULTS = 100
LONGEST_CELL = 131_072
DELIMITERS = ",;\t"
KEY = "clauses"
HEAD = """\
# Clauses of the AI Safeguard Tracker, as they stood at the desk when this file was written.
# Leave `slug` and `version` as they are; a key that is left out leaves the clause as it is.
"""


class Cells(reading.Document):
    """A CSV file as a document: what is wrong with it is said by row and column."""

    def problem(self, path: reading.Path, sentence: str) -> problems.Problem:
        """Return a fault at `path`; the row is that of a spreadsheet, the head being row 1."""
        if len(path) < 2 or not isinstance(path[1], int):
            return problems.Problem(self.file, 1, "", sentence)
        keys = tuple(key for key in path[2:] if isinstance(key, str))
        name = next(
            (
                columns.BY_PATH[keys[:count]].name
                for count in range(len(keys), 0, -1)
                if keys[:count] in columns.BY_PATH
            ),
            keys[0] if keys else "",
        )
        more = f"{keys[-1]}: " if keys and name in ("sources", "time_limits") else ""
        return problems.Problem(self.file, self.line(path), name, f"{more}{sentence}")


def read(*, content: bytes, file: str, kind: str) -> reading.Document:
    """Read a file whose shape is right. Raises CatalogueRefused with every fault."""
    if len(content) > MOST_BYTES:
        _refuse(file, 1, "", f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _refuse(file, 1, "", "The file is UTF-16. Save it as “CSV UTF-8” and upload it again.")
    document = (
        _read_csv(content=content, file=file)
        if kind == ClauseUpload.Format.CSV
        else reading.of_bytes(content=content.removeprefix(codecs.BOM_UTF8), file=file)
    )
    faults = shape.check(document=document, by=shapes.FILE)
    if faults:
        raise problems.CatalogueRefused(faults[:MOST_FAULTS])
    rows = document.value[KEY]
    if len(rows) > MOST_ROWS:
        _refuse(file, 1, "", f"The file has {len(rows)} clauses; {MOST_ROWS} are the most.")
    if not rows:
        _refuse(file, 1, "", "There is no clause in this file.")
    return document


def write_yaml(*, found: Iterable[drafts.Draft]) -> Iterator[bytes]:
    """Write clauses as YAML, one after the other."""
    yield f"{HEAD}{KEY}:\n".encode()
    is_empty = True
    for draft in found:
        is_empty = False
        value = columns.nested(
            {name: None if held == "" else held for name, held in draft.values.items()}
        )
        text = yaml.safe_dump([value], allow_unicode=True, sort_keys=False, width=100)
        lines = text.removesuffix("\n").split("\n")
        yield "".join(f"  {line}\n" if line else "\n" for line in lines).encode()
    if is_empty:
        yield b"  []\n"


def write_csv(*, found: Iterable[drafts.Draft]) -> Iterator[bytes]:
    """Write clauses as CSV, a row a clause, with the mark by which Excel knows UTF-8."""
    yield spreadsheets.BYTE_ORDER_MARK.encode()
    yield _line([column.name for column in columns.COLUMNS])
    for draft in found:
        yield _line(
            columns.cell(column=column, value=draft.values[column.name])
            for column in columns.COLUMNS
        )


def _line(cells: Iterable[str]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(cells)
    return stream.getvalue().encode()


def _read_csv(*, content: bytes, file: str) -> Cells:
    text = _text(content=content, file=file)
    csv.field_size_limit(LONGEST_CELL)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    faults: list[problems.Problem] = []
    values: list[dict[str, Any]] = []
    names: list[str] = []
    lines: dict[reading.Path, int] = {}
    try:
        for number, row in enumerate(rows, start=1):
            if number == 1:
                names = _names(row=row, file=file)
            elif any(cell.strip() for cell in row):
                lines[KEY, len(values)] = number
                values.append(_row(row=row, names=names, file=file, number=number, faults=faults))
            if len(values) > MOST_ROWS:
                _refuse(file, number, "", f"The file has more than {MOST_ROWS} rows.")
            if len(faults) >= MOST_FAULTS:
                break
    except csv.Error as error:
        _refuse(file, number + 1, "", f"This is not CSV: {_in_words(error)}.")
    if not names:
        _refuse(file, 1, "", "This file is empty.")
    if faults:
        raise problems.CatalogueRefused(faults[:MOST_FAULTS])
    return Cells(file, {KEY: [columns.nested(row) for row in values]}, lines)


def _text(*, content: bytes, file: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _refuse(
            file,
            line,
            "",
            "This is not UTF-8, most likely Windows-1252. Save it as “CSV UTF-8” and upload it"
            " again; otherwise accents would be changed.",
        )
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        _refuse(file, line, "", "This file holds a NUL character, so it is no text.")
    return text


def _names(*, row: list[str], file: str) -> list[str]:
    names = [cell.strip() for cell in row]
    document = Cells(file, {}, {})
    faults = []
    for place, name in enumerate(names):
        if name in names[:place]:
            faults.append(problems.Problem(file, 1, name, "This column is there twice."))
        elif name not in columns.BY_NAME:
            near = shape.nearest(name, list(columns.BY_NAME))
            faults.append(
                problems.Problem(file, 1, name, f"There is no column of this name.{near}")
            )
    if columns.SLUG not in names and not faults:
        faults.append(document.problem((), "The column slug is missing."))
    if faults:
        raise problems.CatalogueRefused(faults[:MOST_FAULTS])
    return names


def _row(
    *, row: list[str], names: list[str], file: str, number: int, faults: list[problems.Problem]
) -> dict[str, Any]:
    if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
        sentence = f"This row has {len(row)} cells, but there are {len(names)} columns."
        faults.append(problems.Problem(file, number, "", sentence))
    if len(row) < len(names):
        sentence = f"This row has {len(row)} cells, but there are {len(names)} columns."
        faults.append(problems.Problem(file, number, "", sentence))
        return {}
    found = {}
    for name, cell in zip(names, row, strict=False):
        if reading.CONTROL.search(cell.replace("\r\n", "\n")):
            faults.append(
                problems.Problem(file, number, name, "This cell holds a control character.")
            )
            continue
        try:
            found[name] = columns.value_of(column=columns.BY_NAME[name], cell=cell)
        except columns.NotReadable as refused:
            faults.append(problems.Problem(file, number, name, str(refused)))
    return found


def _in_words(error: csv.Error) -> str:
    said = str(error)
    if "field larger than" in said:
        return f"a cell is longer than {LONGEST_CELL} characters"
    if "unexpected end of data" in said:
        return "a quotation mark is opened and never closed"
    return said


def _refuse(file: str, line: int, key: str, sentence: str) -> Any:
    raise problems.CatalogueRefused([problems.Problem(file, line, key, sentence)])
