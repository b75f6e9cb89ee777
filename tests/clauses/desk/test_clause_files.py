"""Files of clauses at the desk: out, edited, seen before it counts, back as drafts, never twice."""

import csv
import datetime
import io
import pathlib

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from clauses.exchange import columns, files, plans
from clauses.models import Clause, ClauseUpload, Publication
from tests import desk
from tests.factories import library, people, records

pytestmark = pytest.mark.django_db
LIST = "/staff/snippets/clauses/clause/"


def taken(person, kind, query=""):
    """Take the list out as a file."""
    answer = person.get(f"{LIST}?take={kind}{query}")
    assert answer.status_code == 200
    assert f".{kind}" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)


def sent(person, content, name="clauses.csv"):
    """Upload a file; the page or redirect that answers."""
    content = content.encode() if isinstance(content, str) else content
    return person.client.post(reverse("desk_import"), {"file": SimpleUploadedFile(name, content)})


def seen(person, content, name="clauses.csv"):
    """Upload a file that is right and open its preview."""
    answer = sent(person, content, name)
    assert answer.status_code == 302, [str(each) for each in answer.context["faults"]]
    page = person.get(answer.url)
    page.address = answer.url
    return page


def counts(page):
    return tuple(page.context[f"{name}_count"] for name in ("created", "changed", "unchanged"))


def faults(person, content, name="clauses.csv"):
    """Upload a file that is refused: (row, column, sentence) of each fault."""
    before = Clause.objects.count(), ClauseUpload.objects.count()
    answer = sent(person, content, name)
    assert answer.status_code == 422
    assert (Clause.objects.count(), ClauseUpload.objects.count()) == before
    return [(each.line, each.key, each.sentence) for each in answer.context["faults"]]


def confirmed(person, page, **words):
    form = page.context["form"]
    data = {"expected": form["expected"].value(), "is_submitted": "on"} | words
    return person.client.post(
        page.address, {name: value for name, value in data.items() if value}, follow=True
    )


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def written(rows, **options):
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\r\n", **options)
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + stream.getvalue()


def edited(content, /, **cells):
    """Change cells of the first row, as somebody would in a spreadsheet."""
    rows = rows_of(content)
    rows[0] |= cells
    return written(rows)


def draft(slug="the-clause"):
    return Clause.objects.get(slug=slug).get_latest_revision_as_object()


@pytest.fixture
def source(clause):
    library.ClauseSourceFactory(clause=clause)
    library.TimeLimitFactory(clause=clause)
    library.ClauseTextFactory(clause=clause, status="reviewed")
    records.publish(clause, at=timezone.now())


@pytest.mark.parametrize("kind", ["csv", "yaml"])
def test_what_was_taken_out_and_not_touched_changes_nothing(editor, source, kind):
    page = seen(editor, taken(editor, kind), f"clauses.{kind}")

    assert counts(page) == (0, 0, 1)
    assert "There is nothing to import." in page.content.decode()


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("kind", ["csv", "yaml"])
def test_the_whole_catalogue_goes_out_and_comes_back_without_a_change(kind):
    union = library.UnionFactory(slug="wga-west")
    at_desk = desk.Desk(people.EditorFactory(unions=[union]))

    page = seen(at_desk, taken(at_desk, kind), f"clauses.{kind}")

    assert counts(page) == (0, 0, Clause.objects.count())
    assert Clause.objects.count() > 150


def test_one_cell_that_is_edited_is_exactly_that_change(editor, clause, source):
    before = draft()
    page = seen(editor, edited(taken(editor, "csv"), summary="Summary of the-clause. More."))

    assert counts(page) == (0, 1, 0)
    (step,) = page.context["steps"]
    assert [name for name, _html in step["differences"]] == ["summary"]
    assert '<span class="addition"> More.</span>' in step["differences"][0][1]

    confirmed(editor, page)

    after = draft()
    assert after.summary == "Summary of the-clause. More."
    assert [str(each) for each in after.sources.all()] == [
        str(each) for each in before.sources.all()
    ]
    assert after.texts.get().original_digest == before.texts.get().original_digest
    assert after.latest_revision.user == editor.user


