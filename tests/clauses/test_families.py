"""The line of a clause over the cycles: each clause once, every fate as somebody settled it."""

import datetime
import itertools
import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction

from clauses import families
from clauses.models import Agreement, Clause, Dropped
from tests.factories import library, people

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()
Fate, Origin = families.Fate, families.Origin


def agreement(year, *, before=None, **more):
    return library.AgreementFactory(
        slug=f"deal-{year}",
        preceded_by=before,
        effective_from=datetime.date(year, 1, 1),
        effective_to=datetime.date(year + 2, 12, 31),
        **more,
    )


def clause(slug, of, **more):
    return library.ClauseFactory(
        slug=slug,
        agreement=of,
        effective_from=of.effective_from,
        effective_to=of.effective_to,
        **more,
    )


def line(of, viewer=ANYBODY):
    return families.line(
        clause=of, viewer=viewer, prepared=Clause.objects.visible_to(viewer).with_parent()
    )


def member(found, slug):
    [one] = [each for each in found.members if each.clause.slug == slug]
    return one


def fates(found, slug):
    return [
        (each.agreement.slug, each.fate, [one.slug for one in each.clauses])
        for each in member(found, slug).outcomes
    ]


@pytest.fixture
def first():
    return agreement(2020)


@pytest.fixture
def second(first):
    return agreement(2023, before=first)


@pytest.fixture
def third(second):
    return agreement(2026, before=second)


def test_what_nobody_settled_is_called_so(first, second):
    old = clause("old", first)
    new = clause("new", second)

    assert fates(line(old), "old") == [("deal-2023", Fate.NOT_SETTLED, [])]
    assert member(line(new), "new").origin is Origin.NOT_SETTLED


def test_once_all_of_the_earlier_is_settled_the_rest_is_new(first, second):
    clause("old", first, carried_into=[second])
    new = clause("new", second)

    assert member(line(new), "new").origin is Origin.NEW


def test_the_first_of_its_line_is_no_news(first):
    assert member(line(clause("old", first)), "old").origin is Origin.FIRST


def test_a_replaced_clause_names_what_replaced_it(first, second):
    old = clause("old", first)
    new = clause("new", second, builds_on=[old])

    assert fates(line(new), "old") == [("deal-2023", Fate.REPLACED, ["new"])]
    assert member(line(new), "new").origin is Origin.CHANGES
    assert [(a.slug, b.slug) for a, b in line(old).pairs] == [("old", "new")]


def test_carried_on_is_told_once_for_each_cycle(first, second, third):
    old = clause("old", first, carried_into=[second, third])

    found = line(old)

    assert fates(found, "old") == [
        ("deal-2023", Fate.CARRIED, []),
        ("deal-2026", Fate.CARRIED, []),
    ]
    assert len(found.members) == 1


def test_after_being_carried_on_the_next_cycle_is_open_again(first, second, third):
    old = clause("old", first, carried_into=[second])

    assert fates(line(old), "old") == [
        ("deal-2023", Fate.CARRIED, []),
        ("deal-2026", Fate.NOT_SETTLED, []),
    ]


def test_carried_on_and_added_to_is_one_outcome(first, second):
    old = clause("old", first, carried_into=[second])
    clause("new", second, builds_on=[old])

    assert fates(line(old), "old") == [("deal-2023", Fate.CARRIED, ["new"])]


def test_dropped_is_told_with_its_source(first, second):
    old = clause("old", first)
    Dropped.objects.create(clause=old, agreement=second, source_title="Summary of changes, page 3")

    [outcome] = member(line(old), "old").outcomes

    assert outcome.fate is Fate.DROPPED
    assert outcome.dropping.source_title == "Summary of changes, page 3"


def test_a_clause_for_staff_is_no_part_of_anybodys_line(first, second, third):
    old = clause("old", first)
    hidden = clause("hidden", second, builds_on=[old], visibility="staff")
    new = clause("new", third, builds_on=[hidden])

    assert [each.clause.slug for each in line(new).members] == ["new"]
    assert fates(line(old), "old") == [("deal-2023", Fate.NOT_SETTLED, [])]
    assert len(line(new, viewer=people.StaffFactory()).members) == 3


def test_an_agreement_for_staff_is_not_named(first):
    hidden = agreement(2023, before=first, visibility="staff")
    old = clause("old", first, carried_into=[hidden])
    Dropped.objects.create(clause=clause("gone", first), agreement=hidden, source_title="A summary")

    assert fates(line(old), "old") == []


def test_a_laws_clause_has_a_line_of_its_own():
    statute = library.StatuteFactory()
    found = line(library.ClauseFactory(slug=statute.slug, agreement=None, statute=statute))

    assert [each.outcomes for each in found.members] == [()]


@pytest.mark.parametrize("seed", range(12))
def test_a_line_never_lists_a_clause_or_an_agreement_twice(seed, first, second, third):
    chance = random.Random(seed)  # noqa: S311  # the same texts every time
    made = [clause(f"c{number}", chance.choice([first, second, third])) for number in range(9)]
    for one, other in itertools.combinations(made, 2):
        if chance.random() < 0.3 and one.agreement != other.agreement:
            later, earlier = sorted(
                (one, other), key=lambda each: each.effective_from, reverse=True
            )
            later.builds_on.add(earlier)
            later.save()
        if chance.random() < 0.2:
            one.carried_into.add(chance.choice([second, third]))
            one.save()

    for each in made:
        found = line(each)
        slugs = [one.clause.slug for one in found.members]
        assert len(slugs) == len(set(slugs))
        assert each.slug in slugs
        for one in found.members:
            told = [outcome.agreement for outcome in one.outcomes]
            assert len(told) == len(set(told))
            carried = {out.agreement for out in one.outcomes if out.fate is Fate.CARRIED}
            assert carried == set(one.clause.carried_into.all())


def test_a_longer_line_costs_no_more_queries(django_assert_num_queries, first, second, third):
    old = clause("old", first)
    with django_assert_num_queries(5):
        line(old)
    middle = [clause(f"m{number}", second, builds_on=[old]) for number in range(4)]
    for number in range(4):
        clause(f"n{number}", third, builds_on=middle, carried_into=[third])

    with django_assert_num_queries(5):
        assert len(line(old).members) == 9


class TestTheDatabase:
    def refuse(self, act):
        def settled():
            with transaction.atomic():
                act()
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        with pytest.raises(IntegrityError):
            settled()

    def test_dropped_needs_a_source(self, first, second):
        old = clause("old", first)

        self.refuse(lambda: Dropped.objects.create(clause=old, agreement=second, source_title=""))

    def test_an_agreement_keeps_or_drops_never_both(self, first, second):
        old = clause("old", first, carried_into=[second])

        self.refuse(
            lambda: Dropped.objects.create(clause=old, agreement=second, source_title="A page")
        )


@pytest.mark.usefixtures("catalogue")
def test_on_the_real_catalogue_every_clause_has_a_line_without_doubles():
    for agreement in Agreement.objects.filter(slug__endswith="2026"):
        for each in agreement.clauses.all():
            slugs = [one.clause.slug for one in line(each).members]
            assert len(slugs) == len(set(slugs))
    found = line(Clause.objects.get(slug="sag26-synthetic-written-notice"))
    assert [each.clause.slug for each in found.members] == [
        "sag23-synthetic-notice-bargain",
        "sag26-synthetic-written-notice",
    ]
