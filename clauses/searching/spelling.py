"""What a slip of the pen was meant to be: the nearest word that leads to something one may see.

The list of words is only a list of guesses. A guess is made only after it was looked up in the
entries that the reader may see, so that no word of a hidden record is ever suggested.
"""

import unicodedata
from collections.abc import Sequence

from django.db import connection

from clauses.searching import questions

SHORT = 5
MOST_GUESSES = 6
NEAR = """
SELECT typed, near.word, near.plain
FROM unnest(%s::text[]) AS typed
CROSS JOIN LATERAL (
  (SELECT word, plain FROM clauses_searchword
   WHERE plain %% typed ORDER BY similarity(plain, typed) DESC, word LIMIT 40)
  UNION
  (SELECT word, plain FROM clauses_searchword
   WHERE char_length(typed) <= 7 AND (char_length(typed) <= 5 OR left(plain, 1) = left(typed, 1))
     AND char_length(plain) BETWEEN char_length(typed) - 1 AND char_length(typed) + 1)
) AS near
"""


def plain(word: str) -> str:
    """Write a word in lower case and without accents."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFKD", word.lower())
        if not unicodedata.combining(sign)
    )


def distance(one: str, other: str, *, most: int) -> int:
    """Count letters changed, added, left out or swapped; `most` + 1 if there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, row, earlier = row, [place], before
        for column, opposite in enumerate(other, start=1):
            cost = min(
                before[column] + 1,
                row[column - 1] + 1,
                before[column - 1] + (letter != opposite),
            )
            if (
                place > 1
                and column > 1
                and letter == other[column - 2]
                and one[place - 2] == opposite
            ):
                cost = min(cost, earlier[column - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def same_letters(one: str, other: str) -> bool:
    """Whether only the order of the letters differs, which is the likeliest slip."""
    return sorted(plain(one)) == sorted(plain(other))


def guesses(*, typed: Sequence[str]) -> dict[str, list[tuple[int, str]]]:
    """For each word: the words that are spelled most like it with their distance, nearest first."""
    asked = {word: plain(word) for word in typed if len(word) > 2 and word.isalpha()}
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NEAR, [sorted(set(asked.values()))])
        rows = cursor.fetchall()
    near: dict[str, list[tuple[int, str]]] = {}
    for word, as_asked in asked.items():
        most = 1 if len(as_asked) <= SHORT else 2
        found = sorted(
            (far, candidate[0] != as_asked[0], spelled)
            for typed_word, spelled, candidate in rows
            if typed_word == as_asked
            and 0 < (far := distance(as_asked, candidate, most=most)) <= most
        )
        near[word] = [(far, spelled) for far, _other_start, spelled in found][:MOST_GUESSES]
    return near


def respelled(*, question: questions.Question, instead: dict[str, str]) -> str:
    """Return the text of the question with some words spelled otherwise."""
    text = question.text
    for found in reversed(list(questions.PART.finditer(text))):
        if found[0] in instead:
            written = _in_the_case_of(found[0], instead[found[0]])
            text = text[: found.start()] + written + text[found.end() :]
    return text


def _in_the_case_of(typed: str, word: str) -> str:
    if typed.isupper():
        return word.upper()
    return word.capitalize() if typed[0].isupper() else word
