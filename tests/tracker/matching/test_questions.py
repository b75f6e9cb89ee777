"""The next question: asked only where it tells, never twice, and until nothing is left open."""

from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.matching import world
from tests.tracker.matching.test_properties import DAYS, EVENTS, SHELF
from tracker.matching import questions, records

REPLIES = st.lists(st.sampled_from([True, False, None]), min_size=60, max_size=60)


def asked(shelf, event, on=world.SOME_DAY, not_known=()):
    """Names of the questions, in order."""
    found = questions.ranked(library=shelf, event=event, on=on, not_known=not_known)
    return [question.name for question in found]


def reply(event, question, so, not_known):
    """The event and what is not known after one reply."""
    if so is None:
        return event, (*not_known, question.name)
    told = questions.answered(event=event, field=question.field, value=question.value, so=so)
    return told, not_known


def seen(event, on):
    """What a reader sees of the answer, whatever its order."""
    answer = world.answer(SHELF, event, on)
    return {
        (entry.clause, entry.standing, entry.bearing, entry.includes, entry.missing_facts)
        for entry in answer.entries
    }, answer.gaps


@given(EVENTS, DAYS)
def test_what_is_asked_changes_the_answer_in_one_of_its_two_answers(event, on):
    now = seen(event, on)

    for question in questions.ranked(library=SHELF, event=event, on=on):
        told = [reply(event, question, so, ())[0] for so in (True, False)]
        assert any(seen(one, on) != now for one in told), question


@given(EVENTS, DAYS, REPLIES)
def test_an_answered_question_is_not_asked_again_and_the_questions_end(event, on, replies):
    not_known, names = (), []
    for so in replies:
        left = questions.ranked(library=SHELF, event=event, on=on, not_known=not_known)
        if not left:
            break
        names.append(left[0].name)
        event, not_known = reply(event, left[0], so, not_known)

    assert left == ()
    assert len(names) == len(set(names))


@given(EVENTS, DAYS, REPLIES)
def test_at_the_end_nothing_is_possible_for_a_fact_that_could_still_be_asked(event, on, replies):
    not_known = ()
    for so in replies:
        left = questions.ranked(library=SHELF, event=event, on=on, not_known=not_known)
        if not left:
            break
        event, not_known = reply(event, left[0], so, not_known)

    for entry in world.answer(SHELF, event, on).entries:
        if entry.standing == "possible":
            assert {f"facts:{fact}" for fact in entry.missing_facts} <= set(not_known)


