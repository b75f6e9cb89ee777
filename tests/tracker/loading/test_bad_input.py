"""Every kind of fault is refused with file, line and reason, and nothing is half-loaded."""

import pytest

from clauses import models
from tests import catalogue_files
from tracker.models import Deployment, Product, Vendor

WGA = "clauses/catalogue/agreements/wga-mba-2023.yaml"
WGA_2026 = "clauses/catalogue/agreements/wga-mba-2026.yaml"
SAG = "clauses/catalogue/agreements/sag-aftra-tv-theatrical-2023.yaml"
STATUTE = "clauses/catalogue/statutes/ca-ab-2602.yaml"
COMPANIES = "clauses/catalogue/parties/companies.yaml"
BINDINGS = "clauses/catalogue/parties/bindings.yaml"
MEMBERSHIPS = "clauses/catalogue/parties/memberships.yaml"
NAMES = "clauses/catalogue/parties/names.yaml"
UNIONS = "clauses/catalogue/unions.yaml"
USES = "clauses/catalogue/taxonomy/uses.yaml"
ROLES = "clauses/catalogue/taxonomy/roles.yaml"
CROSSWALKS = "clauses/catalogue/taxonomy/crosswalks.yaml"
FRENCH = "clauses/catalogue/translations/fr.yaml"
OPENAI = "tracker/catalogue/vendors/openai.yaml"

