"""Composes an agreement from a seed: ordinary clauses, decoys, and passages on AI among them."""

import dataclasses
import random
import textwrap
from collections.abc import Iterator

from tests.agreements import decoys, filler, planted

LINES_A_PAGE = 46
WIDTH = 88
ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
SUBSECTIONS = "ABCDEFGHIJKLMNOP"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Block:
    """A heading or a paragraph; `planted` is the passage on AI that a paragraph holds."""

    kind: str
    text: str
    planted: str = ""
    template: str = ""
    section: str = ""
    lines: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Agreement:
    """A whole agreement: its blocks in order, and its length in pages of LINES_A_PAGE lines."""

    blocks: tuple[Block, ...]
    pages: int

    @property
    def planted(self) -> list[Block]:
        """The paragraphs that speak of AI."""
        return [block for block in self.blocks if block.planted]


class Composer:
    """Writes blocks until the agreement is long enough."""

    def __init__(self, *, seed: int, pages: int, passages: int, decoys_count: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
        self.goal = pages * LINES_A_PAGE
        self.blocks: list[Block] = []
        self.line = 0
        self.article = 0
        self.section = ""
        self.style = "plain"
        chosen = list(planted.PASSAGES)
        self.chance.shuffle(chosen)
        room = list(range(12, self.goal - 40))
        ends = sorted(self.chance.sample(room[:: max(1, len(room) // (passages * 3))], passages))
        self.due_passages = list(zip(ends, chosen[:passages], strict=True))
        self.due_decoys = sorted(
            (self.chance.choice(room), self.chance.choice(decoys.DECOYS))
            for _ in range(decoys_count)
        )

    def write(self) -> Agreement:
        """Compose the whole."""
        while self.line < self.goal:
            self._open_article()
            for place in range(self.chance.randrange(3, 7)):
                self._open_section(place)
                for number in range(self.chance.randrange(2, 6)):
                    self._paragraph(number)
        return Agreement(blocks=tuple(self.blocks), pages=-(-self.line // LINES_A_PAGE))

    def _open_article(self) -> None:
        self.article += 1
        topic = self.chance.choice(filler.TOPICS)
        self.style = self.chance.choice(("roman", "plain", "capitals"))
        head = {
            "roman": f"ARTICLE {roman(self.article)} - {topic.upper()}",
            "plain": f"Article {self.article}. {topic}",
            "capitals": f"ARTICLE {self.article}: {topic.upper()}",
        }
        self._add(Block(kind="article", text=head[self.style], section=str(self.article)))

    def _open_section(self, place: int) -> None:
        letter = SUBSECTIONS[place]
        named = {
            "roman": f"Section {place + 1}.",
            "plain": f"{self.article}.{letter}.",
            "capitals": f"Section {self.article}.{place + 1}",
        }
        self.section = named[self.style]
        heading = f"{self.section} {self.chance.choice(filler.TOPICS)}"
        self._add(Block(kind="section", text=heading, section=self.section))

    def _paragraph(self, number: int) -> None:
        mark = f"({chr(97 + number)}) " if self.chance.random() < 0.6 else ""
        if self.due_passages and self.line >= self.due_passages[0][0]:
            _, template = self.due_passages.pop(0)
            if self.chance.random() < 0.3:
                self._go_to_end_of_page()
            words = filler.fill(template, self.chance)
            before, after = self.chance.choice(((0, 0), (0, 0), (1, 0), (0, 1)))
            ordinary = [filler.sentence(self.chance) for _ in range(before + after)]
            text = " ".join([*ordinary[:before], words, *ordinary[before:]])
            self._add(
                Block(
                    kind="paragraph",
                    text=mark + text,
                    planted=words,
                    template=template,
                    section=self.section,
                )
            )
            return
        text = filler.paragraph(self.chance)
        if self.due_decoys and self.line >= self.due_decoys[0][0]:
            decoy = filler.fill(self.due_decoys.pop(0)[1], self.chance)
            text = f"{filler.sentence(self.chance)} {decoy}" if mark else f"{decoy} {text}"
        self._add(Block(kind="paragraph", text=mark + text, section=self.section))

    def _go_to_end_of_page(self) -> None:
        while self.line % LINES_A_PAGE not in (LINES_A_PAGE - 3, LINES_A_PAGE - 2):
            self._add(Block(kind="paragraph", text="Reserved.", section=self.section))

    def _add(self, block: Block) -> None:
        lines = tuple(broken(block.text, self.chance))
        self.blocks.append(dataclasses.replace(block, lines=lines))
        self.line += len(lines)


def broken(text: str, chance: random.Random) -> Iterator[str]:
    """Break text into lines; one long word in three at the end of a line is hyphenated."""
    rest = text
    while len(rest) > WIDTH:
        (line, *_) = textwrap.wrap(rest, WIDTH, break_on_hyphens=False)
        rest = rest[len(line) :].lstrip()
        word = rest.split(" ", 1)[0]
        room = WIDTH - len(line) - 2
        if room >= 3 and len(word) > 7 and word.isalpha() and chance.random() < 0.34:
            cut = min(room, len(word) - 3)
            line, rest = f"{line} {word[:cut]}-", rest[cut:]
        yield line
    if rest:
        yield rest


def roman(number: int) -> str:
    """Write a number below 90 as the Romans did; larger ones with as many L as it takes."""
    written = ""
    for value, sign in ROMAN:
        while number >= value:
            written, number = written + sign, number - value
    return written


def compose(*, seed: int, pages: int, passages: int, decoys_count: int) -> Agreement:
    """Compose an agreement of about `pages` pages with so many passages and decoys."""
    return Composer(seed=seed, pages=pages, passages=passages, decoys_count=decoys_count).write()
