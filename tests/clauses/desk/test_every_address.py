"""Role by address: who gets in where, for every address that the desk has.

A page without a row in the table fails here: write down who may see it, and who may send to it.
"""

import fnmatch

import pytest
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.utils import timezone
from wagtail.models import TaskState

from clauses import acts
from clauses.importing import storing
from clauses.models import (
    ClauseUpload,
    DocumentPassage,
    ImportedDocument,
    MistakeReport,
    Remark,
)
from tests import desk
from tests.clauses.desk import addresses
from tests.factories import clocks, deployments, library, people, records

pytestmark = pytest.mark.django_db

# - nobody gets in · g it is shown · p something may be sent · gp both. `*` stands for any letters.
TABLE = """
address                                           anonymous member editor reviewer administrator

wagtailadmin_home                                         -      -      g        g             g
wagtailadmin_logout                                       -      -      p        p             p
wagtailadmin_account                                      -      -     gp       gp            gp
/staff/account/                                           -      -     gp       gp            gp
wagtailadmin_sprite                                      gp     gp     gp       gp            gp
wagtailadmin_javascript_catalog                           g      g      g        g             g
wagtailadmin_editing_sessions:ping                        -      -      p        p             -
wagtailadmin_editing_sessions:release                     -      -      p        p             p

desk_reviews                                              -      -      g        g             -
desk_returned                                             -      -      g        g             -
desk_review                                               -      -     gp       gp             -
desk_remark_settle                                        -      -      p        p             -
desk_pick                                                 -      -      g        g             -

desk_check                                                -      -     gp       gp             -
desk_rereading                                            -      -     gp       gp             -
desk_unchecked                                            -      -      g        g             -
desk_links                                                -      -      g        g             -
desk_settle                                               -      -     gp       gp             -
desk_settle_agreements                                    -      -      g        g             -
desk_settle_agreement                                     -      -      g        g             -
desk_settle_clause                                        -      -     gp       gp             -
desk_scheduled                                            -      -      g        g             -
desk_scheduled_cancel                                     -      -      p        p             -
desk_locks                                                -      -      g        g             -
desk_acts                                                 -      -      g        g             -
desk_act                                                  -      -     gp       gp             -
desk_act_ask                                              -      -     gp       gp             -
desk_import                                               -      -     gp       gp             -
desk_import_preview                                       -      -     gp       gp             -
desk_report                                               -      -      -        g             g
desk_search                                               -      -      g        g             -
desk_clocks                                               -      -      g        g             -
desk_clock_choose                                         -      -      g        g             -
desk_clock_start                                          -      -     gp       gp             -
desk_clock_agreement                                      -      -     gp       gp             -
desk_clock_calendar                                       -      -     gp       gp             -
desk_clock                                                -      -     gp       gp             -
desk_letters                                              -      -      g        g             -
desk_documents                                            -      -      g        g             -
desk_document_add                                         -      -     gp       gp             -
desk_document                                             -      -      g        g             -
desk_document_progress                                    -      -      g        g             -
desk_document_sections                                    -      -      g        g             -
desk_document_download                                    -      -      g        g             -
desk_document_remove                                      -      -      p        p             -
desk_document_settle                                      -      -      p        p             -

wagtailsnippets_*_*:list                                  -      -      g        g             -
wagtailsnippets_*_*:list_results                          -      -      g        g             -
wagtailsnippets_*_*:add                                   -      -     gp       gp             -
wagtailsnippets_*_*:edit                                  -      -     gp       gp             -
wagtailsnippets_*_*:history                               -      -      g        g             -
wagtailsnippets_*_*:history_results                       -      -      g        g             -
wagtailsnippets_*_*:preview_on_add                        -      -     gp       gp             -
wagtailsnippets_*_*:preview_on_edit                       -      -     gp       gp             -
wagtailsnippets_*_*:revisions_view                        -      -      g        g             -
wagtailsnippets_*_*:revisions_compare                     -      -      g        g             -
wagtailsnippets_*_*:revisions_revert                      -      -     gp       gp             -
wagtailsnippets_*_*:revisions_unschedule                  -      -      -        -             -
wagtailsnippets_*_*:workflow_history                      -      -      g        g             -
wagtailsnippets_*_*:workflow_history_detail               -      -      g        g             -
wagtailsnippets_*_*:confirm_workflow_cancellation         -      -      -        -             -
wagtailsnippets_*_*:lock                                  -      -      p        p             -
wagtailsnippets_*_*:unlock                                -      -      p        p             -
wagtailsnippets_*_*:unpublish                             -      -      -        -             -
wagtailsnippets_*_*:delete                                -      -      -        -             -
wagtailsnippets_*_*:usage                                 -      -      -        -             -
wagtailsnippets_*_*:workflow_action                       -      -      -        -             -
wagtailsnippets_*_*:collect_workflow_action_data          -      -      -        -             -
wagtailsnippets_*_*:workflow_preview                      -      -      -        -             -
wagtailsnippetchoosers_*_*:choose                         -      -      g        g             -
wagtailsnippetchoosers_*_*:choose_results                 -      -      g        g             -
wagtailsnippetchoosers_*_*:chosen                         -      -      g        g             -
wagtailsnippetchoosers_*_*:chosen_multiple                -      -      g        g             -
wagtailsnippetchoosers_*_*:create                         -      -      -        -             -
wagtail_bulk_action                                       -      -      -        -             -

desk_mistakes:index                                       -      -      g        g             -
desk_mistakes:index_results                               -      -      g        g             -
desk_mistakes:edit                                        -      -     gp       gp             -
desk_mistakes:history*                                    -      -      g        g             -
desk_mistakes:add                                         -      -      -        -             -
desk_mistakes:delete                                      -      -      -        -             -
desk_mistakes:usage                                       -      -      -        -             -

desk_unions:index                                         -      -      g        g             g
desk_unions:index_results                                 -      -      g        g             g
desk_unions:edit                                          -      -     gp       gp            gp
desk_unions:history*                                      -      -      g        g             g
desk_unions:add                                           -      -      -        -             -
desk_unions:delete                                        -      -      -        -             -
desk_unions:usage                                         -      -      -        -             -

desk_taxonomy:index                                       -      -      g        g             g
desk_taxonomy:index_results                               -      -      g        g             g
desk_taxonomy:edit                                        -      -      -        -             -
desk_taxonomy:history*                                    -      -      -        -             -
desk_taxonomy:add                                         -      -      -        -             -
desk_taxonomy:delete                                      -      -      -        -             -
desk_taxonomy:usage                                       -      -      -        -             -

desk_staff                                                -      -      -        -             g
desk_staff_add                                            -      -      -        -            gp
desk_staff_edit                                           -      -      -        -            gp

/staff/login/                                             -      -      -        -             -
/^staff/password_reset/                                   -      -      -        -             -
/staff/test404/                                           -      -      g        g             g
/staff/^.*/$                                              -      -      -        -             -
wagtailadmin_*                                            -      -      -        -             -
wagtailsnippets:index                                     -      -      -        -             -
wagtailimages*                                            -      -      -        -             -
wagtaildocs*                                              -      -      -        -             -
wagtailsites:*                                            -      -      -        -             -
wagtailusers_*                                            -      -      -        -             -
"""

