"""What somebody typed, cut into words and sections, and how it is asked of the index.

Whatever is typed is data: words go to the database as parameters and come back as quoted lexemes,
of which alone the questions are made.
"""

import dataclasses
import itertools
import re
import unicodedata
from collections.abc import Iterable

from django.db import connection

LONGEST_TEXT = 200
MOST_WORDS = 8
LONGEST_WORD = 40

CHUNK = re.compile(r"[^\W_]+(?:[.\-][^\W_]+)*")
PART = re.compile(r"[^\W_]+")
BEFORE_A_SECTION = frozenset(
    {
        *(
            "art",
            "article",
            "articles",
            "artículo",
            "articulo",
            "sec",
            "sect",
            "section",
            "sections",
        ),
        *(
            "sección",
            "seccion",
            "item",
            "point",
            "punto",
            "par",
            "para",
            "exhibit",
            "annexe",
            "anexo",
        ),
        *("schedule", "clause", "cláusula", "clausula", "no", "nº", "n"),
    }
)
"""Words that only announce a number: "Art. 72" asks for 72."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Chunk:
    """What stands between spaces: "consent", "SAG-AFTRA", "39.A". `at` is where it begins."""

    at: int
    parts: tuple[str, ...]
    section: str = ""
    is_announcing: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Word:
    """One word as the index knows it in each language; `is_common` where one of them skips it."""

    whole: str
    in_head: str
    in_labels: str
    beginning: str
    is_common: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: all the words, in several strictnesses, each the text of a tsquery.

    `keys` are what a title, name or section is compared with as a whole. `required` takes
    beginnings of words, `whole` whole words, `in_head` whole words of titles and names,
    `in_labels` of labels too; `some` is for any of the words, `shown` for marking them.
    """

    text: str
    keys: tuple[str, ...]
    required: str
    whole: str
    in_head: str
    in_labels: str
    some: str
    ranking: str
    shown: str
    chunks: tuple[Chunk, ...]
    each: tuple[str, ...]
    """For each chunk that must be there: its own tsquery."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it can be looked up."""
        return not self.required


def cut(*, text: str) -> tuple[str, tuple[Chunk, ...]]:
    """Return the text that counts and its chunks, at most eight words; NUL is none."""
    counted = unicodedata.normalize("NFC", text[: LONGEST_TEXT * 2].replace("\x00", " "))
    counted = " ".join(counted.split())[:LONGEST_TEXT]
    chunks: list[Chunk] = []
    left = MOST_WORDS
    for found in CHUNK.finditer(counted):
        parts = tuple(part[:LONGEST_WORD] for part in PART.findall(found[0]))[:left]
        left -= len(parts)
        chunks.append(Chunk(at=found.start(), parts=parts, section=_section(parts)))
        if left <= 0:
            break
    return counted, tuple(_announcing(chunks))


def _section(parts: tuple[str, ...]) -> str:
    """Return "39.a" for "39.A"; empty where no number is in it."""
    if not any(any(sign.isdecimal() for sign in part) for part in parts):
        return ""
    plain = (
        "".join(each for each in unicodedata.normalize("NFKD", part.lower()) if each.isalnum())
        for part in parts
    )
    return ".".join(part for part in plain if part.isascii())


def _announcing(chunks: list[Chunk]) -> Iterable[Chunk]:
    for chunk, following in itertools.zip_longest(chunks, chunks[1:]):
        if (
            following is not None
            and following.section
            and len(chunk.parts) == 1
            and chunk.parts[0].lower() in BEFORE_A_SECTION
        ):
            yield dataclasses.replace(chunk, is_announcing=True)
        else:
            yield chunk


def ask(*, text: str) -> Question:
    """Turn what was typed into a question, in one query."""
    counted, chunks = cut(text=text)
    parts = [part for chunk in chunks for part in chunk.parts]
    told = [chunk for chunk in chunks if not chunk.is_announcing] or list(chunks)
    number = " ".join(part for chunk in told for part in chunk.parts)
    words, keys = _look_up(parts, [counted, number]) if parts else ({}, ())
    needed = [chunk for chunk in told if not _is_common(chunk, words)] or told
    every = [word for part in parts if (word := words[part]).whole]
    telling = [word for word in every if not word.is_common] or every
    sections = [f"'§{chunk.section}'" for chunk in chunks if chunk.section]
    each = tuple(_chunk(chunk, words, "beginning") for chunk in needed)
    return Question(
        text=counted,
        keys=keys,
        required=_joined(each, " & "),
        whole=_joined((_chunk(chunk, words, "whole") for chunk in needed), " & "),
        in_head=_joined((_chunk(chunk, words, "in_head") for chunk in needed), " & "),
        in_labels=_joined((_chunk(chunk, words, "in_labels") for chunk in needed), " & "),
        some=_joined(each, " | "),
        ranking=_joined([*sections, *(word.whole for word in every)], " | "),
        shown=_joined((word.beginning for word in telling), " | "),
        chunks=chunks,
        each=tuple(text for text in each if text),
    )


WORDS = """
SELECT part,
       clauses_search_word(part, '')::text,
       clauses_search_word(part, ':AD')::text,
       clauses_search_word(part, ':ABD')::text,
       clauses_search_beginning(part)::text,
       clauses_search_is_common(part),
       ARRAY(SELECT clauses_search_key(each) FROM unnest(%s::text[]) AS each)
FROM unnest(%s::text[]) AS part
"""


def _look_up(parts: list[str], texts: list[str]) -> tuple[dict[str, Word], tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(WORDS, [texts, parts])
        rows = cursor.fetchall()
    words = {
        part: Word(
            whole=whole,
            in_head=in_head,
            in_labels=in_labels,
            beginning=beginning,
            is_common=is_common,
        )
        for part, whole, in_head, in_labels, beginning, is_common, _keys in rows
    }
    return words, tuple(key for key in rows[0][-1] if key)


def _is_common(chunk: Chunk, words: dict[str, Word]) -> bool:
    return not chunk.section and all(words[part].is_common for part in chunk.parts)


def _chunk(chunk: Chunk, words: dict[str, Word], how: str) -> str:
    told = [words[part] for part in chunk.parts if not words[part].is_common]
    told = told or [words[part] for part in chunk.parts]
    joined = _joined((getattr(word, how) for word in told), " & ")
    if not chunk.section:
        return joined
    weights = {"in_head": ":AD", "in_labels": ":ABD"}.get(how, "")
    return _joined([f"'§{chunk.section}'{weights}", joined], " | ")


def _joined(queries: Iterable[str], by: str) -> str:
    return by.join(f"({query})" for query in queries if query)
