"""The stored index is what the records say, after whatever was done to them, in the same moment."""

import datetime
import random
import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import management
from django.core.management import base
from django.db import connection, transaction

from clauses import acts, models, publishing, search
from clauses.searching import index
from tests.factories import deployments, library, people
from tracker import models as tracker_models

NOW = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def guild(db):
    return library.UnionFactory(slug="guild", name="Guild of Stringpullers", aliases=["Pullers"])


@pytest.fixture
def agreement(guild):
    return library.AgreementFactory(
        slug="puppets-2024", name="Puppet Agreement 2024", unions=[guild], published=True
    )


@pytest.fixture
def clause(agreement):
    return library.ClauseFactory(
        slug="strings",
        title="Consent before strings are digitised",
        agreement=agreement,
        published=True,
    )


def found(text, *, viewer=None, model=models.Clause):
    rows = search.matching(
        queryset=model.objects.visible_to(viewer or AnonymousUser()), text=text
    ).rows
    return [row.slug for row in rows]


def test_what_is_loaded_is_indexed(db, catalogue):
    assert index.differences() == []
    for model in (models.Clause, models.Agreement, models.Party, tracker_models.Deployment):
        entries = models.SearchEntry.objects.filter(record_kind=model.record_kind, scope="live")
        assert entries.count() == model.objects.filter(live=True).count()


def test_a_publication_is_found_at_once_and_the_words_before_it_no_more(clause):
    assert found("digitised strings") == ["strings"]

    clause.title = "Consent before marionettes are scanned"
    publish_as_loader(clause)

    assert found("marionettes") == ["strings"]
    assert found("digitised strings") == []


def test_a_publication_that_fails_changes_no_entry(clause):
    clause.title = "Consent before marionettes are scanned"
    with transaction.atomic():
        publish_as_loader(clause)
        transaction.set_rollback(True)

    assert (found("marionettes"), found("digitised strings")) == ([], ["strings"])
    assert index.differences() == []


def test_a_draft_is_an_entry_for_nobody_until_it_is_published(clause):
    clause.title = "Consent before marionettes are scanned"
    clause.save_revision()

    [draft] = models.SearchEntry.objects.filter(scope="draft")
    assert (draft.slug, draft.visibility) == ("strings", "nobody")
    assert draft.title == "Consent before marionettes are scanned"
    assert found("marionettes") == []
    assert found("marionettes", viewer=people.StaffFactory()) == []

    publish_as_loader(clause)

    assert not models.SearchEntry.objects.filter(scope="draft").exists()


def test_what_is_taken_off_the_site_is_found_no_more(clause, guild):
    editor, reviewer = (
        people.EditorFactory(unions=[guild]),
        people.ReviewerFactory(unions=[guild]),
    )

    asked = acts.ask(subject=fresh(clause), act="unpublish", reason="Not ours.", by=editor, now=NOW)
    acts.approve(request_id=asked.pk, by=reviewer, now=NOW)

    assert found("digitised strings") == []
    assert not models.SearchEntry.objects.filter(slug="strings", scope="live").exists()
    assert index.differences() == []


def test_the_name_of_an_agreement_reaches_its_clauses(clause, agreement):
    agreement.name = "Marionette Agreement 2024"
    publish_as_loader(agreement)

    assert found("marionette agreement consent") == ["strings"]
    assert found("puppet agreement consent") == []


def test_the_visibility_of_an_agreement_reaches_its_clauses(clause, agreement):
    agreement.visibility = "members"
    publish_as_loader(agreement)

    entry = models.SearchEntry.objects.get(slug="strings", scope="live")
    assert entry.visibility == "members"


def test_the_clauses_of_an_agreement_that_is_not_live_are_for_nobody(clause, agreement):
    models.Agreement.objects.filter(pk=agreement.pk).update(live=False)

    entry = models.SearchEntry.objects.get(slug="strings", scope="live")
    assert entry.visibility == "nobody"


def test_the_name_of_a_union_reaches_its_agreements_and_clauses(clause, guild):
    guild.name, guild.aliases = "Guild of Ventriloquists", ["Speakers"]
    guild.save()

    assert found("ventriloquists strings") == found("speakers strings") == ["strings"]
    assert found("ventriloquists", model=models.Agreement) == ["puppets-2024"]
    assert found("pullers strings") == []


