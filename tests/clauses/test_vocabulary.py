"""Labels of the taxonomy, kept for a while."""

import pytest

from clauses import vocabulary
from tests.factories import library

pytestmark = pytest.mark.django_db


def test_a_label_is_in_the_readers_language_or_english_or_the_id():
    library.TaxonomyTermFactory(
        vocabulary="roles", slug="writer", labels={"en": "Writer", "fr": "Scénariste"}
    )

    assert vocabulary.current(language="fr").label("roles", "writer") == "Scénariste"
    assert vocabulary.current(language="es").label("roles", "writer") == "Writer"
    assert vocabulary.current(language="fr").label("roles", "unheard-of") == "unheard-of"


def test_what_was_read_is_kept_until_forgotten(django_assert_num_queries):
    vocabulary.current(language="en")
    library.TaxonomyTermFactory(vocabulary="roles", slug="writer", labels={"en": "Writer"})

    with django_assert_num_queries(0):
        assert vocabulary.current(language="en").label("roles", "writer") == "writer"
    vocabulary.forget()
    assert vocabulary.current(language="en").label("roles", "writer") == "Writer"


def test_an_unknown_evidence_level_has_the_weakest_grade():
    library.TaxonomyTermFactory(
        vocabulary="evidence-levels", slug="primary", properties={"grade": "A"}
    )

    words = vocabulary.current(language="en")

    assert (words.grade("primary"), words.grade(""), words.grade("rumour")) == ("A", "E", "E")