SPOILED = {
    "an unknown key": (
        WGA,
        "    section: Article 72.B\n",
        "    section: Article 72.B\n    sumary: Twice\n",
        "sumary: There is no key of this name here. Is summary meant?",
    ),
    "a misspelt key": (
        STATUTE,
        "citation: California",
        "citations: California",
        "citations: There is no key of this name here. Is citation meant?",
    ),
    "a day that is none": (
        WGA,
        "effective_from: 2023-09-25",
        "effective_from: 2023-02-30",
        "effective_from: “2023-02-30” is not a day of the calendar; write YYYY-MM-DD.",
    ),
    "a month where a day is needed": (
        WGA,
        "effective_from: 2023-09-25",
        "effective_from: 2023-09",
        "effective_from: “2023-09” is not a day of the calendar; write YYYY-MM-DD.",
    ),
    "a day in another order": (
        OPENAI,
        "event_date: 2025-09-30",
        "event_date: 30.09.2025",
        "event_date: “30.09.2025” is not a date; write YYYY, YYYY-MM or YYYY-MM-DD.",
    ),
    "a clause that starts before its agreement": (
        WGA,
        "    effective_from: 2023-09-25",
        "    effective_from: 2023-09-24",
        "effective_from: The clause starts on 2023-09-24, before its agreement does on 2023-09-25.",
    ),
    "a clause that outlives its agreement": (
        WGA,
        "    effective_to: 2026-05-01",
        "    effective_to: 2026-05-02",
        "effective_to: The clause ends on 2026-05-02, after its agreement does on 2026-05-01.",
    ),
    "a clause without the end its agreement has": (
        WGA,
        "    effective_to: 2026-05-01",
        "    effective_to: null",
        "effective_to: The clause has no end, but its agreement ends on 2026-05-01.",
    ),
    "a term that ends before it starts": (
        STATUTE,
        "effective_to: null",
        "effective_to: 2024-12-31",
        "effective_to: The term ends on 2024-12-31, before it starts on 2025-01-01.",
    ),
    "a term carried into an unknown agreement": (
        WGA,
        "carried_into: [wga-mba-2026]",
        "carried_into: [wga-mba-2027]",
        "carried_into: There is no agreement wga-mba-2027 in the catalogue. Is wga-mba-2026 meant?",
    ),
    "a term carried into its own agreement": (
        WGA,
        "carried_into: [wga-mba-2026]",
        "carried_into: [wga-mba-2023]",
        "carried_into: A term is carried into a later agreement, not into its own.",
    ),
    "a slug that is taken in another file": (
        WGA_2026,
        "  - slug: wga26-training-licence-notice",
        "  - slug: wga23-gai-definition",
        "slug: The clause wga23-gai-definition is already given in "
        "clauses/catalogue/agreements/wga-mba-2023.yaml:55.",
    ),
    "a slug that is no slug": (
        OPENAI,
        "  - slug: sora\n",
        "  - slug: Sora_1\n",
        "slug: “Sora_1” is not an id; use a-z, 0-9 and single hyphens.",
    ),
    "a file that is named otherwise than its record": (
        WGA,
        "slug: wga-mba-2023",
        "slug: wga-mba-2024",
        "slug: The file is named wga-mba-2023, but its slug is wga-mba-2024.",
    ),
    "a verified company that nothing supports": (
        COMPANIES,
        "    is_verified: false",
        "    is_verified: true",
        "is_verified: The record is uncited but marked as verified. Give at least one source.",
    ),
    "an unknown union": (
        WGA,
        "unions: [wga-west, wga-east]",
        "unions: [wga-west, wga-north]",
        "unions: There is no union wga-north in the catalogue.",
    ),
    "an unknown use": (
        WGA,
        "main_uses: [script-generation, script-rewriting]",
        "main_uses: [script-generation, script-rewritting]",
        "main_uses: There is no value in uses called script-rewritting in the catalogue. "
        "Is script-rewriting meant?",
    ),
    "a role named twice": (
        WGA,
        "roles: [writer]",
        "roles: [writer, writer]",
        "roles: “writer” is named twice in this list.",
    ),
    "an unknown clause built upon": (
        WGA_2026,
        "builds_on: [wga23-training-rights-reserved]",
        "builds_on: [wga23-training-rights]",
        "builds_on: There is no clause wga23-training-rights in the catalogue. "
        "Is wga23-training-rights-reserved meant?",
    ),
    "a key given twice": (
        WGA,
        "country: US\n",
        "country: US\ncountry: CA\n",
        "country: This key is already given on line 6.",
    ),
    "an anchor": (
        UNIONS,
        "represents: [writer]\n",
        "represents: &writers [writer]\n    note: *writers\n",
        "note: Anchors and aliases are not used here; write the value out.",
    ),
    "a tag": (
        UNIONS,
        "represents: [writer]\n",
        "represents: !!python/tuple [writer]\n",
        "represents: The tag tag:yaml.org,2002:python/tuple is not used here.",
    ),
    "yes instead of true": (
        WGA,
        "is_verified: true",
        "is_verified: yes",
        "is_verified: This must be true or false.",
    ),
    "a list that is none": (
        WGA,
        "sectors: [theatrical, television, streaming]",
        "sectors: theatrical",
        "sectors: This must be a list.",
    ),
    "a key with nothing behind it": (
        WGA,
        "    title: AI cannot be a writer",
        "    title:",
        "title: This must be text.",
    ),
    "a word outside a closed set": (
        WGA,
        "duty: use",
        "duty: soon",
        "duty: “soon” is none of use, later.",
    ),
    "an address that is none": (
        WGA,
        "url: https://centurycity",
        "url: javascript:alert(1)//",
        "url: “javascript:alert(1)//-westwoodnews.com/the-writers-guild-of-america-has-voted-on-"
        "the-contract-offered-by-amptp” is not a web address; "
        "it starts with http:// or https://.",
    ),
    "a successor that does not look back": (
        WGA,
        "succeeded_by: wga-mba-2026",
        "succeeded_by: dga-ba-2026",
        "succeeded_by: dga-ba-2026 does not say preceded_by: wga-mba-2023.",
    ),
    "a party bound by no agreement": (
        BINDINGS,
        "    agreement: wga-mba-2023\n    value: bound",
        "    agreement: null\n    value: bound",
        "value: A party is bound by an agreement; name it.",
    ),
    "a binding that outlives its agreement": (
        BINDINGS,
        "    effective_to: 2026-05-01",
        "    effective_to: 2026-05-31",
        "effective_to: The binding outlives its agreement, which ends on 2026-05-01.",
    ),
    "a binding of nobody": (
        BINDINGS,
        "  - party: amptp",
        "  - party: ampt",
        "party: There is no party ampt in the catalogue. Is amptp meant?",
    ),
    "a membership in nothing": (
        MEMBERSHIPS,
        "    body: amptp",
        "    body: ampt",
        "body: There is no party ampt in the catalogue. Is amptp meant?",
    ),
    "a company above itself": (
        COMPANIES,
        "    parent: disney\n",
        "    parent: disney-plus\n",
        "parent: A company cannot be above itself.",
    ),
    "a company that is an unknown vendor": (
        COMPANIES,
        "    vendor: openai",
        "    vendor: open-ai",
        "vendor: There is no vendor open-ai in the catalogue. Is openai meant?",
    ),
    "a term below itself": (
        USES,
        "    parent: writing\n",
        "    parent: script-generation\n",
        "parent: A term cannot stand below itself.",
    ),
    "a crosswalk to nowhere": (
        CROSSWALKS,
        "to: [script-rewriting]",
        "to: [rewriting]",
        "to: There is no value in uses called rewriting in the catalogue. Is writing meant?",
    ),
    "notes on more time limits than there are": (
        FRENCH,
        "    time_limit_notes:\n",
        "    time_limit_notes:\n      - starts_from: jamais\n",
        "time_limit_notes: The clause wga23-semiannual-meetings has 1 time limits, not 2.",
    ),
    "a product of another vendor": (
        OPENAI,
        "    product: sora\n",
        "    product: veo\n",
        "product: veo is no product of openai.",
    ),
    "a precision that the date does not have": (
        OPENAI,
        "    event_date: 2025-09-30",
        "    event_date: 2025-09",
        "event_date: 2025-09 is not a date of day precision.",
    ),
    "a fact that no clause knows": (
        OPENAI,
        "        recognisable-person: true",
        "        recognizable-person: true",
        "recognizable-person: There is no value in facts called recognizable-person in the "
        "catalogue. Is recognisable-person meant?",
    ),
    "a fact that is neither true nor false": (
        OPENAI,
        "        recognisable-person: true",
        "        recognisable-person: unknown",
        "recognisable-person: This must be true or false.",
    ),
    "a response of an unknown union": (
        OPENAI,
        "unions: [sag-aftra]",
        "unions: [sag]",
        "unions: There is no union sag in the catalogue. Is sfa-cgt meant?",
    ),
}