def test_the_labels_of_the_vocabulary_reach_what_uses_them_and_what_is_below(clause):
    above = library.TaxonomyTermFactory(slug="puppetry", labels={"en": "Puppetry", "fr": "Guignol"})
    term = library.TaxonomyTermFactory(
        slug="string-capture", parent=above, synonyms={"es": ["captura de hilos"]}
    )
    clause.uses = [term.slug]
    publish_as_loader(clause)
    assert found("guignol") == found("captura de hilos") == ["strings"]

    above.labels = {"en": "Puppetry", "fr": "Théâtre de marionnettes"}
    above.save()

    assert found("theatre marionnettes") == ["strings"]
    assert found("guignol") == []
    term.delete()
    assert found("theatre marionnettes") == []
    assert index.differences() == []


def test_a_translation_out_of_date_still_leads_to_the_record_by_its_words(clause):
    library.ClauseTextFactory(
        clause=clause,
        language="fr",
        title="Accord avant numérisation des ficelles",
        original_digest=clause.english_digest(),
    )
    assert found("ficelles") == ["strings"]

    clause.title = "Something else altogether"
    clause.save()

    assert found("ficelles") == ["strings"]
    entry = models.SearchEntry.objects.get(slug="strings", scope="live")
    assert "ficelles" not in " ".join(entry.keys)


def test_what_a_later_agreement_carries_is_in_force_while_it_is(clause):
    later = library.AgreementFactory(
        slug="puppets-2027",
        effective_from=datetime.date(2027, 1, 1),
        effective_to=datetime.date(2029, 12, 31),
    )
    models.Clause.objects.filter(pk=clause.pk).update(
        effective_from=datetime.date(2024, 1, 1), effective_to=datetime.date(2025, 12, 31)
    )
    clause.refresh_from_db()
    clause.carried_into.set([later])
    clause.save()

    assert counts_on("strings", "2024-06-01", "2026-06-01", "2028-06-01", "2030-01-01") == [
        True,
        False,
        True,
        False,
    ]

    later.effective_to = datetime.date(2027, 12, 31)
    later.save()

    assert counts_on("strings", "2028-06-01") == [False]


def counts_on(slug, *days):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT in_force @> day::date FROM clauses_searchentry, unnest(%s::text[]) AS day"
            " WHERE slug = %s AND scope = 'live'",
            [list(days), slug],
        )
        return [is_in_force for (is_in_force,) in cursor.fetchall()]


def test_vendor_and_product_lend_their_name_and_level_to_deployments(db):
    vendor = deployments.VendorFactory(slug="stringco", name="Stringco")
    product = deployments.ProductFactory(slug="fretter", name="Fretter", vendor=vendor)
    deployments.DeploymentFactory(slug="launch", title="A launch", vendor=vendor, product=product)

    vendor.name = "Marionetta"
    vendor.save()
    product.visibility = "staff"
    product.save()

    entry = models.SearchEntry.objects.get(slug="launch")
    assert "marionetta" in entry.words
    assert "stringco" not in entry.words
    assert entry.visibility == "staff"
    assert index.differences() == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_random_acts_the_index_is_what_the_records_say(seed, clause, agreement, guild):
    """Publish, draft, hide, rename, relabel, delete, in any order."""
    dice = random.Random(seed)  # noqa: S311 - chooses acts, keeps no secret
    library.TaxonomyTermFactory(slug="script-generation")
    library.StatuteFactory(slug="an-act")
    vendor = deployments.VendorFactory(slug="maker")
    product = deployments.ProductFactory(slug="tool", vendor=vendor)
    deployment = deployments.DeploymentFactory(slug="event", vendor=vendor, product=product)
    records = [agreement, clause, vendor, product, deployment]
    levels = ("public", "members", "staff")

    def named(record):
        return "title" if hasattr(record, "title") else "name"

    def rename():
        record = dice.choice(records)
        setattr(record, named(record), f"Name {dice.random()}")
        publish_as_loader(record)

    def draft():
        record = fresh(dice.choice(records))
        setattr(record, named(record), f"Draft {dice.random()}")
        record.save_revision()

    def hide():
        record = dice.choice(records)
        type(record).objects.filter(pk=record.pk).update(
            visibility=dice.choice(levels), live=dice.random() < 0.7
        )

    def add():
        number = dice.randrange(10**9)
        records.append(library.ClauseFactory(slug=f"more-{number}", agreement=agreement))
        library.ClauseTextFactory(clause=records[-1], language="fr", title=f"Titre {number}")

    def rename_union():
        guild.name = f"Guild {dice.random()}"
        guild.save()

    def relabel():
        term = models.TaxonomyTerm.objects.get(slug="script-generation")
        term.labels = {"en": f"Label {dice.random()}", "fr": "Libellé"}
        term.save()

    def reunite():
        agreement.unions.set([guild] if dice.random() < 0.5 else [])
        agreement.save()

    def remove():
        kept = models.Publication.objects.filter(record_kind="clause").values("record_id")
        never_published = models.Clause.objects.filter(slug__startswith="more-").exclude(
            pk__in=kept
        )
        never_published.filter(latest_revision=None).delete()

    for _act in range(25):
        act = dice.choice([rename, draft, hide, add, rename_union, relabel, reunite, remove])
        act()
        records[:] = [record for record in records if type(record).objects.filter(pk=record.pk)]

    assert index.differences() == []


