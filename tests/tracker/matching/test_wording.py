"""Reasons in words, questions, and the JSON document."""

import datetime
import string

import pytest

from tests.tracker.matching import world
from tests.tracker.matching.world import DAY
from tracker.matching import documents, wording

LABELS = wording.Labels(
    {
        "use": {"script-rewriting": {"en": "Rewriting", "fr": "Réécriture", "es": "Reescritura"}},
        "role": {"writer": {"en": "Writer", "fr": "Scénariste"}},
        "fact": {"reuse": {"en": "Reuse", "fr": "Réutilisation"}},
        "question": {"reuse": {"en": "Is it used elsewhere?", "fr": "Est-ce utilisé ailleurs ?"}},
        "party": {"disney": {"en": "Disney"}},
        "agreement": {
            world.WGA_2023: {"en": "the 2023 writers' agreement"},
            world.WGA_2026: {"en": "the 2026 writers' agreement"},
        },
    }
)


def texts(shelf, event, on, language="en"):
    entry = world.only(shelf, event, on)
    return [
        wording.sentence(reason=reason, labels=LABELS, language=language)
        for reason in entry.reasons
    ]


def test_every_step_is_a_sentence():
    shelf = world.shelves(world.clause("kept", carried_into=(world.WGA_2026,)))

    assert texts(shelf, world.writing(sectors=("streaming",)), DAY(2026, 5, 2)) == [
        "It is written for this use: Rewriting.",
        "It protects those affected: Writer.",
        "It works in this sector: streaming.",
        "It applies in a place named here: US.",
        "Won in the 2023 writers' agreement and kept in the 2026 writers' agreement,"
        " in force from 2 May 2026 to 1 May 2030.",
        "Disney is bound by the 2026 writers' agreement on that day.",
        "The duty begins when the tool is used.",
    ]


def test_what_was_not_said_of_sector_and_place_is_told():
    event = world.writing(sectors=(), places=())

    found = texts(world.shelves(world.clause("open")), event, world.SOME_DAY)

    assert found[2:4] == [
        "It covers theatrical, television and streaming; which sector this is was not said.",
        "It covers US; where this is done was not said.",
    ]


def test_a_tool_that_only_could_says_that_this_is_not_shown():
    clause = world.clause(
        "notice",
        agreement=world.SAG_2023,
        main_uses=("synthetic-performer",),
        enabled_by=("text-to-video",),
        roles=("principal-performer",),
    )
    event = world.writing(
        uses=("text-to-video",), capabilities=("text-to-video",), roles=("principal-performer",)
    )

    found = texts(world.shelves(clause), event, world.SOME_DAY)

    assert (
        found[0] == "Text-to-video can lead to what this clause is about; that is not shown here."
    )


def test_lapsed_without_a_successor_says_that_rules_often_go_on():
    clause = world.clause("german", agreement=world.GERMAN, roles=("writer",))
    event = world.writing(places=("DE",))

    found = texts(world.shelves(clause), event, DAY(2026, 8, 1))

    assert found[-1] == (
        "The term of this agreement ended on 30 June 2026. We found no successor. Rules often go"
        " on applying after an agreement ends while a new one is bargained; ask your union."
    )


def test_lapsed_with_a_successor_says_that_we_do_not_know():
    found = texts(world.shelves(world.clause("gone")), world.writing(), DAY(2026, 6, 1))

    assert found[-1] == (
        "The term ended on 1 May 2026. We did not find whether the new agreement keeps this rule;"
        " ask your union."
    )


def test_what_the_successor_dropped_lapses_like_the_rest_and_says_so():
    dropped = world.shelves(world.clause("gone", dropped_by=(world.WGA_2026,)))

    found = texts(dropped, world.writing(), DAY(2026, 6, 1))

    assert found[-1] == (
        "The term ended on 1 May 2026. This rule was dropped in the 2026 writers' agreement; ask"
        " your union what applies now."
    )


def test_upcoming_names_the_day_on_which_it_starts():
    shelf = world.shelves(world.clause("new", agreement=world.WGA_2026))

    found = texts(shelf, world.writing(), DAY(2026, 5, 1))

    assert found[-1] == "Agreed, but not in force yet: it starts on 2 May 2026."


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "1 May 2026"), ("fr", "1er mai 2026"), ("es", "1 de mayo de 2026")],
)
def test_days_are_written_as_the_language_writes_them(language, expected):
    assert wording.day(date=datetime.date(2026, 5, 1), language=language) == expected


def test_names_fall_back_to_english_and_then_to_the_id():
    assert LABELS.of(kind="role", slug="writer", language="fr") == "Scénariste"
    assert LABELS.of(kind="role", slug="writer", language="es") == "Writer"
    assert LABELS.of(kind="role", slug="crew", language="fr") == "crew"


def test_a_fact_without_a_question_of_its_own_is_still_asked():
    assert wording.question(fact="new-fact", labels=LABELS) == "Is this so: new fact?"
    assert wording.question(fact="reuse", labels=LABELS, language="fr") == (
        "Est-ce utilisé ailleurs ?"
    )


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_language_has_every_sentence_with_the_same_blanks(language):
    english, other = wording.PHRASES["en"], wording.PHRASES[language]

    assert set(other.SENTENCES) == set(english.SENTENCES)
    for key, text in english.SENTENCES.items():
        assert placeholders(other.SENTENCES[key]) <= placeholders(text), key
        assert placeholders(text) - placeholders(other.SENTENCES[key]) == set(), key


def test_the_document_has_the_public_shape():
    shelf = world.shelves(world.clause("asked", required_facts=("reuse",)))
    answer = world.answer(shelf, world.writing(unmatched_deployers=("Acme",)), DAY(2025, 6, 1))

    document = documents.of_answer(answer=answer, labels=LABELS, language="fr")

    (entry,) = document["clauses"]
    assert (document["as_of"], document["unmatched"], document["gaps"]) == (
        "2025-06-01",
        ["Acme"],
        [],
    )
    assert {key: entry[key] for key in ("clause", "standing", "bearing", "citation", "grade")} == {
        "clause": "asked",
        "standing": "possible",
        "bearing": "main",
        "citation": "asked",
        "grade": "A",
    }
    assert entry["missing_facts"] == [
        {
            "fact": "reuse",
            "question": "Est-ce utilisé ailleurs ?",
        }
    ]
    assert entry["reasons"][0] == {
        "facet": "use",
        "matched": ["script-rewriting"],
        "how": "direct",
        "text": "La clause vise cet usage : Réécriture.",
    }


def test_silence_and_gaps_are_told_in_words():
    silent = world.answer(world.shelves(), world.writing(kind="lawsuit"), DAY(2025, 6, 1))
    unreached = world.answer(world.shelves(), world.writing(), DAY(2025, 6, 1))

    assert documents.of_answer(answer=silent, labels=LABELS)["note"] == (
        "An event of this kind brings no clause unless union staff link it."
    )
    assert documents.of_answer(answer=unreached, labels=LABELS)["gaps"] == [
        {
            "role": "writer",
            "text": "No clause in our records that is in force on that day reaches this for:"
            " Writer.",
        }
    ]
