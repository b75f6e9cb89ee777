"""Judges a list of passages against what was planted: found and missed, right and wrong."""

import dataclasses
import re
from collections.abc import Sequence

from tests.agreements import composing


@dataclasses.dataclass(frozen=True, kw_only=True)
class Judgement:
    """Blocks that were found or missed, and listed passages that hold nothing planted."""

    found: tuple[composing.Block, ...]
    missed: tuple[composing.Block, ...]
    wrong: tuple[str, ...]
    right_count: int

    @property
    def recall(self) -> float:
        """Planted passages that are listed."""
        return len(self.found) / (len(self.found) + len(self.missed))

    @property
    def precision(self) -> float:
        """Listed passages that were planted."""
        return self.right_count / max(1, self.right_count + len(self.wrong))


def judge(planted: Sequence[composing.Block], listed: Sequence[str]) -> Judgement:
    """Compare by the letters in the middle of a planted passage, whatever the file did to them."""
    plain = [letters(text) for text in listed]
    cores = {block: core(letters(block.planted)) for block in planted}
    found = tuple(block for block in planted if any(cores[block] in text for text in plain))
    right = [
        any(core in text for core in cores.values())
        or any(core(text) in letters(block.planted) for block in planted)
        for text in plain
    ]
    return Judgement(
        found=found,
        missed=tuple(block for block in planted if block not in found),
        wrong=tuple(text for text, is_right in zip(listed, right, strict=True) if not is_right),
        right_count=sum(right),
    )


def letters(text: str) -> str:
    """Return letters and digits alone, small."""
    return re.sub(r"[\W_]+", "", text).lower()


def core(plain: str) -> str:
    """Return the middle third."""
    return plain[len(plain) // 3 : len(plain) * 2 // 3]
