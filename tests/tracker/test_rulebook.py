"""The rules' library follows the catalogue, and reads again only what has changed."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clauses.models import Agreement, Binding, Clause, ClauseText, Dropped, Party, TaxonomyTerm
from tests.factories import library
from tracker import models, rulebook, standing
from tracker.matching import standing as rules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

ON = datetime.date(2026, 11, 24)


def revise():
    Clause.objects.filter(slug="sag23-icdr-consent").update(
        title="Reworded", main_uses=["voice-replica"], priority=9
    )


def carry():
    into = Clause.carried_into.through.objects
    assert into.filter(clause__slug="sag23-consent-after-death").delete()[0] == 1


def build():
    Clause.builds_on.through.objects.create(
        from_clause=Clause.objects.get(slug="sag26-icdr-minimum-pay"),
        to_clause=Clause.objects.get(slug="sag23-48-hour-notice"),
    )


def drop():
    clause = Clause.objects.get(slug="dga23-semiannual-meetings")
    Dropped.objects.create(
        clause=clause,
        agreement=Agreement.objects.get(slug="dga-ba-2026"),
        source_title="What became of the meetings",
    )


def add():
    library.ClauseFactory(
        slug="a-new-clause",
        agreement=Agreement.objects.get(slug="sag-aftra-tv-theatrical-2026"),
        main_uses=["voice-replica"],
        live=True,
    )


def hide():
    Clause.objects.filter(slug="sag23-synthetic-notice-bargain").update(visibility="staff")


def bind():
    agreement = Agreement.objects.get(slug="sag-aftra-tv-theatrical-2023")
    Binding.objects.create(
        party=Party.objects.exclude(bindings__agreement=agreement).first(),
        agreement=agreement,
        value="bound",
    )


def extend():
    Agreement.objects.filter(slug="sag-aftra-tv-theatrical-2023").update(
        after_expiry="extended-until",
        after_expiry_until=datetime.date(2027, 6, 30),
        after_expiry_source="https://example.org/extension",
    )


def grade():
    term = TaxonomyTerm.objects.get(vocabulary="evidence-levels", slug="primary")
    TaxonomyTerm.objects.filter(pk=term.pk).update(properties=term.properties | {"grade": "B"})


def translate():
    ClauseText.objects.filter(clause__slug="sag23-48-hour-notice", language="fr").update(
        title="Autrement dit"
    )


def told(book):
    """Everything that the library says, and its answer to every deployment."""
    shelves = book.library
    events = [
        standing.event_of(deployment=deployment, viewer=None)
        for deployment in models.Deployment.objects.order_by("pk").prefetch_related("deployers")[
            :40
        ]
    ]
    return (
        shelves.clauses,
        sorted(map(str, shelves.register.rows())),
        {found.clause.slug: found.spans for found in shelves.shelf},
        {found.clause.slug: (found.replaced_from, found.replaced_by) for found in shelves.shelf},
        [rules.answer(library=shelves, event=event, on=ON) for event in events],
        book.labels.names,
    )


@pytest.mark.parametrize(
    "change", [revise, carry, build, drop, add, hide, bind, extend, grade, translate]
)
def test_after_a_change_it_says_what_a_library_read_from_nothing_says(change):
    before = rulebook.for_viewer(viewer=None)
    first = told(before)

    change()

    followed = rulebook.for_viewer(viewer=None)
    rulebook.forget()
    assert told(followed) == told(rulebook.for_viewer(viewer=None))
    assert told(followed) != first
    assert told(before) == first  # whoever still reads the earlier one is not disturbed


def test_only_the_changed_clause_is_read_again():
    before = rulebook.for_viewer(viewer=None)
    revise()

    with CaptureQueriesContext(connection) as queries:
        after = rulebook.for_viewer(viewer=None)

    read = [each["sql"] for each in queries if '"clauses_clause"."summary"' in each["sql"]]
    number = Clause.objects.get(slug="sag23-icdr-consent").pk
    assert len(read) == 1
    assert f"IN ({number})" in read[0]
    kept = {found.clause.slug: found for found in before.library.shelf}
    again = {
        found.clause.slug for found in after.library.shelf if found is not kept[found.clause.slug]
    }
    assert again == {"sag23-icdr-consent"}
