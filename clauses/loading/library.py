"""Gathers the library's catalogue files into one index of records; judges shape, not sense."""

import dataclasses
import pathlib
from collections.abc import Iterator, Mapping

import jsonschema

from clauses.loading import (
    party_schemas,
    problems,
    reading,
    schemas,
    shape,
    vocabulary_schemas,
)

FOLDER = pathlib.Path("clauses/catalogue")
PARTY_FILES = {
    "about": party_schemas.ABOUT,
    "companies": party_schemas.COMPANIES,
    "groups": party_schemas.GROUPS,
    "memberships": party_schemas.MEMBERSHIPS,
    "bindings": party_schemas.BINDINGS,
    "names": party_schemas.NAMES,
}
TAXONOMY_FILES = {
    "about": vocabulary_schemas.ABOUT,
    "crosswalks": vocabulary_schemas.CROSSWALKS,
    **vocabulary_schemas.VOCABULARIES,
}
NAME_FIELDS = ("deployed_by", "vendor", "employer_counterpart")


class Files:
    """Reads files below one root and collects their faults instead of stopping at the first."""

    def __init__(self, root: pathlib.Path) -> None:
        self.root = root
        self.problems: list[problems.Problem] = []

    def read(
        self, path: pathlib.Path, schema: jsonschema.Draft202012Validator
    ) -> reading.Document | None:
        """Read one file; None if it is missing, unreadable or of the wrong shape."""
        full = self.root / path
        if not full.is_file():
            sentence = "This file of the catalogue is missing."
            self.problems.append(problems.Problem(path.as_posix(), 1, "", sentence))
            return None
        try:
            document = reading.read(path=full, root=self.root)
        except problems.CatalogueRefused as refusal:
            self.problems += refusal.problems
            return None
        faults = shape.check(document=document, by=schema)
        self.problems += faults
        return None if faults else document

    def read_each(
        self, folder: pathlib.Path, schema: jsonschema.Draft202012Validator
    ) -> Iterator[reading.Document]:
        """Read every file of a folder that holds one record a file, named by its slug."""
        for path in self.names(folder):
            document = self.read(path, schema)
            if document is None:
                continue
            slug = document.value["slug"]
            if slug != path.stem:
                sentence = f"The file is named {path.stem}, but its slug is {slug}."
                self.problems.append(document.problem(("slug",), sentence))
            yield document

    def read_named(
        self, folder: pathlib.Path, wanted: Mapping[str, jsonschema.Draft202012Validator]
    ) -> dict[str, reading.Document]:
        """Read the files of a folder that must hold exactly these, by name."""
        for path in self.names(folder):
            if path.stem not in wanted:
                sentence = "No file of this name belongs here."
                self.problems.append(problems.Problem(path.as_posix(), 1, "", sentence))
        read = {name: self.read(folder / f"{name}.yaml", by) for name, by in wanted.items()}
        return {name: document for name, document in read.items() if document is not None}

    def names(self, folder: pathlib.Path) -> list[pathlib.Path]:
        """List the YAML files of a folder in order; anything else in it is a fault."""
        found = []
        here = self.root / folder
        for full in sorted(here.iterdir()) if here.is_dir() else ():
            path = full.relative_to(self.root)
            if full.is_file() and full.suffix == ".yaml":
                found.append(path)
            elif not full.name.startswith("."):
                sentence = "This is no catalogue file; they end in .yaml."
                self.problems.append(problems.Problem(path.as_posix(), 1, "", sentence))
        return found

    def index(
        self, entries: Iterator[reading.Entry] | list[reading.Entry], what: str
    ) -> dict[str, reading.Entry]:
        """Index records by slug; a slug that is taken is a fault."""
        found: dict[str, reading.Entry] = {}
        for entry in entries:
            taken = found.setdefault(entry.slug, entry)
            if taken is not entry:
                sentence = f"The {what} {entry.slug} is already given in {taken.place}."
                self.problems.append(entry.problem(("slug",), sentence))
        return found