def test_reconcile_says_what_differs_and_sets_it_right(clause, capsys):
    models.SearchEntry.objects.filter(slug="strings").update(title="Tampered with")

    with pytest.raises(base.CommandError, match="differs"):
        management.call_command("reconcile", "--check")

    said = capsys.readouterr().out
    assert "clause strings (live): its entry is missing or out of date" in said
    assert models.SearchEntry.objects.get(slug="strings").title == "Tampered with"

    management.call_command("reconcile")

    assert "The search index was rebuilt." in capsys.readouterr().out
    assert models.SearchEntry.objects.get(slug="strings").title == clause.title
    management.call_command("reconcile", "--check")
    assert "0 differences" in capsys.readouterr().out


def test_a_rebuild_forgets_words_that_no_record_uses_any_more(clause):
    clause.title = "Consent before marionettes are scanned"
    clause.save()
    assert models.SearchWord.objects.filter(word="digitised").exists()

    index.rebuild()

    words = set(models.SearchWord.objects.values_list("word", flat=True))
    assert "marionettes" in words
    assert "digitised" not in words


@pytest.mark.django_db(transaction=True)
def test_two_people_publishing_and_renaming_at_once_leave_no_stale_entry():
    guild = library.UnionFactory(slug="guild", name="Guild of Puppeteers")
    agreement = library.AgreementFactory(slug="puppets-2024", name="Puppet Agreement")
    agreement.unions.set([guild])
    agreement.save()
    clauses = [
        library.ClauseFactory(slug=f"c-{number}", agreement=agreement, published=True)
        for number in range(3)
    ]
    start = threading.Barrier(3)
    failed = []

    def work(act):
        start.wait()
        try:
            for number in range(6):
                act(number)
        except Exception as error:  # whatever a thread raises fails the test
            failed.append(error)
        finally:
            connection.close()

    def rename(number):
        record = models.Agreement.objects.get(pk=agreement.pk)
        record.name = f"Puppet Agreement, edition {number}"
        publish_as_loader(record)

    def reword(number):
        record = models.Clause.objects.get(pk=clauses[number % 3].pk)
        record.title = f"Consent, wording {number}"
        publish_as_loader(record)

    def call_otherwise(number):
        row = models.Union.objects.get(pk=guild.pk)
        row.name = f"Guild {number}"
        row.save()

    threads = [
        threading.Thread(target=work, args=(act,)) for act in (rename, reword, call_otherwise)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert index.differences() == []


@pytest.mark.django_db(transaction=True)
def test_saving_asking_and_publishing_the_same_record_at_once_never_wait_for_each_other():
    guild = library.UnionFactory(slug="guild", name="Guild of Stringpullers")
    agreement = library.AgreementFactory(slug="puppets-2024", published=True)
    agreement.unions.set([guild])
    agreement.save()
    clause = library.ClauseFactory(slug="strings", agreement=agreement, published=True)
    editor = people.EditorFactory(unions=[guild])
    start = threading.Barrier(3)
    failed = []

    def work(act):
        start.wait()
        try:
            for number in range(8):
                act(number)
        except Exception as error:  # whatever a thread raises fails the test
            failed.append(error)
        finally:
            connection.close()

    def publish(number):
        record = fresh(clause)
        record.title = f"Consent, wording {number}"
        publish_as_loader(record)

    def draft(number):
        record = fresh(clause)
        record.title = f"Consent, draft {number}"
        with transaction.atomic():
            record.save_revision(user=editor)

    def ask(number):
        asked = acts.ask(
            subject=fresh(clause), act="unpublish", reason="Not ours.", by=editor, now=NOW
        )
        acts.withdraw(request_id=asked.pk, by=editor, now=NOW)

    threads = [threading.Thread(target=work, args=(act,)) for act in (publish, draft, ask)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert index.differences() == []


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def publish_as_loader(record):
    """Publish the words that `record` has in memory."""
    publishing.publish(
        record=record,
        revision=record.save_revision(),
        decision=publishing.Decision(now=NOW, system_actor="catalogue", notifies=False),
    )
    record.refresh_from_db()