@given(EVENTS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_what_is_told_does_not_matter(event, on, mixed):
    uses, roles = list(event.uses), list(event.roles)
    mixed.shuffle(uses)
    mixed.shuffle(roles)
    other = records.EventRecord(
        **{
            name: getattr(event, name)
            for name in ("kind", "is_situation", "product_first_day", "capabilities", "places")
        },
        deployers=event.deployers,
        facts=dict(reversed(event.facts.items())),
        offered=event.offered,
        open_to_public=event.open_to_public,
        uses=tuple(uses),
        roles=tuple(roles),
    )

    assert asked(SHELF, event, on) == asked(SHELF, other, on)


def test_the_fact_that_tells_most_comes_first():
    shelf = world.shelves(
        world.performers_clause("a", required_facts=("hired-for-this-work",)),
        world.performers_clause("b", required_facts=("hired-for-this-work",)),
        world.performers_clause("c", required_facts=("minor",)),
    )

    names = asked(shelf, world.scanning(facts={}))

    assert names[:2] == ["facts:hired-for-this-work", "facts:minor"]


def test_a_fact_that_would_take_a_clause_away_is_asked_for():
    shelf = world.shelves(world.performers_clause("a", excluding_facts=("minor",)))

    assert "facts:minor" in asked(shelf, world.scanning())


def test_what_is_stated_or_follows_from_the_use_is_not_asked():
    shelf = world.shelves(
        world.performers_clause("a", required_facts=("recognisable-person", "minor"))
    )

    names = asked(shelf, world.scanning(facts={"minor": True}))

    assert [name for name in names if name.startswith("facts:")] == []


def test_whether_an_employer_that_we_do_not_know_is_bound_is_asked():
    shelf = world.shelves(world.clause("a"))
    unknown = world.writing(deployers=(), unmatched_deployers=("Somebody",), is_situation=True)

    before = world.only(shelf, unknown)
    yes = questions.answered(event=unknown, field=questions.BOUND_BY, value=world.WGA_2023, so=True)
    no = questions.answered(event=unknown, field=questions.BOUND_BY, value=world.WGA_2023, so=False)

    assert f"bound_by:{world.WGA_2023}" in asked(shelf, unknown)
    assert before.standing == "conditional"
    assert world.only(shelf, yes).standing == "binding"
    assert world.only(shelf, no).standing == "conditional"
    assert world.hows(world.only(shelf, no), "party") == ["denied"]
    assert f"bound_by:{world.WGA_2023}" not in asked(shelf, no)


def test_a_company_that_we_know_to_be_bound_stays_bound_whatever_is_told():
    shelf = world.shelves(world.clause("a"))
    denied = world.writing(not_bound_by=(world.WGA_2023,), is_situation=True)

    assert world.only(shelf, denied).standing == "binding"


def test_a_doubt_about_a_company_is_settled_by_who_knows():
    shelf = world.shelves(world.performers_clause("a"))
    doubtful = world.scanning(deployers=("lionsgate",))
    settled = world.scanning(deployers=("lionsgate",), not_bound_by=(world.SAG_2023,))

    assert world.hows(world.only(shelf, doubtful), "party") == ["likely"]
    assert world.hows(world.only(shelf, settled), "party") == ["denied"]


def test_without_a_place_the_one_that_divides_the_clauses_is_asked():
    shelf = world.shelves(
        world.performers_clause("us-one"),
        world.performers_clause("us-two"),
        world.performers_clause("german", agreement=world.GERMAN),
    )
    nowhere = world.scanning(deployers=(), places=(), sectors=("television",), is_situation=True)

    (first, *_) = questions.ranked(library=shelf, event=nowhere, on=world.SOME_DAY)
    no = questions.answered(event=nowhere, field="jurisdictions", value="US", so=False)

    assert first.field == "jurisdictions"
    assert set(world.standings(shelf, no)) == {"german"}


def test_within_a_known_country_the_state_of_a_law_is_asked_once():
    law = records.StatuteRecord(
        slug="law", name="Law", jurisdiction="US-CA", term=world.term(world.DAY(2025, 1, 1))
    )
    shelf = world.shelves(
        world.performers_clause(
            "of-the-law", agreement="", statute="law", term=world.term(world.DAY(2025, 1, 1))
        ),
        statutes=(law,),
    )
    in_the_us = world.scanning(is_situation=True)

    yes = questions.answered(event=in_the_us, field="jurisdictions", value="US-CA", so=True)
    no = questions.answered(event=in_the_us, field="jurisdictions", value="US-CA", so=False)

    assert asked(shelf, in_the_us) == ["jurisdictions:US-CA"]
    assert world.standings(shelf, in_the_us) == {"of-the-law": "conditional"}
    assert world.standings(shelf, yes) == {"of-the-law": "binding"}
    assert world.standings(shelf, no) == {}
    assert asked(shelf, yes) == asked(shelf, no) == []


def test_without_a_sector_it_is_asked_and_a_no_takes_what_works_in_no_other():
    agreement = world.agreement(world.WGA_2023, sectors=("television",))
    shelf = world.shelves(world.clause("a"), agreements=(agreement,))
    no = questions.answered(event=world.writing(), field="sectors", value="television", so=False)

    assert "sectors:television" in asked(shelf, world.writing())
    assert world.standings(shelf, no) == {}


def test_where_nothing_can_follow_nothing_is_asked():
    shelf = world.shelves(world.clause("a", required_facts=("minor",)))

    assert asked(shelf, world.writing(uses=())) == []
    assert asked(shelf, world.writing(uses=("text-to-image",), roles=("crew",))) == []
