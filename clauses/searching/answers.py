"""The one engine: from a question to the entries that answer it, in order.

Every statement is bound by its scope before it counts, ranks or guesses.
"""

import dataclasses
import enum
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from clauses.searching import questions, scopes, spelling


class How(enum.StrEnum):
    """How a search found what it found."""

    WORDS = "words"
    SPELLING = "spelling"
    SOME = "some"
    NOTHING = "nothing"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Answer:
    """How something was found, and the question that found it: another than typed if respelled."""

    how: How
    question: questions.Question
    found: Any = None
    """What the first answered attempt returned."""

    @property
    def meant(self) -> str:
        """The text that was searched instead; empty where it is the one typed."""
        return self.question.text if self.how is How.SPELLING else ""


# Best first: the very name or section; every word in title, names or where it stands; with labels;
# anywhere; beginnings of words. Within each: in force, then to come, then ended; then by rank.
RANKED = """
SELECT id, record_kind, record_id, scope, slug,
       CASE WHEN keys && %(keys)s::text[] THEN 0
            WHEN words @@ %(in_head)s::tsquery THEN 1
            WHEN words @@ %(in_labels)s::tsquery THEN 2
            WHEN words @@ %(whole)s::tsquery THEN 3
            ELSE 4 END AS tier,
       CASE WHEN in_force IS NULL OR in_force @> %(on)s::date THEN 0
            WHEN lower(in_force) > %(on)s::date THEN 1
            ELSE 2 END AS late,
       ts_rank('{0.1, 0.3, 0.6, 1.0}', words, %(ranking)s::tsquery) AS rank
FROM clauses_searchentry
WHERE words @@ %(query)s::tsquery AND """
ORDER = "tier, late, rank DESC, slug"


def look(
    *,
    text: str,
    scope: scopes.Scope,
    attempt: Callable[[questions.Question, scopes.Scope], Any],
    is_strict: bool = True,
) -> Answer:
    """Attempt every word, then as it was probably meant; if not `is_strict`, then any word.

    What the first attempt returns that is not empty is the answer's `found`.
    """
    question = questions.ask(text=text)
    if question.is_empty:
        return Answer(how=How.NOTHING, question=question)
    if found := attempt(question, scope):
        return Answer(how=How.WORDS, question=question, found=found)
    meant = _meant(question=question, scope=scope)
    if meant is not None and (found := attempt(meant, scope)):
        return Answer(how=How.SPELLING, question=meant, found=found)
    if not is_strict and len(question.each) > 1:
        some = dataclasses.replace(question, required=question.some)
        if found := attempt(some, scope):
            return Answer(how=How.SOME, question=some, found=found)
    return Answer(how=How.NOTHING, question=question)


def is_answered(question: questions.Question, scope: scopes.Scope) -> bool:
    """Whether anything in the scope answers."""
    return bool(
        rows(
            "SELECT EXISTS (SELECT FROM clauses_searchentry"  # noqa: S608 - parameters are bound
            f" WHERE words @@ %(query)s::tsquery AND {scope.sql})",
            bound(question=question, scope=scope),
        )[0][0]
    )


def ids(question: questions.Question, scope: scopes.Scope) -> list[int]:
    """List the ids of all records of a scope of one kind that answer, best first."""
    found = rows(
        f"SELECT record_id FROM ({RANKED} {scope.sql}) AS ranked ORDER BY {ORDER}",  # noqa: S608
        bound(question=question, scope=scope),
    )
    return [pk for (pk,) in found]


def bound(*, question: questions.Question, scope: scopes.Scope) -> dict[str, Any]:
    """Return the named values of a statement."""
    return {
        **scope.values,
        "on": scope.on,
        "query": question.required,
        "keys": list(question.keys),
        "in_head": question.in_head,
        "in_labels": question.in_labels,
        "whole": question.whole,
        "ranking": question.ranking,
    }


def rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Run one statement of ours and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _meant(*, question: questions.Question, scope: scopes.Scope) -> questions.Question | None:
    """Return the question with the words that lead nowhere as they were probably meant."""
    parts = list(dict.fromkeys(part for chunk in question.chunks for part in chunk.parts))
    unknown = _leading_nowhere(parts, scope)
    near = spelling.guesses(typed=unknown)
    counts = _counts([word for words in near.values() for _far, word in words], scope)
    instead = {
        typed: min(known)[3]
        for typed, words in near.items()
        if (
            known := [
                (far, not spelling.same_letters(typed, word), -counts[word], word)
                for far, word in words
                if counts[word]
            ]
        )
    }
    if not instead:
        return None
    return questions.ask(text=spelling.respelled(question=question, instead=instead))


def _leading_nowhere(parts: Sequence[str], scope: scopes.Scope) -> list[str]:
    found = rows(
        "SELECT part FROM unnest(%(parts)s::text[]) AS part"  # noqa: S608 - parameters are bound
        " WHERE NOT EXISTS (SELECT FROM clauses_searchentry"
        f" WHERE words @@ clauses_search_beginning(part) AND {scope.sql})",
        {**scope.values, "parts": list(parts)},
    )
    return [part for (part,) in found]


def _counts(words: Sequence[str], scope: scopes.Scope) -> dict[str, int]:
    if not words:
        return {}
    found = rows(
        "SELECT word, (SELECT count(*) FROM clauses_searchentry"  # noqa: S608 - parameters are bound
        f" WHERE words @@ clauses_search_word(word, '') AND {scope.sql})"
        " FROM unnest(%(words)s::text[]) AS word",
        {**scope.values, "words": sorted(set(words))},
    )
    return dict(found)