COLUMNS, *ROWS = [line.split() for line in TABLE.splitlines() if line]
ROLES = COLUMNS[1:]
EXPECTED = {row[0]: dict(zip(ROLES, row[1:], strict=True)) for row in ROWS}
KINDS = {
    "clauses_agreement", "clauses_statute", "clauses_clause", "clauses_party",
    "tracker_vendor", "tracker_product", "tracker_deployment", "tracker_advisory",
}  # fmt: skip


def row_of(address):
    """The first row whose name fits; a name without a star comes before any with one."""
    if address.name in EXPECTED:
        return EXPECTED[address.name]
    fits = [name for name in EXPECTED if fnmatch.fnmatchcase(address.name, name)]
    return EXPECTED[fits[0]] if fits else None


def is_of_another_kind(address):
    """Whether it is a record's other than a clause's: one person of all roles walks those."""
    first = address.name.partition(":")[0]
    return first.startswith("wagtailsnippet") and "_clauses_clause" not in first


def test_every_address_of_the_desk_has_a_row():
    assert [address.name for address in addresses.every() if row_of(address) is None] == []


def test_every_row_speaks_of_an_address():
    names = [address.name for address in addresses.every()]

    assert [name for name in EXPECTED if not fnmatch.filter(names, name)] == []


@pytest.fixture
def _undrawn(monkeypatch):
    """Who gets in is settled before a page is drawn, and drawing them all takes minutes."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", property(lambda self: ""))


@pytest.fixture
def cast(editor, reviewer, administrator, guild):
    """One person of each role, and one with all roles of staff."""
    member, both = Client(), people.EditorFactory(unions=[guild])
    member.force_login(people.UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    for other in (reviewer, administrator):
        both.groups.add(*other.user.groups.all())
    return {
        "anonymous": Client(),
        "member": member,
        "editor": editor.client,
        "reviewer": reviewer.client,
        "administrator": administrator.client,
        "everything": desk.Desk(both).client,
    }


@pytest.fixture
def documents(settings, tmp_path, editor):
    """Two agreements that were imported, the first with its file and a passage."""
    settings.IMPORT_FOLDER = tmp_path / "imports"
    now = records.PUBLISHED_AT
    made = [
        ImportedDocument.objects.create(
            title=f"Agreement {digit}", file_name="a.pdf", kind="pdf", sha256=digit * 64,
            byte_count=1, uploaded_by=editor.user, uploaded_at=now, due_at=now, state="read",
            read_at=now, has_all_pages=True,
        )
        for digit in "12"
    ]  # fmt: skip
    DocumentPassage.objects.create(
        document=made[0], rank=1, score=1, start=0, end=1, first_page=1, last_page=1,
        sha256="1" * 64,
    )  # fmt: skip
    storing.folder()
    storing.place_of(made[0].stored_name).write_bytes(b"x")
    return made


@pytest.fixture
def given(clause, agreement, guild, editor, documents):
    """What fills an address in: rows that are there, a review that runs, an account to manage."""
    rows = {
        "clauses_clause": clause,
        "clauses_agreement": agreement,
        "clauses_statute": library.StatuteFactory(published=True),
        "clauses_party": library.PartyFactory(published=True),
        "tracker_vendor": deployments.VendorFactory(published=True),
        "tracker_product": deployments.ProductFactory(published=True),
        "tracker_deployment": deployments.DeploymentFactory(published=True),
        "tracker_advisory": deployments.AdvisoryFactory(unions=[guild]),
        "desk_mistakes": MistakeReport.objects.create(
            record_kind="clause", slug="the-clause", message="?", created_at=records.PUBLISHED_AT
        ),
        "desk_unions": guild,
        "desk_taxonomy": library.TaxonomyTermFactory(),
        "desk_settle": deployments.DeploymentFactory(published=True),
        "desk_clock": clocks.started(clause=clause, by=editor.user),
        "desk_document": documents[0],
        "desk_document_remove": documents[1],
        "desk_staff_edit": people.EditorFactory(unions=[guild]),
    }
    asked = acts.ask(
        subject=rows["clauses_party"],
        act="unpublish",
        reason="Why.",
        by=editor.user,
        now=timezone.now(),
    )
    later = library.AgreementFactory(preceded_by=agreement, unions=[guild], published=True)
    upload = ClauseUpload.objects.create(
        uploaded_by=editor.user, uploaded_at=timezone.now(), file_name="a.csv", format="csv",
        content=b"slug\n",
    )  # fmt: skip
    reviews = {}
    for kind in KINDS:
        record = rows[kind]
        record.save_revision(user=editor.user)
        record.get_workflow().start(record, editor.user)
        reviews[kind] = TaskState.objects.latest("pk")
    remark = Remark.objects.create(
        task_state=reviews["clauses_clause"], record_kind="clause", record_id=clause.pk,
        revision=clause.latest_revision, text="?", by=editor.user, at=timezone.now(),
    )  # fmt: skip

    def fill(address):
        first = address.name.partition(":")[0]
        kind = first.removeprefix("wagtailsnippets_").removeprefix("wagtailsnippetchoosers_")
        document = "desk_document" if kind.startswith("desk_document_") else ""
        row = rows.get(kind) or rows.get(document, clause)
        state = reviews.get(kind, reviews["clauses_clause"])
        revision = row.latest_revision_id if kind in KINDS else 1
        values = {
            "pk": row.pk,
            "object_id": clause.pk,
            "revision_id": revision,
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "task_state_id": state.pk,
            "scheduled_id": 1,
            "task_id": state.task_id,
            "workflow_state_id": state.workflow_state_id,
            "action_name": "approve",
            "label": "clauses.clause",
            "app_label": "clauses",
            "model_name": "clause",
            "action": "submit",
            "session_id": 1,
            "request_id": asked.pk,
            "kind": "clause",
            "agreement_id": later.pk,
            "clause_id": clause.pk,
            "upload_id": upload.pk,
            "remark_id": remark.pk,
            "passage_id": documents[0].passages.get().pk,
        }
        is_closed = set(row_of(address).values()) == {"-"}
        return address.filled({**dict.fromkeys(address.asks, 1), **values} if is_closed else values)

    return fill


def gets_in(answer):
    """Whether the page was shown or what was sent was taken up, were it to be found at fault."""
    if answer.status_code in {302, 303}:
        place = answer.headers["Location"]
        return not (place == "/staff/" or "/login/?next=" in place)
    return answer.status_code not in {401, 403, 404, 405}


def way_in(client, address):
    """`g`, `p`, `gp` or `-`: what the product answers."""
    ways = ""
    for way, ask in (("g", client.get), ("p", client.post)):
        answer = ask(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
        ways += way * gets_in(answer)
    return ways or "-"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("_undrawn")
def test_a_role_gets_in_where_the_table_says_and_nowhere_else(cast, given, role):
    doors = sorted(addresses.every(), key=lambda address: "logout" in address.name)
    if role in {"editor", "reviewer"}:
        doors = [address for address in doors if not is_of_another_kind(address)]

    found = {address.name: way_in(cast[role], given(address)) for address in doors}

    expected = {address.name: row_of(address)[role] for address in doors}
    wrong = [
        f"{name}: {found[name]} instead of {expected[name]}"
        for name in found
        if found[name] != expected[name]
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.usefixtures("_undrawn")
def test_several_roles_together_get_in_where_one_of_them_does_and_nowhere_else(cast, given):
    doors = [
        address
        for address in addresses.every()
        if "logout" not in address.name and "_clauses_clause" not in address.name
    ]

    found = {address.name: way_in(cast["everything"], given(address)) for address in doors}

    together = {
        address.name: "".join(way for way in "gp" if way in "".join(row_of(address).values()))
        for address in doors
    }
    wrong = [
        f"{name}: {way} instead of {together[name] or '-'}"
        for name, way in found.items()
        if way != (together[name] or "-")
    ]
    assert not wrong, "\n".join(wrong)
