"""What was ever published is retired, never deleted, and its words never change."""

import datetime

import pytest
from django.apps import apps
from django.core import management
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.db.utils import IntegrityError
from wagtail.models import Revision

from clauses import publishing
from clauses.models import Agreement, CatalogueRecord, Clause, Party, Publication, Statute
from tests.factories import deployments, library, people, records
from tracker.models import Advisory, Deployment, Link, LinkState, Product, Vendor

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 10, 9, 0, tzinfo=datetime.UTC)
FACTORIES = [
    library.AgreementFactory,
    library.StatuteFactory,
    library.ClauseFactory,
    library.PartyFactory,
    deployments.VendorFactory,
    deployments.ProductFactory,
    deployments.DeploymentFactory,
    deployments.AdvisoryFactory,
]
MODELS = [Agreement, Statute, Clause, Party, Vendor, Product, Deployment, Advisory]


def execute(sql, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@pytest.fixture(params=FACTORIES, ids=lambda factory: factory._meta.model.__name__)
def published(request):
    return request.param(published=True)


def test_no_kind_of_record_is_forgotten():
    kinds = {model for model in apps.get_models() if issubclass(model, CatalogueRecord)}

    assert kinds == set(MODELS)


def test_a_published_record_cannot_be_deleted(published):
    with pytest.raises(ProtectedError):
        published.delete()
    with pytest.raises(ProtectedError):
        type(published).objects.filter(pk=published.pk).delete()

    assert type(published).objects.filter(pk=published.pk).exists()


def test_sql_cannot_delete_it_either(published):
    table = type(published)._meta.db_table

    with pytest.raises(IntegrityError, match="retired, never deleted"):
        execute(f'DELETE FROM "{table}" WHERE id = %s', published.pk)  # noqa: S608

    assert type(published).objects.filter(pk=published.pk).exists()


def test_a_record_that_was_taken_off_the_site_stays_too(published):
    table = type(published)._meta.db_table
    type(published).objects.filter(pk=published.pk).update(live=False)

    with pytest.raises(IntegrityError, match="retired, never deleted"):
        execute(f'DELETE FROM "{table}" WHERE id = %s', published.pk)  # noqa: S608


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory._meta.model.__name__)
def test_a_draft_that_was_never_published_may_go(factory):
    draft = factory(live=False)
    draft.save_revision()

    draft.delete()

    assert not type(draft).objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_table_of_records_is_emptied(model):
    with pytest.raises(IntegrityError, match="cannot be emptied"):
        execute(f'TRUNCATE "{model._meta.db_table}" CASCADE')


@pytest.mark.parametrize("model", [Publication, LinkState, Revision], ids=lambda m: m.__name__)
def test_no_table_of_what_was_known_is_emptied(model):
    with pytest.raises(IntegrityError, match="cannot be emptied"):
        execute(f'TRUNCATE "{model._meta.db_table}" CASCADE')


