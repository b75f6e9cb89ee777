"""Roles by acts by unions: what somebody can do at the desk, and what changes nothing at all.

Each cell sends one message to the desk, as a browser would or somebody who knows the address, and
looks at the database: the act was done, or no row of any table is another.
"""

import functools

import pytest
from django.db import connection, transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client

from clauses import models as library
from tests import desk
from tests.clauses.desk.plays import accounts, drafts, files, live_records, reading, reviews, stage
from tests.factories import library as made
from tests.factories import people

pytestmark = pytest.mark.django_db

# The clause belongs to an agreement of two unions, the guild and its partner. `editor`, `reviewer`
# and `administrator` act for the guild, `joint` is a reviewer of the partner; with a star somebody
# acts for a third union.
#
# x done · d a draft is saved and nothing that readers see is another · - nothing is another
TABLE = """
act                           anonymous member editor editor* reviewer reviewer* administrator joint

# drafts
create a draft                        -      -      x       x        x         x             -     x
save                                  -      -      x       x        x         x             -     x
submit                                -      -      x       x        x         x             -     x
submit from the list                  -      -      x       x        x         x             -     x
set who may see it                    -      -      x       x        x         x             -     x
revert                                -      -      x       x        x         x             -     x
settle lineage                        -      -      x       x        x         x             -     x
write an advisory                     -      -      x       x        x         x             -     x
lock                                  -      -      x       -        x         -             -     x
unlock what another locked            -      -      -       -        x         -             -     x
save what another locked              -      -      -       -        -         -             -     -

# reviews
return                                -      -      -       -        x         -             -     x
approve what another wrote            -      -      -       -        x         -             -     x
approve one's own                     -      -      -       -        -         -             -     -
approve after touching it             -      -      -       -        -         -             -     -
approve what was overtaken            -      -      -       -        -         -             -     -
approve a move elsewhere              -      -      -       -        -         -             -     -
approve a guild's advisory            -      -      -       -        x         -             -     -
take back another's review            -      -      d       d        d         d             -     d
publish from the form                 -      -      d       d        d         d             -     d
approve from the form                 -      -      d       d        d         d             -     d
schedule                              -      -      -       -        x         -             -     x
schedule one's own                    -      -      -       -        -         -             -     -
cancel a schedule                     -      -      x       -        x         -             -     x
settle a remark                       -      -      x       x        x         x             -     x

# what is live
ask to correct                        -      -      x       x        x         x             -     x
ask to take off                       -      -      x       x        x         x             -     x
ask to retract                        -      -      x       x        x         x             -     x
take off as asked                     -      -      -       -        x         -             -     x
retract as asked                      -      -      -       -        x         -             -     x
approve a bare correction             -      -      -       -        -         -             -     -
decline a request                     -      -      -       -        x         -             -     x
decide one's own request              -      -      -       -        -         -             -     -
withdraw what another asked           -      -      -       -        -         -             -     -
mark checked                          -      -      -       -        x         -             -     x
take a mark back                      -      -      -       -        x         -             -     x
confirm a link                        -      -      -       -        x         x             -     x
reject a link                         -      -      -       -        x         x             -     x
settle a mistake                      -      -      x       x        x         x             -     x
note that sources were read           -      -      x       x        x         x             -     x
edit the guild's contact              -      -      x       -        x         -             x     -

# files
upload CSV                            -      -      x       x        x         x             -     x
upload YAML                           -      -      x       x        x         x             -     x
import one's own upload               -      -      x       x        x         x             -     x
import the upload of another          -      -      -       -        -         -             -     -
import a document                     -      -      x       x        x         x             -     x
make a clause from a passage          -      -      x       x        x         x             -     x
set a passage aside                   -      -      x       x        x         x             -     x
remove a document                     -      -      x       x        x         x             -     x

# accounts
admit an account                      -      -      -       -        -         -             x     -
change a guild's account              -      -      -       -        -         -             x     -
change an account elsewhere           -      -      -       -        -         -             -     -
close a guild's account               -      -      -       -        -         -             x     -
edit one's own role                   -      -      -       -        -         -             -     -
admit oneself                         -      -      -       -        -         -             -     -
make oneself a superuser              -      -      -       -        -         -             -     -
log in as another                     -      -      -       -        -         -             -     -
set the password of another           -      -      -       -        -         -             -     -
edit the vocabulary                   -      -      -       -        -         -             -     -
add a union                           -      -      -       -        -         -             -     -

# Wagtail's own ways
approve at Wagtail's address          -      -      -       -        -         -             -     -
take off at Wagtail's address         -      -      -       -        -         -             -     -
delete                                -      -      -       -        -         -             -     -
delete from the list                  -      -      -       -        -         -             -     -
publish from the list                 -      -      -       -        -         -             -     -

# reading
read a draft in review                -      -      x       x        x         x             -     x
preview a draft                       -      -      x       x        x         x             -     x
find a draft                          -      -      x       x        x         x             -     x
export                                -      -      x       x        x         x             -     x
export what is ticked                 -      -      x       x        x         x             -     x
read who did what                     -      -      -       -        x         x             x     x
read who did what as CSV              -      -      -       -        x         x             x     x
see undelivered alerts                -      -      x       x        x         x             -     x
see accounts                          -      -      -       -        -         -             x     -
"""

