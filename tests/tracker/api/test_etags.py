"""ETags: the same as long as nothing shown has changed, another one as soon as it has."""

import datetime

import pytest
from django.apps import apps
from django.db import connection, transaction

from clauses.models import Agreement, Clause, TaxonomyTerm
from tests.factories import deployments, library, people, records
from tracker.api import versions
from tracker.models import Link


@pytest.fixture
def settled(db):
    """Let the deferred triggers fire inside the test's own transaction."""

    def settle():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return settle


class TestTriggers:
    """What moves the version of what is public, in transactions of their own."""

    pytestmark = pytest.mark.django_db(transaction=True)

    def moves(self, act):
        before = versions.public_version()
        act()
        return versions.public_version() - before

    def test_a_public_record_moves_it_once_whatever_its_children(self):
        def act():
            with transaction.atomic():
                clause = library.ClauseFactory()
                library.ClauseSourceFactory.create_batch(3, clause=clause)
                library.TimeLimitFactory(clause=clause)

        assert self.moves(act) == 1

    def test_each_kind_of_record_and_child_moves_it(self):
        union = library.UnionFactory()
        term = library.TaxonomyTermFactory()
        agreement = library.AgreementFactory()
        clause = library.ClauseFactory(agreement=agreement)
        party = library.PartyFactory()
        deployment = deployments.DeploymentFactory()
        acts = [
            lambda: Agreement.objects.filter(pk=agreement.pk).update(name="Another"),
            lambda: agreement.unions.through.objects.create(agreement=agreement, union=union),
            lambda: library.AgreementTextFactory(agreement=agreement),
            lambda: library.ClauseTextFactory(clause=clause),
            lambda: library.BindingFactory(party=party, agreement=agreement),
            lambda: library.PartyMembershipFactory(party=party, body=party),
            lambda: deployments.DeployerFactory(deployment=deployment),
            lambda: deployments.UnionResponseFactory(deployment=deployment),
            lambda: TaxonomyTerm.objects.filter(pk=term.pk).update(labels={"en": "Other"}),
            lambda: library.CrosswalkFactory(),
            lambda: library.TimeLimitFactory(clause=clause),
        ]

        assert [self.moves(act) for act in acts] == [1] * len(acts)

    def test_a_draft_moves_nothing(self):
        def act():
            clause = library.ClauseFactory(agreement=agreement, live=False)
            library.ClauseSourceFactory(clause=clause)
            clause.title = "Another"
            clause.save_revision()
            clause.save()

        agreement = library.AgreementFactory()

        assert self.moves(act) == 0

    def test_a_draft_of_a_public_record_moves_nothing(self):
        clause = library.ClauseFactory()

        def act():
            fresh = Clause.objects.get(pk=clause.pk)
            fresh.title = "A draft"
            fresh.save_revision()
            Clause.objects.filter(pk=clause.pk).update(locked=True)

        assert self.moves(act) == 0

    def test_a_record_for_staff_moves_nothing_until_it_is_public(self):
        clause = library.ClauseFactory(visibility="staff")
        rows = Clause.objects.filter(pk=clause.pk)

        assert self.moves(lambda: rows.update(title="Another")) == 0
        assert self.moves(lambda: rows.update(visibility="public")) == 1
        assert self.moves(lambda: rows.update(visibility="members")) == 1

    def test_a_link_moves_it_when_confirmed_and_when_no_longer_so(self):
        link = deployments.LinkFactory()
        officer = people.StaffFactory()
        rows = Link.objects.filter(pk=link.pk)
        confirmed = {
            "state": "confirmed",
            "decided_by": officer,
            "decided_at": records.PUBLISHED_AT,
        }

        assert self.moves(lambda: rows.update(score=2)) == 0
        assert self.moves(lambda: rows.update(**confirmed)) == 1
        assert self.moves(lambda: rows.update(state="rejected", note="No.")) == 1

    def test_an_account_moves_nothing(self):
        assert self.moves(people.StaffUnionFactory) == 1  # its union is new and public
        union = library.UnionFactory()
        assert self.moves(lambda: people.StaffUnionFactory(union=union)) == 0

    def test_what_is_rolled_back_moves_nothing(self):
        def act():
            with transaction.atomic():
                library.ClauseFactory()
                transaction.set_rollback(True)

        assert self.moves(act) == 0


