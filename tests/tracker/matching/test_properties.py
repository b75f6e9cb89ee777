"""What must hold for every event and every day, whatever the clauses."""

import dataclasses
import datetime

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.tracker.matching import world
from tests.tracker.matching.world import DAY
from tracker.matching import answers, facts, reading, records

FACTS = ("hired-for-this-work", "reuse", "posthumous", "human-role", "during-strike", "minor")
CLAUSES = (
    world.clause("w-consent", carried_into=(world.WGA_2026,)),
    world.clause("w-training", main_uses=("training-on-work",), carried_into=(world.WGA_2026,)),
    world.clause("w-definition", scope_of=("w-consent", "w-reuse")),
    world.clause("w-reuse", required_facts=("reuse",), carried_into=(world.WGA_2026,)),
    world.clause("w26-adds", agreement=world.WGA_2026, builds_on=("w-consent",), head="earlier"),
    world.clause(
        "w26-general",
        agreement=world.WGA_2026,
        builds_on=("w-consent",),
        umbrella_of=("w-consent", "w-reuse"),
        head="earlier",
    ),
    world.clause(
        "w26-licence",
        agreement=world.WGA_2026,
        main_uses=("training-on-work",),
        builds_on=("w-training",),
        head="later",
        required_facts=("reuse",),
    ),
    world.performers_clause("s-hired", required_facts=("hired-for-this-work",)),
    world.performers_clause(
        "s-independent",
        main_uses=("digital-replica-independent", "voice-replica"),
        enabled_by=("text-to-video",),
        excluding_facts=("hired-for-this-work",),
        carried_into=(world.SAG_2026,),
    ),
    world.performers_clause(
        "s-synthetic",
        main_uses=("synthetic-performer",),
        enabled_by=("text-to-video",),
        required_facts=("human-role",),
    ),
    world.performers_clause(
        "s26-synthetic",
        agreement=world.SAG_2026,
        main_uses=("synthetic-performer",),
        builds_on=("s-synthetic",),
        required_facts=("human-role",),
    ),
    world.performers_clause(
        "s26-strike",
        agreement=world.SAG_2026,
        main_uses=("digital-replica-employment", "digital-replica-independent"),
        required_facts=("during-strike",),
    ),
    world.performers_clause("s-any", any_facts=("posthumous", "minor"), duty="later"),
    world.clause(
        "i-craft",
        agreement=world.IATSE,
        roles=("crew",),
        main_uses=world.IMAGE,
        incidental_uses=("performer-scanning",),
    ),
    world.clause("g-consent", agreement=world.GERMAN, roles=("principal-performer",)),
)
BY_SLUG = {clause.slug: clause for clause in CLAUSES}
SHELF = world.shelves(*CLAUSES)
USES = (*world.TEXT, *world.IMAGE, "training-on-work", "synthetic-performer", "voice-replica")
REPLICAS = ("digital-replica", "digital-replica-employment", "digital-replica-independent")


def some(values, size=3):
    return st.lists(st.sampled_from(values), unique=True, max_size=size).map(tuple)


EVENTS = st.builds(
    records.EventRecord,
    kind=st.sampled_from(
        ["production-use", "product-release", "licensing-deal", "industry-outreach", "incident"]
    ),
    is_situation=st.booleans(),
    product_first_day=st.sampled_from([None, DAY(2024, 1, 1), DAY(2026, 6, 15)]),
    uses=some((*USES, *REPLICAS, "performer-scanning")),
    capabilities=some(("text-to-video", "voice-clone", "text-generation")),
    roles=some(("writer", "performer", "principal-performer", "crew", "vfx-artist")),
    places=some(("US", "US-CA", "FR", "DE", "INT")),
    deployers=some(("disney", "hulu", "lionsgate", "netflix", "openai", "public")),
    facts=st.dictionaries(st.sampled_from(FACTS), st.booleans(), max_size=3),
    offered=st.sampled_from([None, True, False]),
    open_to_public=st.booleans(),
)
DAYS = st.one_of(
    st.dates(DAY(2023, 1, 1), DAY(2031, 12, 31)),
    st.sampled_from(
        [DAY(2026, 5, 1), DAY(2026, 5, 2), DAY(2026, 6, 30), DAY(2026, 7, 1), DAY(2030, 6, 30)]
    ),
)


def ranks(event, on, shelf=SHELF):
    """Clause → rank of the entry in which it stands (its own if it heads one)."""
    found = {}
    for entry in world.answer(shelf, event, on).entries:
        for slug in entry.includes:
            found[slug] = max(found.get(slug, 0), answers.RANK[entry.standing])
        found[entry.clause] = answers.RANK[entry.standing]
    return found


def counting(event, on, shelf=SHELF):
    found = set()
    for entry in world.answer(shelf, event, on).entries:
        if entry.counts:
            found.update((entry.clause, *entry.includes))
    return found


@given(EVENTS, DAYS)
def test_no_clause_counts_outside_its_term_and_those_that_carry_it(event, on):
    for slug in counting(event, on):
        clause = BY_SLUG[slug]
        carriers = [SHELF.agreements[name].term for name in clause.carried_into]
        assert any(term.includes(on) for term in (clause.term, *carriers)), slug