def test_an_edited_key_of_yaml_is_exactly_that_change(editor, source):
    value = yaml.safe_load(taken(editor, "yaml"))
    value["clauses"][0]["texts"]["fr"]["title"] = "Un autre titre"

    page = seen(editor, yaml.safe_dump(value, allow_unicode=True), "clauses.yaml")
    (step,) = page.context["steps"]
    assert [name for name, _html in step["differences"]] == ["fr_title"]
    confirmed(editor, page)

    assert draft().texts.get().title == "Un autre titre"
    assert draft().texts.get().original_digest == draft().english_digest()


def test_nothing_is_published_and_somebody_else_reviews_it(editor, reviewer, clause, source):
    publications = Publication.objects.count()
    page = seen(editor, edited(taken(editor, "csv"), title="A new title"))

    confirmed(editor, page)

    clause.refresh_from_db()
    assert clause.title != "A new title"
    assert Publication.objects.count() == publications
    assert clause.workflow_in_progress
    editor.approve(clause)
    assert Publication.objects.count() == publications
    reviewer.approve(clause)
    clause.refresh_from_db()
    assert clause.title == "A new title"


def test_drafts_may_wait_before_they_are_submitted(editor, clause, source):
    confirmed(
        editor, seen(editor, edited(taken(editor, "csv"), title="A new title")), is_submitted=""
    )

    clause.refresh_from_db()
    assert draft().title == "A new title"
    assert not clause.workflow_in_progress


def test_a_new_row_is_a_new_draft(editor, clause, source, agreement):
    rows = rows_of(taken(editor, "csv"))
    new = dict.fromkeys(rows[0], "") | {
        "slug": "brand-new",
        "agreement": "the-agreement",
        "title": "Brand new",
        "summary": "It says so.",
        "roles": "writer | actor",
        "builds_on": "the-clause",
        "effective_from": "2024-01-01",
        "effective_to": "2025-01-01",
        "time_limits": '{"number": 48, "unit": "hours", "direction": "before"}',
        "fr_title": "Tout neuf",
    }
    page = seen(editor, written([*rows, new]))
    assert counts(page) == (1, 0, 1)

    confirmed(editor, page, is_submitted="")

    made = draft("brand-new")
    assert (made.live, made.agreement, made.duty, made.level) == (False, agreement, "use", "work")
    assert made.roles == ["writer", "actor"]
    assert [each.slug for each in made.builds_on.all()] == ["the-clause"]
    assert str(made.time_limits.get()) == "48 hours before"
    assert (made.texts.get().title, made.texts.get().status) == ("Tout neuf", "unreviewed")
    again = seen(editor, taken(editor, "csv"))
    assert counts(again) == (0, 0, 2)


def test_new_clauses_may_point_to_each_other(editor, clause, agreement):
    head = "slug,agreement,title,summary,effective_from,effective_to,builds_on,scope_of\r\n"
    rows = [
        "first-new,the-agreement,First,It says.,2024-01-01,2025-01-01,second-new,second-new\r\n",
        "second-new,the-agreement,Second,It says.,2024-01-01,2025-01-01,,\r\n",
    ]

    confirmed(editor, seen(editor, head + "".join(rows)), is_submitted="")

    assert [each.slug for each in draft("first-new").builds_on.all()] == ["second-new"]
    assert draft("first-new").scope_of == ["second-new"]


def test_a_column_that_is_left_out_leaves_the_clause_as_it_is(editor, source):
    version = rows_of(taken(editor, "csv"))[0]["version"]

    page = seen(editor, f"slug,version,fr_title\r\nthe-clause,{version},Autrement\r\n")
    confirmed(editor, page)

    assert draft().texts.get().title == "Autrement"
    assert draft().texts.get().summary == "Résumé de la clause."
    assert draft().sources.count() == 1


def test_a_newer_draft_of_somebody_else_is_never_written_over(editor, reviewer, clause, source):
    file = edited(taken(editor, "csv"), summary="Mine.")
    reviewer.edit(clause, title="Theirs")

    (fault,) = faults(editor, file)

    assert fault[:2] == (2, "version")
    assert f"It was changed by {reviewer.user} since this file was exported." in fault[2]
    assert draft().title == "Theirs"


def test_what_changed_between_preview_and_confirmation_is_not_written(
    editor, reviewer, clause, source
):
    page = seen(editor, edited(taken(editor, "csv"), summary="Mine."))
    reviewer.edit(clause, title="Theirs")

    answer = confirmed(editor, page)

    assert "It was changed by" in answer.content.decode()
    assert (draft().title, draft().summary) == ("Theirs", "Summary of the-clause.")


