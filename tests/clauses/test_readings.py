"""What a reader is shown of a record in a language, and when the English takes its place."""

import pytest
from django.db.models import F, Value

from clauses import readings
from clauses.models import Agreement, Clause, Statute, texts
from tests.factories import library
from tracker.models import Deployment

pytestmark = pytest.mark.django_db


@pytest.fixture
def clause():
    return library.ClauseFactory(title="Consent", summary="Say yes first.", plain_language="Ask.")


def test_english_stands_on_the_record(clause):
    reading = readings.read(record=clause, language="en")

    assert reading == readings.Reading(title="Consent", summary="Say yes first.", plain="Ask.")


def test_a_translation_of_these_words_is_shown(clause):
    library.ClauseTextFactory(
        clause=clause, title="Accord", original_digest=clause.english_digest()
    )

    reading = readings.read(record=clause, language="fr")

    assert (reading.title, reading.lang, reading.is_outdated) == ("Accord", "fr", False)


def test_a_translation_of_other_words_gives_way_to_the_english(clause):
    library.ClauseTextFactory(
        clause=clause, title="Accord", original_digest=clause.english_digest()
    )
    clause.summary = "Say yes first, in writing."

    reading = readings.read(record=clause, language="fr")

    assert (reading.title, reading.summary) == ("Consent", "Say yes first, in writing.")
    assert (reading.lang, reading.is_outdated) == ("en", True)


def test_a_missing_translation_is_said(clause):
    reading = readings.read(record=clause, language="es")

    assert (reading.title, reading.is_missing) == ("Consent", True)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("model", [Agreement, Clause, Statute, Deployment])
def test_no_translation_of_the_catalogue_is_older_than_its_english(model):
    columns = [
        F(model.english[part]) if part in model.english else Value("")
        for part in ("title", "summary", "plain_language")
    ]
    rows = model.objects.annotate(in_database=texts.OriginalDigest(*columns))

    for record in rows.prefetch_related("texts"):
        assert record.in_database == record.english_digest()
        for text in record.texts.all():
            assert not text.is_outdated(digest=record.english_digest()), (record.slug, text)