@dataclasses.dataclass(frozen=True)
class Library:
    """All records of the library's files, indexed by their ids."""

    agreements: dict[str, reading.Entry]
    clauses: dict[str, reading.Entry]
    statutes: dict[str, reading.Entry]
    unions: dict[str, reading.Entry]
    companies: dict[str, reading.Entry]
    groups: dict[str, reading.Entry]
    memberships: list[reading.Entry]
    bindings: list[reading.Entry]
    names: dict[str, dict[str, reading.Entry]]
    vocabularies: dict[str, dict[str, reading.Entry]]
    vocabulary_documents: dict[str, reading.Document]
    crosswalks: dict[str, reading.Entry]
    translations: dict[str, reading.Document]

    def agreement_of(self, clause: reading.Entry) -> reading.Entry:
        """Return the agreement in whose file `clause` stands."""
        return reading.Entry(clause.document, (), clause.document.value)

    def derivations(self) -> list[reading.Entry]:
        """List the phases that follow from a kind and a phase together."""
        return inside(self.vocabulary_documents["phases"], "derivations")


def read(*, root: pathlib.Path) -> Library:
    """Read the library's files below `root`. Raises CatalogueRefused with every fault of shape."""
    files = Files(root)
    agreements = [whole(each) for each in files.read_each(FOLDER / "agreements", schemas.AGREEMENT)]
    statutes = [whole(each) for each in files.read_each(FOLDER / "statutes", schemas.STATUTE)]
    parties = files.read_named(FOLDER / "parties", PARTY_FILES)
    taxonomy = files.read_named(FOLDER / "taxonomy", TAXONOMY_FILES)
    unions = files.read(FOLDER / "unions.yaml", schemas.UNIONS)
    translations = files.read_named(
        FOLDER / "translations", {"fr": schemas.TRANSLATION, "es": schemas.TRANSLATION}
    )
    vocabularies = [name for name in taxonomy if name in vocabulary_schemas.VOCABULARIES]
    statute_index = files.index(statutes, "statute")
    library = Library(
        agreements=files.index(agreements, "agreement"),
        statutes=statute_index,
        clauses=files.index(
            [clause for agreement in agreements for clause in agreement.within("clauses")],
            "clause",
        ),
        unions=files.index(inside(unions, "unions"), "union"),
        companies=files.index(inside(parties.get("companies"), "companies"), "company"),
        groups=files.index(inside(parties.get("groups"), "groups"), "group"),
        memberships=inside(parties.get("memberships"), "memberships"),
        bindings=inside(parties.get("bindings"), "bindings"),
        names={
            field: _by_value(files, inside(parties.get("names"), field)) for field in NAME_FIELDS
        },
        vocabularies={
            name: files.index(inside(taxonomy[name], "terms"), "term") for name in vocabularies
        },
        vocabulary_documents={name: taxonomy[name] for name in vocabularies},
        crosswalks=_crosswalks(files, inside(taxonomy.get("crosswalks"), "crosswalks")),
        translations=translations,
    )
    for one, other, what in (
        (library.clauses, library.statutes, "statute"),
        (library.companies, library.groups, "group"),
    ):
        for slug in one.keys() & other.keys():
            sentence = f"The slug {slug} is already that of a {what} in {other[slug].place}."
            files.problems.append(one[slug].problem(("slug",), sentence))
    if files.problems:
        raise problems.CatalogueRefused(files.problems)
    return library


def whole(document: reading.Document) -> reading.Entry:
    """Return the record that a file of one record is."""
    return reading.Entry(document, (), document.value)


def inside(document: reading.Document | None, key: str) -> list[reading.Entry]:
    """List the records at `key` of a document that was read."""
    return [] if document is None else list(whole(document).within(key))


def _by_value(files: Files, entries: list[reading.Entry]) -> dict[str, reading.Entry]:
    found: dict[str, reading.Entry] = {}
    for entry in entries:
        taken = found.setdefault(entry.value["value"], entry)
        if taken is not entry:
            sentence = f"This name is already given in {taken.place}."
            files.problems.append(entry.problem(("value",), sentence))
    return found


def _crosswalks(files: Files, entries: list[reading.Entry]) -> dict[str, reading.Entry]:
    found: dict[str, reading.Entry] = {}
    for entry in entries:
        taken = found.setdefault(entry.value["name"], entry)
        if taken is not entry:
            sentence = f"This crosswalk is already given in {taken.place}."
            files.problems.append(entry.problem(("name",), sentence))
        _by_value(files, list(entry.within("rows")))
    return found