# Tables of both apps that no answer is made of.
UNSHOWN = {
    "clauses_actrequest",  # answered with 410 once its record is off: the record's own row tells
    "clauses_publication",
    "clauses_scheduledpublication",
    "clauses_remark",
    "clauses_change",
    "clauses_clausecheck",
    "clauses_mistakereport",
    "clauses_staffunion",
    "clauses_reviewtask",
    "tracker_judgement",
    # The desk's own: files that are read, where clauses were found, sources read again.
    "clauses_clausecitation",
    "clauses_clauseupload",
    "clauses_documentpage",
    "clauses_documentpassage",
    "clauses_documentsection",
    "clauses_importeddocument",
    "clauses_rereading",
    # Deadlines, which are for staff.
    "tracker_calendarkey",
    "tracker_clausecounting",
    "tracker_clock",
    "tracker_clockact",
    # Members' notes, which this interface does not answer.
    "tracker_advisory",
    "tracker_advisory_unions",
    "tracker_advisorysource",
    "tracker_advisorytext",
    # Made of tables that are watched, by triggers.
    "clauses_searchentry",
    "clauses_searchword",
}


def test_every_table_that_answers_are_made_of_is_watched(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'note_public_change'"
        )
        watched = {row[0] for row in cursor.fetchall()}
    tables = {
        model._meta.db_table
        for app in ("clauses", "tracker")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }

    assert tables - watched - UNSHOWN == set()


def test_the_etag_changes_with_what_is_shown(api, one_of_each, settled):
    settled()
    path = "clauses/mba-consent/"
    tag = api.get(path)["ETag"]
    assert api.get(path, headers={"If-None-Match": tag}).status_code == 304

    Clause.objects.filter(slug="mba-consent").update(title="Another title")
    settled()
    with connection.cursor() as cursor:  # the test is one transaction, which counts once
        cursor.execute("UPDATE api_publicversion SET number = number + 1")
    answer = api.get(path, headers={"If-None-Match": tag})

    assert answer.status_code == 200
    assert answer.json()["title"] == "Another title"
    assert answer["ETag"] != tag


def test_the_etag_changes_at_midnight(api, one_of_each, time_machine):
    time_machine.move_to(datetime.datetime(2026, 5, 1, 20, 0, tzinfo=datetime.UTC), tick=False)
    first = api.get("clauses/mba-consent/")
    time_machine.move_to(datetime.datetime(2026, 5, 2, 8, 0, tzinfo=datetime.UTC), tick=False)

    second = api.get("clauses/mba-consent/", headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 200
    assert (first.json()["is_in_force"], second.json()["is_in_force"]) == (True, False)


def test_language_and_query_have_etags_of_their_own(api, one_of_each):
    tags = [
        api.get("clauses/mba-consent/")["ETag"],
        api.get("clauses/mba-consent/?lang=fr")["ETag"],
        api.get("clauses/mba-consent/", headers={"Accept-Language": "es"})["ETag"],
        api.get("clauses/mba-consent/?fields=title")["ETag"],
        api.get("clauses/")["ETag"],
    ]

    assert len(set(tags)) == len(tags)


def test_one_of_several_etags_will_do_and_a_wrong_one_will_not(api, one_of_each):
    tag = api.get("clauses/")["ETag"]

    several = api.get("clauses/", headers={"If-None-Match": f'"other", {tag.removeprefix("W/")}'})
    wrong = api.get("clauses/", headers={"If-None-Match": '"other"'})

    assert several.status_code == 304
    assert several["ETag"] == tag
    assert several.content == b""
    assert wrong.status_code == 200


def test_kept_words_of_the_vocabulary_do_not_outlive_a_change(api, one_of_each):
    assert api.read("clauses/mba-consent/")["evidence"]["grade"] == "A"
    TaxonomyTerm.objects.filter(slug="primary").update(properties={"grade": "B"})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE api_publicversion SET number = number + 1")

    assert api.read("clauses/mba-consent/")["evidence"]["grade"] == "B"


def test_the_feed_has_etags_of_its_content(api, one_of_each):
    for path in ("changes/", "changes/head/", "schema/"):
        tag = api.get(path)["ETag"]
        assert api.get(path, headers={"If-None-Match": tag}).status_code == 304
    before = api.get("changes/")["ETag"]
    library.ClauseFactory(published=True)

    assert api.get("changes/", headers={"If-None-Match": before}).status_code == 200
