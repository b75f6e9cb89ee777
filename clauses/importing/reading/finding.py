"""Finds what speaks of AI in a document, ranks it, and says in which section it stands."""

import bisect
import dataclasses
import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence

from clauses.importing.reading import decoys, headings, mending, names, nearness, pages

ENOUGH = 7.0
LONGEST = 1_100
"""Characters above which a paragraph is searched in groups of sentences."""

MOST_PASSAGES = 2_000
MOST_SECTIONS = 20_000
SENTENCE_ENDS = re.compile(r"(?<=[.;!?])[”\"»]?\s+(?=[A-ZÀ-ÝÄÖÜ“\"«(§])")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Section:
    """A heading or number of the document. Levels: 1 article, 2 section, 3 below."""

    level: int
    label: str
    heading: str
    start: int
    page: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class Passage:
    """What speaks of AI: `start` to `end` of the stored text, the words that showed it."""

    start: int
    end: int
    first_page: int
    last_page: int
    section: str
    heading: str
    score: float
    words: tuple[str, ...]
    sha256: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Found:
    """Sections in order; passages, the most telling first."""

    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]


def find(given: Sequence[pages.Page], *, lines_are_paragraphs: bool) -> Found:
    """Find sections and passages. Offsets count characters of the pages' texts joined."""
    lines = mending.lines_of(given)
    outline = headings.Outline()
    sections: list[Section] = []
    passages: list[Passage] = []
    heading = ""
    about: dict[int, str] = {}
    stored = "".join(page.text for page in given)
    ends = list(itertools.accumulate(len(page.text) for page in given))
    for paragraph in mending.paragraphs(lines, lines_are_paragraphs=lines_are_paragraphs):
        mark = paragraph.mark
        outline.take(mark)
        if mark is not None and mark.level < 4:
            heading = mark.heading
            about = {level: named for level, named in about.items() if level < mark.level}
            if weigh(heading)[0] >= ENOUGH:
                about[mark.level] = heading
            sections.append(_section(mark, paragraph))
        if paragraph.is_heading:
            continue
        for start, end in _units(paragraph.text):
            score, words = weigh(paragraph.text[start:end])
            if about and score < ENOUGH:
                score, words = ENOUGH, (*words, f"≤ {about[max(about)]}"[:60])
            if score >= ENOUGH:
                first, last = paragraph.place(start), paragraph.place(end - 1) + 1
                passages.append(
                    Passage(
                        start=first,
                        end=last,
                        first_page=given[bisect.bisect_right(ends, first)].number,
                        last_page=given[bisect.bisect_right(ends, last - 1)].number,
                        section=outline.citation()[:120],
                        heading=heading[:200],
                        score=round(score, 1),
                        words=words,
                        sha256=digest(stored[first:last]),
                    )
                )
    ranked = sorted(passages, key=lambda passage: (-passage.score, passage.start))
    return Found(sections=tuple(sections[:MOST_SECTIONS]), passages=tuple(ranked[:MOST_PASSAGES]))


def digest(words: str) -> str:
    """Return the SHA-256 of words, as citations keep it."""
    return hashlib.sha256(words.encode()).hexdigest()


def weigh(text: str) -> tuple[float, tuple[str, ...]]:
    """Return how much a passage speaks of AI, and the words that show it, the weightiest first."""
    plain = decoys.DECOYS.sub(_blank, decoys.INITIALS.sub(_blank, text))
    found: dict[str, float] = {}
    for weight, pattern in (*names.NAMES, *nearness.PAIRS):
        for match in pattern.finditer(plain):
            found.setdefault(_word(match[0]), weight)
    if names.SHORT.search(plain):
        found.setdefault(names.SHORT.search(plain)[0], names.LIKELY)  # type: ignore[index]  # found
    for sentence in SENTENCE_ENDS.split(plain):
        found.update(_together(sentence))
    weights = sorted(found.values(), reverse=True)
    if not weights:
        return 0.0, ()
    score = weights[0] + sum(weight / (2 + place) for place, weight in enumerate(weights[1:6], 1))
    ranked = sorted(found, key=lambda word: -found[word])
    return score, tuple(ranked[:8])


def _together(sentence: str) -> dict[str, float]:
    """A machine, what it does and what a person gives, near one another."""
    machines = list(nearness.MACHINES.finditer(sentence))
    if not machines:
        return {}
    acts = list(nearness.ACTS.finditer(sentence))
    if not acts or not nearness.GIVEN.search(sentence):
        return {}
    nearest = min(
        (
            (abs(m.start() - a.start()), m, a)
            for m in machines
            for a in acts
            if m.span() != a.span()
        ),
        key=lambda pair: pair[0],
        default=None,
    )
    if nearest is None:
        return {}
    distance, machine, act = nearest
    kinds = len({match[0].lower() for match in (*machines, *acts)})
    weight = 4.0 + (2.0 if distance < 60 else 0.0) + min(2.0, 0.5 * (kinds - 2))
    return {f"{_word(machine[0])} … {_word(act[0])}": weight}


def _section(mark: headings.Mark, paragraph: mending.Paragraph) -> Section:
    return Section(
        level=mark.level,
        label=mark.label[:60],
        heading=mark.heading[:200],
        start=paragraph.place(0),
        page=paragraph.page,
    )


def _units(text: str) -> Iterator[tuple[int, int]]:
    """The whole paragraph, or groups of its sentences where it is long."""
    start = 0
    if len(text) > LONGEST:
        for match in SENTENCE_ENDS.finditer(text):
            while match.end() - start > LONGEST * 2:
                yield start, start + LONGEST
                start += LONGEST
            if match.end() - start > LONGEST * 0.7:
                yield start, match.end()
                start = match.end()
        while len(text) - start > LONGEST * 2:
            yield start, start + LONGEST
            start += LONGEST
    if start < len(text):
        yield start, len(text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _word(text: str) -> str:
    return " ".join(text.split()).strip()[:60].lower()