LINES_FURTHER = {
    "an anchor": 1,
    "a party bound by no agreement": 1,
    "notes on more time limits than there are": -1,
}
"""Where the fault is reported on another line than the one on which the edit begins."""


@pytest.mark.django_db
@pytest.mark.parametrize("name", SPOILED)
def test_a_fault_is_refused_with_file_line_and_reason(files: catalogue_files.Files, name: str):
    file, old, new, fault = SPOILED[name]
    line = files.edit(file, old, new) + LINES_FURTHER.get(name, 0)

    loaded = files.load()

    assert f"{file}:{line}: {fault}" in loaded.faults
    assert loaded.refusal.endswith("Nothing was loaded.")
    assert _nothing_is_there()


@pytest.mark.django_db
def test_an_uncited_record_is_refused(files: catalogue_files.Files):
    text = files.path(STATUTE).read_text()
    files.path(STATUTE).write_text(text[: text.index("\nsources:")] + "\nsources: []\n")
    line = files.line(STATUTE, "sources: []")

    loaded = files.load()

    assert loaded.faults == [
        f"{STATUTE}:{line}: sources: The record is uncited. Give at least one source."
    ]
    assert loaded.refusal == "The catalogue has 1 fault. Nothing was loaded."
    assert _nothing_is_there()


@pytest.mark.django_db
def test_a_record_that_does_not_speak_of_sources_is_refused(files: catalogue_files.Files):
    text = files.path(STATUTE).read_text()
    files.path(STATUTE).write_text(text[: text.index("\nsources:")] + "\n")

    loaded = files.load()

    assert loaded.faults == [f"{STATUTE}:2: The record is uncited. Give at least one source."]
    assert _nothing_is_there()


@pytest.mark.django_db
def test_a_key_that_is_missing_is_named(files: catalogue_files.Files):
    files.edit(STATUTE, "name: California AB 2602\n", "")

    loaded = files.load()

    assert loaded.faults == [f"{STATUTE}:2: The key name is missing."]
    assert _nothing_is_there()