class TestRevisions:
    @pytest.fixture
    def clause(self):
        """A clause that was published twice, with a draft in between and one after."""
        clause = library.ClauseFactory(published=NOW)
        clause = Clause.objects.get(pk=clause.pk)
        clause.title = "A draft in between"
        clause.save_revision()
        clause.title = "The second publication"
        clause.save_revision()
        publishing.publish(
            record=clause,
            revision=clause.latest_revision,
            decision=publishing.Decision(
                now=NOW + datetime.timedelta(days=1), system_actor="catalogue"
            ),
        )
        clause = Clause.objects.get(pk=clause.pk)
        clause.title = "A draft after"
        clause.save_revision()
        return clause

    def test_purging_revisions_keeps_what_was_published(self, clause):
        kept = set(Publication.objects.values_list("revision_id", flat=True))

        management.call_command("purge_revisions", verbosity=0)

        assert set(Publication.objects.values_list("revision_id", flat=True)) == kept
        titles = Revision.objects.for_instance(clause).order_by("pk")
        assert [revision.content["title"] for revision in titles] == [
            f"Title of {clause.slug}",
            "The second publication",
            "A draft after",
        ]

    def test_a_published_revision_cannot_be_deleted(self, clause):
        first = Publication.objects.filter(slug=clause.slug).earliest("live_from").revision

        with pytest.raises(ProtectedError):
            first.delete()
        with pytest.raises(IntegrityError, match="never altered or deleted"):
            execute("DELETE FROM wagtailcore_revision WHERE id = %s", first.pk)

    def test_its_words_cannot_be_altered(self, clause):
        first = Publication.objects.filter(slug=clause.slug).earliest("live_from").revision

        with (
            pytest.raises(IntegrityError, match="never altered or deleted"),
            transaction.atomic(),
        ):
            Revision.objects.filter(pk=first.pk).update(content=first.content | {"title": "Other"})

        first.refresh_from_db()
        assert first.content["title"] == f"Title of {clause.slug}"

    def test_what_is_not_its_words_may_be_noted_on_it(self, clause):
        revision = Publication.objects.filter(slug=clause.slug).latest("live_from").revision

        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=NOW)

        revision.refresh_from_db()
        assert revision.approved_go_live_at == NOW

    def test_the_words_of_a_draft_may_be_altered(self, clause):
        Revision.objects.filter(pk=clause.latest_revision_id).update(content={"title": "Other"})

        assert Revision.objects.get(pk=clause.latest_revision_id).content == {"title": "Other"}


class TestLinks:
    def test_each_decision_is_remembered_with_its_standing(self):
        link = deployments.LinkFactory()
        assert not LinkState.objects.exists()
        officer = people.StaffFactory()
        Link.objects.filter(pk=link.pk).update(
            state="confirmed", decided_by=officer, decided_at=NOW
        )

        Link.objects.filter(pk=link.pk).update(
            standing="binding", decided_at=NOW + datetime.timedelta(hours=1)
        )

        first, second = LinkState.objects.order_by("held_from")
        assert (first.standing, first.held_from, first.held_until) == (
            "conditional",
            NOW,
            NOW + datetime.timedelta(hours=1),
        )
        assert (second.standing, second.held_until) == ("binding", None)
        assert second.decided_by == officer

    def test_reading_a_link_anew_is_no_decision(self):
        link = deployments.LinkFactory(confirmed=True)

        link.save()

        assert LinkState.objects.get().held_from == records.PUBLISHED_AT

    def test_a_decision_is_neither_altered_nor_removed(self):
        deployments.LinkFactory(confirmed=True)

        for act in (
            "UPDATE tracker_linkstate SET standing = 'binding'",
            "DELETE FROM tracker_linkstate",
        ):
            with pytest.raises(IntegrityError, match="never altered"):
                execute(act)

    def test_a_settled_link_cannot_be_deleted(self):
        link = deployments.LinkFactory(confirmed=True)

        with pytest.raises(ProtectedError):
            link.delete()

    def test_a_settled_link_keeps_its_clause(self):
        link = deployments.LinkFactory(confirmed=True)

        with (
            pytest.raises(IntegrityError, match="keeps its clause and deployment"),
            transaction.atomic(),
        ):
            Link.objects.filter(pk=link.pk).update(clause=library.ClauseFactory())

    def test_a_decision_dated_before_the_last_one_follows_it(self):
        link = deployments.LinkFactory(confirmed=True)

        Link.objects.filter(pk=link.pk).update(
            standing="binding", decided_at=records.PUBLISHED_AT - datetime.timedelta(days=1)
        )

        now_holds = LinkState.objects.get(held_until=None)
        assert (now_holds.standing, now_holds.held_from) == ("binding", records.PUBLISHED_AT)

    def test_a_link_that_is_reopened_is_confirmed_no_more(self):
        link = deployments.LinkFactory(confirmed=True)

        Link.objects.filter(pk=link.pk).update(state="suggested", decided_by=None, decided_at=None)

        assert not LinkState.objects.filter(held_until=None).exists()