@given(EVENTS, DAYS)
def test_a_replaced_clause_and_its_replacement_never_both_count(event, on):
    assert not {"s-synthetic", "s26-synthetic"} <= counting(event, on)


@given(EVENTS, DAYS)
def test_a_clause_carried_and_built_upon_counts_with_the_later_one_as_one_entry(event, on):
    heads = {entry.clause: entry.standing for entry in world.answer(SHELF, event, on).entries}
    assert not {"w-consent", "w26-adds"} <= {
        slug for slug, standing in heads.items() if standing in ("binding", "conditional")
    }
    sure = {slug for slug, standing in heads.items() if standing in ("binding", "conditional")}
    assert not {"w-training", "w26-licence"} <= sure


@given(EVENTS, DAYS)
def test_no_clause_is_listed_twice(event, on):
    entries = world.answer(SHELF, event, on).entries

    heads = [entry.clause for entry in entries]

    assert len(heads) == len(set(heads))
    for entry in entries:
        assert not set(entry.includes) & set(heads)
        assert len(entry.includes) == len(set(entry.includes))


@given(EVENTS, DAYS, st.sampled_from(["disney", "openai", "hulu"]))
def test_a_further_bound_row_never_lowers(event, on, party):
    agreement = world.SAG_2023 if on <= DAY(2026, 6, 30) else world.SAG_2026
    richer = world.shelves(*CLAUSES, bindings=(*world.BINDINGS, world.binding(party, agreement)))

    before, after = ranks(event, on), ranks(event, on, richer)

    assert {slug for slug, rank in before.items() if after.get(slug, 0) < rank} == set()


@given(EVENTS, DAYS, st.sampled_from(FACTS))
def test_learning_a_required_fact(event, on, fact):
    others = {name: value for name, value in event.facts.items() if name != fact}
    unknown = dataclasses.replace(event, facts=others)
    implied = {name for use in event.uses for name, _ in facts.BY_USE.get(use, ())}
    assume(fact not in implied and facts.Knowledge(unknown).value(fact) is None)

    true = ranks(dataclasses.replace(event, facts={**others, fact: True}), on)
    false = ranks(dataclasses.replace(event, facts={**others, fact: False}), on)
    open_question = ranks(unknown, on)

    for clause in CLAUSES:
        if fact in clause.required_facts:
            rank = open_question.get(clause.slug, 0)
            assert true.get(clause.slug, 0) >= rank
            assert false.get(clause.slug, 0) == 0
            assert rank <= answers.RANK["possible"]


@given(EVENTS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_what_is_put_in_does_not_matter(event, on, mixed):
    def shuffled(values):
        values = list(values)
        mixed.shuffle(values)
        return tuple(values)

    other = dataclasses.replace(
        event,
        uses=shuffled(event.uses),
        capabilities=shuffled(event.capabilities),
        roles=shuffled(event.roles),
        places=shuffled(event.places),
        facts=dict(shuffled(event.facts.items())),
    )
    shelf = world.shelves(*shuffled(CLAUSES), bindings=shuffled(world.BINDINGS))

    first, second = world.answer(SHELF, event, on), world.answer(shelf, other, on)

    assert first == second
    assert [entry.reasons for entry in first.entries] == [entry.reasons for entry in second.entries]


class Everywhere(reading.Reading):
    """Looks at the clauses of every place, one by one."""

    def verdicts(self):
        found = (self._everywhere(shelved) for shelved in self.library.shelf)
        return [verdict for verdict in found if verdict is not None]

    def _everywhere(self, shelved):
        if shelved.agreement is not None and not self._view(shelved.agreement).matters:
            return None
        return self.verdict(shelved)


@given(EVENTS, DAYS)
def test_looking_only_where_it_may_matter_loses_nothing(event, on):
    quick = reading.Reading(shelves=SHELF, event=event, on=on)
    slow = Everywhere(shelves=SHELF, event=event, on=on)

    assert [(verdict.slug, verdict.standing, verdict.missing) for verdict in quick.verdicts()] == [
        (verdict.slug, verdict.standing, verdict.missing) for verdict in slow.verdicts()
    ]


@given(EVENTS, DAYS)
def test_the_same_question_has_the_same_answer(event, on):
    assert world.answer(SHELF, event, on) == world.answer(SHELF, event, on)


@given(EVENTS, DAYS)
def test_every_entry_explains_itself_and_every_open_fact_is_asked(event, on):
    for entry in world.answer(SHELF, event, on).entries:
        facets = {reason.facet for reason in entry.reasons}
        assert {"use", "role", "term"} <= facets
        asked = [reason.matched[0] for reason in entry.reasons if reason.how == "unknown"]
        assert set(entry.missing_facts) <= set(asked)
        if entry.standing in ("binding", "conditional"):
            assert entry.missing_facts == ()


@given(EVENTS, st.timedeltas(datetime.timedelta(days=1), datetime.timedelta(days=900)))
def test_nothing_stands_before_the_event(event, earlier):
    first_day = DAY(2026, 1, 1)
    dated = dataclasses.replace(event, first_day=first_day)

    answer = world.answer(SHELF, dated, first_day - datetime.timedelta(days=earlier.days))

    assert (answer.entries, answer.silence) == ((), "not-yet")