def test_a_plan_other_than_the_one_shown_is_not_carried_out(editor, source):
    page = seen(editor, edited(taken(editor, "csv"), summary="Mine."))

    answer = confirmed(editor, page, expected="another")

    assert "The desk has changed since this preview." in answer.content.decode()
    assert draft().summary == "Summary of the-clause."


def test_confirming_twice_does_nothing_twice(editor, clause, source):
    page = seen(editor, edited(taken(editor, "csv"), summary="Mine."))
    confirmed(editor, page)
    revisions = clause.revisions.count()

    answer = confirmed(editor, page)

    assert "nothing is imported twice" in answer.content.decode()
    assert clause.revisions.count() == revisions
    assert ClauseUpload.objects.get().raw == b""


def test_a_preview_is_for_its_uploader_alone_and_for_an_hour(
    editor, reviewer, source, time_machine
):
    page = seen(editor, edited(taken(editor, "csv"), summary="Mine."))

    assert "not yours" in reviewer.client.get(page.address, follow=True).content.decode()
    ClauseUpload.objects.update(uploaded_at=timezone.now() - datetime.timedelta(minutes=61))
    assert "over an hour old" in editor.client.get(page.address, follow=True).content.decode()
    seen(editor, taken(editor, "csv"))
    assert ClauseUpload.objects.count() == 1


def test_one_fault_leaves_everything_as_it_was(editor, clause, source, agreement):
    library.ClauseFactory(slug="other", agreement=agreement, published=True)
    rows = rows_of(taken(editor, "csv"))
    rows[0]["summary"] = "Changed."
    rows[1]["roles"] = "juggler"

    found = faults(editor, written(rows))

    assert [fault[:2] for fault in found] == [(3, "roles")]
    assert Clause.objects.get(slug="other").revisions.count() == 1


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"roles": "writr"}, "roles", "Is writer meant?"),
        ({"agreement": "the-agrement"}, "agreement", "Is the-agreement meant?"),
        ({"builds_on": "nowhere"}, "builds_on", "There is no clause nowhere"),
        ({"builds_on": "the-clause"}, "builds_on", "A clause cannot name itself here."),
        ({"effective_from": "01/02/2024"}, "effective_from", "is not a day of the calendar"),
        ({"effective_from": "2001-01-01"}, "effective_from", "starts before its agreement does"),
        ({"effective_to": "2020-01-01"}, "effective_to", "The term ends before it starts."),
        ({"is_verified": "perhaps"}, "is_verified", "is neither yes nor no"),
        ({"priority": "high"}, "priority", "is no whole number"),
        ({"duty": "sometimes"}, "duty", "is none of use, later"),
        ({"sources": "a link"}, "sources", "is no JSON object on one line"),
        ({"sources": '{"titel": "x"}'}, "sources", "Is title meant?"),
        ({"sources": '{"title": "x", "url": "javascript:1"}'}, "sources", "url"),
        ({"time_limits": '{"number": 0, "unit": "hours"}'}, "time_limits", "at least 1"),
        ({"title": ""}, "title", "This is needed."),
        ({"title": "x" * 301}, "title", "longer than 300 characters"),
        ({"slug": "Not A Slug"}, "slug", "is not an id"),
        ({"visibility": "publik"}, "visibility", "Is public meant?"),
        ({"summary": "a\x0bb"}, "summary", "control character"),
        ({"statute": "the-law"}, "statute", "There is no statute the-law"),
        ({"agreement": ""}, "agreement", "exactly one agreement or statute"),
        ({"version": ""}, "version", "There is a clause of this slug already."),
        ({"slug": "gone"}, "version", "There is no clause of this slug."),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_a_fault_names_row_column_and_reason(editor, source, cells, column, sentence):
    file = edited(taken(editor, "csv"), **({"summary": "Changed."} | cells))

    found = faults(editor, file)

    assert (2, column) in [fault[:2] for fault in found]
    assert any(sentence in fault[2] for fault in found), found