@pytest.mark.django_db
def test_a_file_that_is_no_yaml_is_refused_at_its_line(files: catalogue_files.Files):
    line = files.edit(WGA, "name: 2023 WGA", "name: [2023 WGA") + 1

    loaded = files.load()

    assert any(each.startswith(f"{WGA}:{line}: This is not YAML: ") for each in loaded.faults)
    assert _nothing_is_there()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "This file is empty."),
        (b"slug: a\nname: \xff\xfe\n", "This is not UTF-8 text."),
        (b"slug: a\nname: \x00\n", "This file holds a character that YAML does not allow."),
        (b"- a\n- b\n", "This must be a mapping of keys."),
    ],
)
def test_a_file_that_is_no_record_is_refused(
    files: catalogue_files.Files, content: bytes, fault: str
):
    files.path(STATUTE).write_bytes(content)

    loaded = files.load()

    assert [each.split(": ", 1)[1] for each in loaded.faults if STATUTE in each] == [fault]
    assert _nothing_is_there()


@pytest.mark.django_db
def test_a_file_that_is_missing_or_does_not_belong_is_refused(files: catalogue_files.Files):
    files.path(UNIONS).unlink()
    files.path("clauses/catalogue/taxonomy/colours.yaml").write_text("vocabulary: colours\n")
    files.path("clauses/catalogue/statutes/notes.txt").write_text("see the minister\n")

    loaded = files.load()

    assert loaded.faults == [
        "clauses/catalogue/statutes/notes.txt:1: This is no catalogue file; they end in .yaml.",
        "clauses/catalogue/taxonomy/colours.yaml:1: No file of this name belongs here.",
        "clauses/catalogue/unions.yaml:1: This file of the catalogue is missing.",
    ]
    assert _nothing_is_there()


@pytest.mark.django_db
def test_an_empty_folder_is_no_catalogue(files: catalogue_files.Files, tmp_path):
    files.root.joinpath("clauses").rename(tmp_path / "elsewhere")

    loaded = files.load()

    assert "clauses/catalogue/unions.yaml:1: This file of the catalogue is missing." in (
        loaded.faults
    )
    assert _nothing_is_there()


@pytest.mark.django_db
def test_all_faults_of_all_files_are_told_at_once(files: catalogue_files.Files):
    first = files.edit(WGA, "country: US", "country: XX")
    second = files.edit(STATUTE, "jurisdiction: US-CA", "jurisdiction: US-ZZ")
    third = files.edit(OPENAI, "    product: sora\n", "    product: soar\n")

    loaded = files.load()

    assert [each.split(": ")[0] for each in loaded.faults] == [
        f"{WGA}:{first}",
        f"{STATUTE}:{second}",
        f"{OPENAI}:{third}",
    ]
    assert loaded.refusal == "The catalogue has 3 faults. Nothing was loaded."
    assert _nothing_is_there()


@pytest.mark.django_db
def test_a_check_refuses_the_same_faults(files: catalogue_files.Files):
    line = files.edit(WGA, "country: US", "country: XX")

    loaded = files.load(check=True)

    assert loaded.faults == [
        f"{WGA}:{line}: country: There is no value in places called XX in the catalogue."
    ]
    assert loaded.refusal == "The catalogue has 1 fault. Nothing was loaded."


@pytest.mark.django_db
def test_a_fault_leaves_what_was_loaded_before_as_it_was(catalogue, files: catalogue_files.Files):
    files.edit(WGA, "title: AI cannot be a writer", "title: AI is no writer")
    files.edit(OPENAI, "    product: sora\n", "    product: soar\n")

    loaded = files.load()

    assert len(loaded.faults) == 1
    title = models.Clause.objects.get(slug="wga23-ai-not-a-writer").title
    assert title == "AI cannot be a writer"


def _nothing_is_there() -> bool:
    kinds = (
        models.Agreement,
        models.Statute,
        models.Clause,
        models.Party,
        models.Union,
        models.TaxonomyTerm,
        models.Crosswalk,
        models.PartyName,
        models.Change,
        models.Publication,
        Vendor,
        Product,
        Deployment,
    )
    return not any(kind.objects.exists() for kind in kinds)
