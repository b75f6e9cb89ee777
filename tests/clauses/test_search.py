"""Search over the real catalogue: words, beginnings, accents, three languages, slips of the pen."""

import pytest

from clauses import search
from clauses.models import agreement as agreements
from clauses.models import clause as clauses
from tests.factories import library
from tracker.models import deployment as deployments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def found(text: str) -> tuple[list[str], search.How]:
    found = search.matching(queryset=clauses.Clause.objects.visible_to(None), text=text)
    return [row.slug for row in found.rows], found.how


def test_a_word_finds_its_other_forms():
    slugs, how = found("scan")

    assert how is search.How.WORDS
    assert len(slugs) == 29
    assert slugs[:2] == ["sag23-standalone-scan-session-pay", "sag26-scan-business-reason"]
    assert "sag23-scan-time-is-work-time" in slugs[:8]


def test_all_words_must_be_there():
    both, _how = found("scan background")
    one, _how = found("scan")

    assert set(both) < set(one)


@pytest.mark.parametrize("text", ["synthetc", "syntetic performer", "digtal replica"])
def test_a_slip_of_the_pen_still_finds_titles(text):
    slugs, how = found(text)

    assert how is search.How.SPELLING
    assert slugs


def test_french_is_found_without_its_accents():
    with_accents, _how = found("réplique numérique")
    without, _how = found("replique numerique")

    assert with_accents
    assert with_accents == without


def test_spanish_is_found():
    slugs, how = found("consentimiento escaneo")

    assert how is search.How.WORDS
    assert slugs


def test_a_section_is_found():
    assert "sag23-scan-time-is-work-time" in found("A.2.a")[0]


def test_the_better_match_comes_first():
    agreement = agreements.Agreement.objects.first()
    library.ClauseFactory(
        slug="in-summary", agreement=agreement, title="Other", summary="About zyzzyva here."
    )
    library.ClauseFactory(
        slug="in-title", agreement=agreement, title="Zyzzyva", summary="Something else."
    )

    assert found("zyzzyva")[0] == ["in-title", "in-summary"]


@pytest.mark.parametrize("text", ["", "   ", "!!! ???", "\x00", "' :* & | ! ( ) <->", "a" * 5000])
def test_what_is_no_word_finds_nothing_and_breaks_nothing(text):
    slugs, how = found(text)

    assert (slugs, how) == ([], search.How.NOTHING)


def test_nothing_is_found_that_the_reader_may_not_see():
    clauses.Clause.objects.filter(slug="sag23-scan-time-is-work-time").update(visibility="staff")

    assert "sag23-scan-time-is-work-time" not in found("scan")[0]
    assert "sag23-scan-time-is-work-time" not in found("scan-time-is-work-tme")[0]


def test_a_deployment_is_found_by_its_product():
    found = search.matching(
        queryset=deployments.Deployment.objects.visible_to(None), text="Seedance"
    )

    assert {row.product.name for row in found.rows} == {"Seedance"}


def test_the_nearest_slugs_are_named_nearest_first():
    near = search.nearest_slugs(
        queryset=clauses.Clause.objects.visible_to(None), slug="sag23-48-hours-notice"
    )

    assert near[0].slug == "sag23-48-hour-notice"


def test_a_slug_like_nothing_has_no_nearest():
    near = search.nearest_slugs(queryset=clauses.Clause.objects.visible_to(None), slug="qqqq")

    assert list(near) == []


def test_counting_and_paging_do_not_search_again(django_assert_num_queries):
    with django_assert_num_queries(2):  # cut into words, look them up
        found = search.matching(queryset=clauses.Clause.objects.visible_to(None), text="scan")

    with django_assert_num_queries(2):
        assert found.rows.count() == 29
        assert found.rows[0].slug == "sag23-standalone-scan-session-pay"