@pytest.mark.parametrize(
    ("content", "place", "sentence"),
    [
        ("slug,titel\r\nx,y\r\n", (1, "titel"), "Is title meant?"),
        ("slug,title,title\r\nx,y,z\r\n", (1, "title"), "This column is there twice."),
        ("title\r\nx\r\n", (1, ""), "The column slug is missing."),
        ("slug,title\r\n", (1, ""), "There is no clause in this file."),
        ("\ufeff", (1, ""), "This file is empty."),
        ('slug,title\r\nx,"y\r\n', (2, ""), "a quotation mark is opened and never closed"),
        ("slug,title\r\nx\r\n", (2, ""), "This row has 1 cells, but there are 2 columns."),
        ("slug,title\r\nx,y,z\r\n", (2, ""), "This row has 3 cells, but there are 2 columns."),
        ("slug\r\nx\r\nx\r\n", (3, "slug"), "already given in 2"),
        ("slug,title\r\nx,caf\u00e9".encode("cp1252"), (2, ""), "most likely Windows-1252"),
        ("slug,title".encode("utf-16"), (1, ""), "The file is UTF-16."),
        ("slug,title\r\nx,y\x00\r\n", (2, ""), "NUL"),
        (f"slug,title\r\nx,{'y' * 140_000}\r\n", (2, ""), "longer than 131072"),
    ],
    ids=range(13),
)
def test_a_file_that_is_no_such_csv_is_refused_at_its_place(editor, content, place, sentence):
    found = faults(editor, content)

    assert place in [fault[:2] for fault in found]
    assert any(sentence in fault[2] for fault in found), found


@pytest.mark.parametrize(
    ("content", "place", "sentence"),
    [
        ("clauses:\n  - slug: x\n    titel: y\n", (3, "titel"), "Is title meant?"),
        ("clauses:\n  - title: y\n", (2, "clauses"), "The key slug is missing."),
        ("clauses:\n  - slug: x\n    slug: y\n", (3, "slug"), "already given on line 2"),
        ("clauses: [\n", (2, ""), "This is not YAML"),
        ("clauses:\n  - &a {slug: x}\n  - *a\n", (2, ""), "Anchors and aliases"),
        ("clauses: !!python/object:os.system {}\n", (1, "clauses"), "The tag"),
        ("[" * 100_000, (1, ""), "maximum nesting depth"),
        ("clauses: " + "[" * 900 + "]" * 900, (1, ""), ""),
        ("clauses: []\n", (1, ""), "There is no clause in this file."),
        (b"clauses: \xff", (1, ""), "This is not UTF-8"),
    ],
    ids=range(10),
)
def test_a_file_that_is_no_such_yaml_is_refused_at_its_line(editor, content, place, sentence):
    found = faults(editor, content, "clauses.yaml")

    assert found
    assert sentence == "" or place in [fault[:2] for fault in found], found
    assert any(sentence in fault[2] for fault in found), found


@pytest.mark.parametrize(
    "words",
    ["=SUM(A1)", "+1", "-1", "@x", "\tx", "'=1", "''", "64.10", "3-1", "2026-05-02", " x ", '"'],
    ids=range(12),
)
def test_formulas_are_defused_in_the_file_and_come_back_exactly(editor, clause, source, words):
    editor.edit(clause, summary="x")
    revision = draft()
    revision.summary = revision.section = words
    revision.save_revision(user=editor.user)

    file = taken(editor, "csv")

    cell = rows_of(file)[0]["summary"]
    assert not cell.startswith(("=", "+", "-", "@", "\t"))
    assert counts(seen(editor, file)) == (0, 0, 1)


def test_a_cell_that_somebody_typed_as_a_formula_is_taken_as_text(editor, source):
    confirmed(editor, seen(editor, edited(taken(editor, "csv"), summary="=1+1")))

    assert draft().summary == "=1+1"


@pytest.mark.parametrize(
    "options",
    [{"delimiter": ";"}, {"delimiter": "\t"}, {"quoting": csv.QUOTE_ALL}],
    ids=["semicolons", "tabs", "quotes"],
)
def test_what_spreadsheets_make_of_a_csv_is_read(editor, source, options):
    rows = rows_of(taken(editor, "csv"))
    rows[0]["summary"] = 'He said "no"; twice,\nand left.'

    page = seen(editor, written(rows, **options))
    confirmed(editor, page)

    assert draft().summary == 'He said "no"; twice,\nand left.'


def test_a_list_is_taken_out_as_it_is_filtered(editor, clause, source, agreement):
    library.ClauseFactory(slug="another", title="Another", agreement=agreement, published=True)

    assert [row["slug"] for row in rows_of(taken(editor, "csv"))] == ["another", "the-clause"]
    assert [row["slug"] for row in rows_of(taken(editor, "csv", "&q=Another"))] == ["another"]