PLAYS = {
    "create a draft": drafts.create,
    "save": drafts.save,
    "submit": drafts.submit,
    "submit from the list": drafts.submit_from_the_list,
    "set who may see it": drafts.set_visibility,
    "revert": drafts.revert,
    "settle lineage": drafts.settle_lineage,
    "write an advisory": drafts.write_an_advisory,
    "lock": drafts.lock,
    "unlock what another locked": drafts.unlock_what_another_locked,
    "save what another locked": drafts.save_what_another_locked,
    "return": reviews.send_back,
    "approve what another wrote": reviews.approve,
    "approve one's own": reviews.approve_ones_own,
    "approve after touching it": reviews.approve_after_touching_it,
    "approve what was overtaken": reviews.approve_what_was_overtaken,
    "approve a move elsewhere": reviews.approve_a_move,
    "approve a guild's advisory": reviews.approve_an_advisory,
    "take back another's review": reviews.take_back_anothers,
    "publish from the form": reviews.publish_from_the_form,
    "approve from the form": reviews.approve_from_the_form,
    "schedule": reviews.schedule,
    "schedule one's own": reviews.schedule_ones_own,
    "cancel a schedule": reviews.cancel_a_schedule,
    "settle a remark": reviews.settle_a_remark,
    "ask to correct": live_records.asking("correct"),
    "ask to take off": live_records.asking("unpublish"),
    "ask to retract": live_records.asking("retract"),
    "take off as asked": live_records.deciding("unpublish", "approve", "approved"),
    "retract as asked": live_records.deciding("retract", "approve", "approved"),
    "approve a bare correction": live_records.deciding("correct", "approve", "approved"),
    "decline a request": live_records.deciding("retract", "decline", "declined"),
    "decide one's own request": live_records.deciding(
        "retract", "approve", "approved", by_own=True
    ),
    "withdraw what another asked": live_records.deciding("retract", "withdraw", "withdrawn"),
    "mark checked": live_records.mark_checked,
    "take a mark back": live_records.take_a_mark_back,
    "confirm a link": live_records.settling_a_link("yes", "confirmed"),
    "reject a link": live_records.settling_a_link("no", "rejected"),
    "settle a mistake": live_records.settle_a_mistake,
    "note that sources were read": live_records.note_sources_read,
    "edit the guild's contact": live_records.edit_a_contact,
    "upload CSV": files.uploading(
        "a.csv", b"slug,title,agreement,effective_to\nx,X,the-agreement,2026-05-01\n"
    ),
    "upload YAML": files.uploading("a.yaml", stage.NEW),
    "import one's own upload": files.confirming(is_own=True),
    "import the upload of another": files.confirming(is_own=False),
    "import a document": files.import_a_document,
    "make a clause from a passage": files.make_a_clause_from_a_passage,
    "set a passage aside": files.set_a_passage_aside,
    "remove a document": files.remove_a_document,
    "admit an account": accounts.admit,
    "change a guild's account": accounts.changing("author", "Reviewers"),
    "change an account elsewhere": accounts.changing("outsider", "Administrators"),
    "close a guild's account": accounts.close_an_account,
    "edit one's own role": accounts.edit_ones_own_role,
    "admit oneself": accounts.admit_oneself,
    "make oneself a superuser": accounts.by_ones_own_settings,
    "log in as another": accounts.at("/staff/users/{author}/log-in-as/", user=1),
    "set the password of another": accounts.at(
        "/staff/users/edit/{author}/", password1="a new one", password2="a new one"
    ),
    "edit the vocabulary": accounts.at("/staff/taxonomy/edit/{term}/", slug="other"),
    "add a union": accounts.at("/staff/unions/new/", name="Ours", slug="ours"),
    "approve at Wagtail's address": accounts.at(
        "/staff/snippets/clauses/clause/workflow/action/{clause}/approve/{state}/", comment="yes"
    ),
    "take off at Wagtail's address": accounts.at(
        "/staff/snippets/clauses/clause/unpublish/{clause}/"
    ),
    "delete": accounts.at("/staff/snippets/clauses/clause/delete/{clause}/"),
    "delete from the list": accounts.at("/staff/bulk/clauses/clause/delete/?id={clause}"),
    "publish from the list": accounts.at("/staff/bulk/clauses/clause/publish/?id={clause}"),
    "read a draft in review": reading.read_a_draft,
    "preview a draft": reading.preview_a_draft,
    "find a draft": reading.find_a_draft,
    "export": reading.export,
    "export what is ticked": reading.export_what_is_ticked,
    "read who did what": reading.read_the_report,
    "read who did what as CSV": reading.read_the_report_as_csv,
    "see undelivered alerts": reading.see_letters,
    "see accounts": reading.see_accounts,
}

