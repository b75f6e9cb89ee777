"""Loading the catalogue: once, again, after a change of the files, after a change by staff."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.utils import timezone

from clauses import models, publishing
from tests import catalogue_files
from tests.factories import people
from tracker.loading import records
from tracker.models import Deployment, Product, Vendor

WGA = "clauses/catalogue/agreements/wga-mba-2023.yaml"
UNIONS = "clauses/catalogue/unions.yaml"
BINDINGS = "clauses/catalogue/parties/bindings.yaml"
USES = "clauses/catalogue/taxonomy/uses.yaml"
FRENCH = "clauses/catalogue/translations/fr.yaml"
OPENAI = "tracker/catalogue/vendors/openai.yaml"
RECORDS = (
    models.Agreement,
    models.Statute,
    models.Party,
    models.Clause,
    Vendor,
    Product,
    Deployment,
)
TERMS = sum(
    path.read_text().count("\n  - slug: ")
    for path in (settings.BASE_DIR / "clauses/catalogue/taxonomy").glob("*.yaml")
)
"""The vocabulary grows with the rules; everything else is what was compiled."""
UNIONS_COUNT, WORDS, NAMES, RECORD_COUNT = 50, 246, 107 + 39 + 17, 541
TOTAL = UNIONS_COUNT + (TERMS + 1) + WORDS + NAMES + RECORD_COUNT  # + 1: everyone


def counted(line: str) -> dict[str, int]:
    """Read "The catalogue holds 28 agreements, 154 clauses, …" """
    parts = line.removeprefix("The catalogue holds ").rstrip(".").split(", ")
    return {name: int(count) for count, name in (part.split(" ", 1) for part in parts)}


def test_the_loader_counts_what_was_compiled(db, files: catalogue_files.Files):
    loaded = files.load()

    assert counted(loaded.out.splitlines()[0]) == {
        "agreements": 28,
        "clauses": 154,
        "statutes": 9,
        "unions": 50,
        "companies": 140,
        "groups": 9,
        "memberships": 48,
        "bindings": 213,
        "names": NAMES,
        "taxonomy values": TERMS,
        "crosswalks": 28,
        "refinements": 69,
        "vendors": 39,
        "products": 54,
        "deployments": 99,
    }
    assert loaded.row("total") == [TOTAL, 0, 0, 0]
    assert {model: model.objects.count() for model in RECORDS} == {
        models.Agreement: 28,
        models.Statute: 9,
        models.Party: 149,
        models.Clause: 163,
        Vendor: 39,
        Product: 54,
        Deployment: 99,
    }
    assert models.Union.objects.count() == 50
    assert models.Binding.objects.count() == 213
    assert models.PartyMembership.objects.count() == 48


def test_a_first_load_publishes_everything_and_tells_nobody(catalogue, db):
    records_count = sum(model.objects.count() for model in RECORDS)

    assert models.Publication.objects.count() == records_count
    assert models.Change.objects.count() == records_count
    assert not models.Change.objects.filter(notifies=True).exists()
    assert set(models.Change.objects.values_list("system_actor", flat=True)) == {"catalogue"}
    for model in RECORDS:
        assert not model.objects.filter(live=False).exists()
        assert not model.objects.filter(is_staff_reviewed=True).exists()


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_what_is_live_is_what_the_editor_would_open(catalogue, db, model):
    for record in model.objects.select_related("live_revision"):
        live = publishing.readable_content(
            record.live_revision.content, parent=model._meta.model_name
        )
        row = publishing.readable_content(record.serializable_data(), parent=model._meta.model_name)

        assert live == row, record.slug
        record.full_clean()


def test_a_second_load_changes_nothing(catalogue, db, files: catalogue_files.Files):
    before = _fingerprint()

    loaded = files.load()

    assert loaded.row("total") == [0, 0, TOTAL, 0]
    assert _fingerprint() == before


def test_a_changed_text_is_published_again_without_an_alert(
    catalogue, db, files: catalogue_files.Files
):
    files.edit(WGA, "title: AI cannot be a writer", "title: AI is no writer")

    loaded = files.load()

    assert loaded.row("clauses") == [0, 1, 162, 0]
    assert loaded.row("total") == [0, 1, TOTAL - 1, 0]
    clause = models.Clause.objects.get(slug="wga23-ai-not-a-writer")
    assert clause.title == "AI is no writer"
    assert clause.live_revision.content["title"] == "AI is no writer"
    assert clause.latest_revision_id == clause.live_revision_id
    assert clause.sources.count() == 4
    change = models.Change.objects.filter(slug="wga23-ai-not-a-writer").last()
    assert (change.kind, change.changed_fields) == ("clause.revised", ["texts", "title"])
    assert (change.notifies, change.system_actor) == (False, "catalogue")
    first, second = models.Publication.objects.filter(slug="wga23-ai-not-a-writer").order_by("pk")
    assert first.live_until == second.live_from
    assert second.live_until is None
    assert files.load().row("total") == [0, 0, TOTAL, 0]


def test_a_changed_source_a_changed_binding_and_a_changed_translation_are_loaded(
    catalogue, db, files: catalogue_files.Files
):
    files.edit(OPENAI, "publisher: Keryc", "publisher: Keryc News")
    files.edit(BINDINGS, "    value: bargains", "    value: likely")
    files.edit(FRENCH, "title: L’IA ne peut pas être scénariste", "title: Pas scénariste")

    loaded = files.load()

    assert loaded.row("total") == [0, 3, TOTAL - 3, 0]
    sources = Deployment.objects.get(slug="openai-sora-2-app-launch-2025-09").sources.all()
    assert "Keryc News" in [source.publisher for source in sources]
    amptp = models.Binding.objects.get(party__slug="amptp", agreement__slug="wga-mba-2023")
    assert amptp.value == "likely"
    french = models.ClauseText.objects.get(clause__slug="wga23-ai-not-a-writer", language="fr")
    assert french.title == "Pas scénariste"


def test_a_record_that_is_new_in_the_files_is_created(catalogue, db, files: catalogue_files.Files):
    files.edit(
        OPENAI,
        "products:\n",
        "products:\n  - slug: whisper\n    name: Whisper speech recognition\n",
    )

    loaded = files.load()

    assert loaded.row("products") == [1, 0, 54, 0]
    product = Product.objects.get(slug="whisper")
    assert (product.vendor.slug, product.live) == ("openai", True)


def test_a_record_that_left_the_files_stays_in_the_database_and_is_listed(
    catalogue, db, files: catalogue_files.Files
):
    text = files.path(OPENAI).read_text()
    start = text.index("  - slug: openai-sora-artist-leak-2024-11")
    end = text.index("  - slug: ", start + 1)
    files.path(OPENAI).write_text(text[:start] + text[end:])

    loaded = files.load()

    assert loaded.row("deployments") == [0, 0, 98, 0]
    line = "In the database, no longer in the files: deployment openai-sora-artist-leak-2024-11"
    assert line in loaded.out.splitlines()
    assert Deployment.objects.get(slug="openai-sora-artist-leak-2024-11").live


def test_a_draft_of_staff_keeps_the_loader_away(catalogue, db, files: catalogue_files.Files):
    clause = models.Clause.objects.get(slug="wga23-ai-not-a-writer")
    clause.title = "A draft"
    clause.save_revision(user=people.StaffFactory())
    files.edit(WGA, "title: AI cannot be a writer", "title: AI is no writer")

    loaded = files.load()

    assert loaded.row("clauses") == [0, 0, 162, 1]
    assert "Kept as edited by staff: clause wga23-ai-not-a-writer" in loaded.out
    clause.refresh_from_db()
    assert clause.title == "AI cannot be a writer"
    assert clause.latest_revision.content["title"] == "A draft"


def test_what_staff_published_keeps_the_loader_away(catalogue, db, files: catalogue_files.Files):
    acts_for = people.StaffUnionFactory(union=models.Union.objects.get(slug="wga-west"))
    clause = models.Clause.objects.get(slug="wga23-ai-not-a-writer")
    clause.title = "Staff's words"
    revision = clause.save_revision(user=people.StaffFactory())
    publishing.publish(
        record=clause,
        revision=revision,
        decision=publishing.Decision(by=acts_for.user, now=timezone.now()),
    )
    files.edit(WGA, "title: AI cannot be a writer", "title: AI is no writer")

    first, second = files.load(), files.load()

    assert first.row("clauses") == second.row("clauses") == [0, 0, 162, 1]
    clause.refresh_from_db()
    assert (clause.title, clause.is_staff_reviewed) == ("Staff's words", True)


def test_what_staff_edited_and_the_files_did_not_change_counts_as_unchanged(
    catalogue, db, files: catalogue_files.Files
):
    clause = models.Clause.objects.get(slug="wga23-ai-not-a-writer")
    clause.title = "A draft"
    clause.save_revision(user=people.StaffFactory())

    assert files.load().row("total") == [0, 0, TOTAL, 0]


def test_contacts_that_staff_wrote_survive_a_change_of_the_union_in_the_files(
    catalogue, db, files: catalogue_files.Files
):
    models.Union.objects.filter(slug="wga-west").update(
        contact_url="https://example.org/ask", is_served=True
    )
    files.edit(UNIONS, "name: Writers Guild of America West", "name: WGA West")

    loaded = files.load()

    assert loaded.row("unions") == [0, 1, 49, 0]
    union = models.Union.objects.get(slug="wga-west")
    assert (union.name, union.contact_url, union.is_served) == (
        "WGA West",
        "https://example.org/ask",
        True,
    )


def test_a_name_of_a_union_that_staff_corrected_is_kept(
    catalogue, db, files: catalogue_files.Files
):
    models.Union.objects.filter(slug="wga-west").update(name="The Guild")
    files.edit(UNIONS, "name: Writers Guild of America West", "name: WGA West")

    loaded = files.load()

    assert loaded.row("unions") == [0, 0, 49, 1]
    assert models.Union.objects.get(slug="wga-west").name == "The Guild"


def test_a_label_that_staff_corrected_is_kept_and_another_is_updated(
    catalogue, db, files: catalogue_files.Files
):
    term = models.TaxonomyTerm.objects.get(vocabulary="uses", slug="writing")
    term.labels = {**term.labels, "fr": "Écrire"}
    term.save()
    files.edit(USES, "en: Writing and story", "en: Writing, story")
    files.edit(USES, "en: Script generation", "en: Scripts")

    loaded = files.load()

    assert loaded.row("taxonomy values") == [0, 1, TERMS - 1, 1]
    term.refresh_from_db()
    assert term.labels["fr"] == "Écrire"
    child = models.TaxonomyTerm.objects.get(vocabulary="uses", slug="script-generation")
    assert (child.labels["en"], child.parent.slug) == ("Scripts", "text-generation")


def test_a_check_on_an_empty_database_writes_nothing(db, files: catalogue_files.Files):
    loaded = files.load(check=True)

    assert loaded.row("total") == [TOTAL, 0, 0, 0]
    assert loaded.refusal == ""
    assert "Checked only: nothing was written." in loaded.out
    assert not any(model.objects.exists() for model in (*RECORDS, models.Union, models.Change))


def test_a_check_says_what_would_change_and_changes_nothing(
    catalogue, db, files: catalogue_files.Files
):
    before = _fingerprint()
    files.edit(WGA, "title: AI cannot be a writer", "title: AI is no writer")

    loaded = files.load(check=True)

    assert loaded.row("clauses") == [0, 1, 162, 0]
    assert _fingerprint() == before


def test_what_the_files_lack_is_loaded_and_listed(db, files: catalogue_files.Files):
    files.edit(FRENCH, "  wga23-ai-not-a-writer:\n", "  wga23-no-such-clause:\n")

    loaded = files.load()

    assert loaded.refusal == ""
    for line in (
        "agreements without bindings (2): "
        "dga-national-commercial-2023, sag-aftra-network-code-2024",
        "clauses without a translation (fr) (1): wga23-ai-not-a-writer",
        "translations (fr) of no clauses (1): wga23-no-such-clause",
        "time limits without a translation (es) (2): eu-ai-act-art-50, us-no-fakes-act",
    ):
        assert f"Listed for staff: {line}" in loaded.out.splitlines()
    clause = models.Clause.objects.get(slug="wga23-ai-not-a-writer")
    assert [text.language for text in clause.texts.all()] == ["es"]


@pytest.mark.parametrize(
    ("text", "day"),
    [("2025-09-30", "2025-09-30"), ("2024-02", "2024-02-29"), ("2025", "2025-12-31")],
)
def test_a_month_or_year_stands_for_its_last_day(text, day):
    assert str(records.last_day(text)) == day


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_wait_for_each_other(process_environment):
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "load_catalogue"]

    both = [
        subprocess.Popen(command, env=process_environment, stdout=subprocess.PIPE, text=True)
        for _each in range(2)
    ]
    totals = sorted(
        next(line for line in each.communicate(timeout=120)[0].splitlines() if "total" in line)
        for each in both
    )

    assert [each.returncode for each in both] == [0, 0]
    assert [line.split()[1:] for line in totals] == [
        ["0", "0", str(TOTAL), "0"],
        [str(TOTAL), "0", "0", "0"],
    ]
    assert models.Publication.objects.count() == RECORD_COUNT


def _fingerprint() -> tuple[object, ...]:
    """What a load might have touched."""
    rows = [
        list(
            model.objects.order_by("pk").values_list(
                "pk", "catalogue_digest", "updated_at", "latest_revision_id"
            )
        )
        for model in RECORDS
    ]
    return (
        rows,
        models.Publication.objects.count(),
        models.Change.objects.count(),
        list(models.TaxonomyTerm.objects.order_by("pk").values_list("pk", "catalogue_digest")),
        models.PartySource.objects.order_by("-pk").first().pk,
    )


def test_a_locked_record_is_kept_and_named_until_the_lock_is_lifted(
    catalogue, db, files: catalogue_files.Files
):
    clauses = models.Clause.objects.filter(slug="wga23-ai-not-a-writer")
    clauses.update(locked=True, locked_by=people.EditorFactory(), locked_at=timezone.now())
    files.edit(WGA, "title: AI cannot be a writer", "title: AI is no writer")

    loaded = files.load()

    assert "Kept because somebody locked it: clause wga23-ai-not-a-writer" in loaded.out
    assert loaded.row("clauses") == [0, 0, 162, 1]
    assert clauses.get().title == "AI cannot be a writer"

    clauses.update(locked=False, locked_by=None, locked_at=None)

    assert files.load().row("clauses") == [0, 1, 162, 0]
    assert clauses.get().title == "AI is no writer"


@pytest.mark.usefixtures("catalogue")
def test_a_clause_that_the_files_keep_for_staff_reaches_no_reader(db, client):
    clause = models.Clause.objects.get(slug="sag23-background-no-count-dodging")

    assert (clause.live, clause.visibility) == (True, "staff")
    assert client.get(clause.get_absolute_url()).status_code == 404
    assert clause.slug not in client.get("/api/v1/clauses/?limit=100").content.decode()
