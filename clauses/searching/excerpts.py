"""What a reader is shown of a hit: the words that were found, marked, in text that is escaped."""

import dataclasses
import re
from collections.abc import Sequence

from django.db import connection
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from clauses.searching import questions

OPEN, CLOSE = "\ue000", "\ue001"
MARKED = re.compile(f"{OPEN}(.*?){CLOSE}", re.DOTALL)
SHORT = 260
WHOLE = f"StartSel={OPEN},StopSel={CLOSE},HighlightAll=true"
BODY = (
    f"StartSel={OPEN},StopSel={CLOSE},MaxFragments=2,MaxWords=26,MinWords=12,"
    'ShortWord=2,FragmentDelimiter=" … "'
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Passage:
    """Words of a record in one language, before they are marked."""

    language: str
    text: str
    is_title: bool = False


def mark(*, passages: Sequence[Passage], question: questions.Question) -> list[SafeString]:
    """Mark what was found in each passage, shortened to the places where it stands; one query.

    A passage without any of the words comes back empty.
    """
    if not passages or not question.shown:
        return [SafeString("")] * len(passages)
    clean = [each.text.translate({ord(OPEN): None, ord(CLOSE): None}) for each in passages]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ts_headline(('search_' || language)::regconfig, words, %s::tsquery, how)"
            " FROM unnest(%s::text[], %s::text[], %s::text[])"
            " WITH ORDINALITY AS passage(language, words, how, place) ORDER BY place",
            [
                question.shown,
                [each.language for each in passages],
                clean,
                [WHOLE if each.is_title or len(each.text) <= SHORT else BODY for each in passages],
            ],
        )
        found = [text for (text,) in cursor.fetchall()]
    return [escaped(text) if OPEN in text else SafeString("") for text in found]


def escaped(text: str) -> SafeString:
    """Escape a text whose found words stand between OPEN and CLOSE, and mark them."""
    pieces = MARKED.split(text)
    return format_html_join(
        "",
        "{}{}",
        (
            (piece, format_html("<mark>{}</mark>", found) if found else "")
            for piece, found in zip(pieces[::2], [*pieces[1::2], ""], strict=True)
        ),
    )


LABELS = """
SELECT entry.id, ts_headline(spoken.config, said.label, %(shown)s::tsquery, %(how)s),
       spoken.language
FROM clauses_searchentry AS entry
JOIN clauses_taxonomyterm AS term ON term.vocabulary || ':' || term.slug = ANY(entry.terms)
CROSS JOIN (VALUES ('en', 'search_en'::regconfig), ('fr', 'search_fr'), ('es', 'search_es'))
  AS spoken(language, config)
CROSS JOIN LATERAL unnest(
  array_remove(ARRAY[term.labels ->> spoken.language], NULL)
  || clauses_search_list(term.synonyms -> spoken.language)) AS said(label)
WHERE entry.id = ANY(%(ids)s) AND to_tsvector(spoken.config, said.label) @@ %(shown)s::tsquery
ORDER BY entry.id, spoken.language <> %(language)s,
         ts_rank(to_tsvector(spoken.config, said.label), %(shown)s::tsquery) DESC,
         char_length(said.label), said.label, spoken.language
"""


def labels(
    *, entry_ids: Sequence[int], question: questions.Question, language: str
) -> dict[int, tuple[SafeString, str]]:
    """For each entry: the label that best holds the words, marked, and its language."""
    if not entry_ids or not question.shown:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            LABELS,
            {
                "ids": list(entry_ids),
                "shown": question.shown,
                "how": WHOLE,
                "language": language,
            },
        )
        rows = cursor.fetchall()
    best: dict[int, tuple[SafeString, str]] = {}
    for pk, label, spoken in rows:
        if OPEN in label:
            best.setdefault(pk, (escaped(label), spoken))
    return best