HEAD, *LINES = [line for line in TABLE.splitlines() if line]
WHO = HEAD.split()[1:]
ACTS: dict[str, dict[str, dict[str, str]]] = {}
for line in LINES:
    if line.startswith("# "):
        block = ACTS.setdefault(line.removeprefix("# "), {})
    else:
        act, *cells = line.rsplit(maxsplit=len(WHO))
        block[act.strip()] = dict(zip(WHO, cells, strict=True))

LEFT_BY_A_VISIT = {"django_session", "wagtailadmin_editingsession", "wagtailusers_userprofile"}
OTHER_METHODS = ("put", "patch", "delete")


@pytest.fixture
def cast(db, guild, other_guild):
    """Who sends; signed in where they have an account."""
    partner = made.UnionFactory(slug="partner")
    users = {
        "member": people.UserFactory(),
        "editor": people.EditorFactory(unions=[guild]),
        "editor*": people.EditorFactory(unions=[other_guild]),
        "reviewer": people.ReviewerFactory(unions=[guild]),
        "reviewer*": people.ReviewerFactory(unions=[other_guild]),
        "administrator": people.AdministratorFactory(unions=[guild]),
        "joint": people.ReviewerFactory(unions=[partner]),
    }
    return {"anonymous": (None, Client())} | {
        role: (user, desk.Desk(user).client) for role, user in users.items()
    }


@pytest.fixture
def world(cast, words, guild, other_guild, settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    partner = library.Union.objects.get(slug="partner")
    agreement = made.AgreementFactory(slug="the-agreement", unions=[guild, partner], published=True)
    made.AgreementFactory(slug="the-next", unions=[guild], preceded_by=agreement, published=True)
    author = people.EditorFactory(unions=[guild])
    return stage.World(
        clause=made.ClauseFactory(slug="the-clause", agreement=agreement, published=True),
        agreement=agreement,
        theirs=made.AgreementFactory(slug="theirs", unions=[other_guild], published=True),
        guild=guild,
        other_guild=other_guild,
        author=author,
        approver=people.ReviewerFactory(unions=[guild]),
        colleague=people.EditorFactory(unions=[guild]),
        outsider=people.EditorFactory(unions=[other_guild]),
    )


@pytest.fixture
def _undrawn(monkeypatch):
    """What a message does is settled before its answer is drawn; only what is read is drawn."""
    drawn = SimpleTemplateResponse.rendered_content

    def draw(answer):
        asked = getattr(answer, "_request", None)
        return drawn.fget(answer) if asked is not None and asked.method == "GET" else ""

    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", property(draw))


def written():
    """How often each table was written to in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {name: counts for name, *counts in cursor.fetchall() if name not in LEFT_BY_A_VISIT}


def rows(names):
    """Every row of the tables, digested, by table."""
    one = (
        "SELECT '{0}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{0}\" t"
    )
    if not names:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(name) for name in names))
        return dict(cursor.fetchall())


def changed(send):
    """Send, and undo it: what `send` returned, and the tables with another row afterwards."""
    before = written()
    with transaction.atomic():
        answer = send()
        after = written()
        names = [name for name, counts in after.items() if before.get(name) != counts]
        left = rows(names)
        transaction.set_rollback(True)
    return answer, sorted(left.items() - rows(names).items())


def readers_see(world):
    """What is published, and what was told."""
    shown = library.Publication.objects.order_by("pk").values_list("pk", "live_until")
    clause = stage.live(world)
    return list(shown), library.Change.objects.count(), clause.live, clause.summary


def said(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def outcome(world, play, client):
    """`x`, `d` or `-`: what sending did; anything else is written out."""
    if play.shows:
        return "x" if play.shows in said(client.get(play.address)) else "-"
    assert not play.is_done(), "It was done before it was sent."
    seen = readers_see(world)

    def send():
        client.post(play.address, play.fresh())
        return play.is_done(), seen == readers_see(world)

    (is_done, is_unseen), others = changed(send)
    if is_done and others:
        return "x"
    if not others:
        return "-"
    return "d" if is_unseen else f"changed {others}"


def test_every_act_is_played():
    assert list(PLAYS) == [act for block in ACTS.values() for act in block]


@pytest.mark.parametrize("block", ACTS)
@pytest.mark.usefixtures("_undrawn")
def test_an_act_is_done_by_whom_the_table_says_and_else_changes_nothing(cast, world, block):
    wrong = []
    for act, expected in ACTS[block].items():
        for user, client, roles in stage.rounds(PLAYS[act], cast):
            with transaction.atomic():
                play = PLAYS[act](world, user)
                for role in roles:
                    found = outcome(world, play, cast[role][1])
                    if found != expected[role]:
                        wrong.append(f"{act}, {role}: {found} instead of {expected[role]}")
                for method in OTHER_METHODS if "reviewer" in roles else ():
                    answer, others = changed(
                        functools.partial(getattr(client, method), play.address)
                    )
                    if answer.status_code not in {403, 404, 405} or others:
                        wrong.append(f"{act}, {method}: {answer.status_code} {others}")
                transaction.set_rollback(True)

    assert not wrong, "\n".join(wrong)