@pytest.mark.parametrize("kind", ["csv", "yaml"])
def test_what_is_ticked_is_taken_out(editor, clause, source, agreement, kind):
    library.ClauseFactory(slug="another", agreement=agreement)
    address = reverse("wagtail_bulk_action", args=["clauses", "clause", f"take-{kind}"])

    content = b"".join(editor.get(f"{address}?id={clause.pk}").streaming_content).decode()

    assert "the-clause" in content
    assert "another" not in content


def test_taking_out_more_clauses_asks_no_more_often(
    editor, clause, source, agreement, django_assert_max_num_queries
):
    library.ClauseFactory.create_batch(30, agreement=agreement, published=True)

    with django_assert_max_num_queries(20):
        assert len(rows_of(taken(editor, "csv"))) == 31


def test_only_writers_import(editor, administrator, client, source):
    assert administrator.get(reverse("desk_import")).status_code in (302, 403)
    assert client.get(reverse("desk_import")).status_code == 302
    assert client.get(f"{LIST}?take=csv").status_code == 302
    assert administrator.get(f"{LIST}?take=csv").status_code in (302, 403)


def test_a_clause_that_somebody_locked_is_left_alone(editor, reviewer, clause, source):
    file = edited(taken(editor, "csv"), summary="Mine.")
    Clause.objects.update(locked=True, locked_by=reviewer.user, locked_at=timezone.now())

    assert faults(editor, file)[0][2].startswith(f"It is locked by {reviewer.user} since ")


def test_a_lock_that_comes_after_the_preview_counts_and_ones_own_does_not(
    editor, reviewer, clause, source
):
    page = seen(editor, edited(taken(editor, "csv"), summary="Mine."))
    Clause.objects.update(locked=True, locked_by=reviewer.user, locked_at=timezone.now())

    answer = confirmed(editor, page)

    assert f"It is locked by {reviewer.user} since " in answer.content.decode()
    assert draft().summary == "Summary of the-clause."

    Clause.objects.update(locked_by=editor.user)
    confirmed(editor, seen(editor, edited(taken(editor, "csv"), summary="Mine.")))
    assert draft().summary == "Mine."


def test_too_many_changes_at_once_are_refused(editor, source):
    head = "slug,agreement,title\r\n"
    numbers = range(plans.MOST_CHANGES + 1)
    many = "".join(f"new-{number},the-agreement,New\r\n" for number in numbers)

    assert "200 are the most at once" in faults(editor, head + many)[0][2]


def test_too_many_rows_are_refused(editor, source):
    many = "slug\r\n" + "".join(f"row-{number}\r\n" for number in range(files.MOST_ROWS + 1))

    assert "10000 rows" in faults(editor, many)[0][2]


def test_a_file_of_another_kind_is_refused_by_its_name(editor):
    answer = sent(editor, "x", "clauses.xlsx")

    assert answer.status_code == 422
    assert "The name must end in .csv, .yaml or .yml." in answer.content.decode()


def test_every_column_of_a_clause_is_in_the_file():
    taken_elsewhere = {
        "checked_document",
        "checked_page",
        "checked_section",
        "checked_by",
        "checked_at",
        "agreement",
        "statute",
    }
    held = {
        field.name
        for field in Clause._meta.get_fields()
        if getattr(field, "editable", False) and field.concrete and not field.primary_key
    }
    workflow = {"live", "has_unpublished_changes", "first_published_at", "last_published_at"}
    workflow |= {"live_revision", "go_live_at", "expire_at", "expired", "latest_revision"}
    workflow |= {"locked", "locked_at", "locked_by"}

    missing = held - {column.attribute for column in columns.COLUMNS} - taken_elsewhere - workflow

    assert missing == set()


def test_the_documentation_lists_every_column_as_it_is():
    page = (pathlib.Path(__file__).parents[3] / "docs" / "clause-files.md").read_text()

    listed = [line for line in page.splitlines() if line.startswith("| `")]

    assert listed == [
        f"| `{column.name}` | `{'.'.join(column.path)}` | {column.kind.value} |"
        for column in columns.COLUMNS
    ]
    assert f"{files.LONGEST_CELL:,} characters" in " ".join(page.split())
    assert f"{files.MOST_ROWS:,} clauses, of which {plans.MOST_CHANGES} may" in page
    assert files.MOST_BYTES == 20 * 1024 * 1024
