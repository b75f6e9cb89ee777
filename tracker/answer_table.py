"""One answer as text to read: what leads first, and what clauses have in common said once."""

import dataclasses
import textwrap
from collections.abc import Sequence

from tracker.matching import answers, wording

WIDTH = 96
INDENT = 12
DISCLAIMER = (
    "This informs, it does not advise. The text of the agreement or law governs. Ask your union."
)
HEADINGS = {answers.MAIN: "What this is about", answers.ALSO: "What goes on applying beside it"}


@dataclasses.dataclass(frozen=True)
class Told:
    """An entry with its reasons in words."""

    entry: answers.Entry
    sentences: tuple[str, ...]


def lines(
    *, title: str, answer: answers.Answer, labels: wording.Labels, language: str
) -> list[str]:
    """The answer line by line: main clauses, then the others, each under its agreement."""
    day = wording.day(date=answer.as_of, language=language)
    found = [f"{title} — as of {day}", ""]
    if answer.silence:
        found += [wording.silence(key=answer.silence, language=language), ""]
    told = [
        Told(
            entry,
            tuple(
                wording.sentence(reason=reason, labels=labels, language=language)
                for reason in entry.reasons
            ),
        )
        for entry in answer.entries
    ]
    for bearing, heading in HEADINGS.items():
        some = [one for one in told if one.entry.bearing == bearing]
        if some:
            found += [heading, "=" * len(heading), ""]
        for slug, group in _by_agreement(some).items():
            name = labels.of(kind="agreement", slug=slug, language=language)
            found += _group(name, group, labels, language)
    for role in answer.gaps:
        found += [wording.gap(role=role, labels=labels, language=language), ""]
    if answer.unmatched:
        found += [f"Not in our records, taken as not bound: {', '.join(answer.unmatched)}", ""]
    return [*found, DISCLAIMER]


def _by_agreement(told: Sequence[Told]) -> dict[str, list[Told]]:
    """Entries by agreement (or law), in the order of the best of each."""
    groups: dict[str, list[Told]] = {}
    for one in told:
        groups.setdefault(one.entry.agreement, []).append(one)
    return groups


def _group(name: str, group: Sequence[Told], labels: wording.Labels, language: str) -> list[str]:
    """What the clauses of one agreement share, said once, then each with what differs."""
    if len(group) == 1:
        return _entry(group[0], group[0].entry.citation, (), labels, language)
    shared = [
        sentence
        for sentence in group[0].sentences
        if all(sentence in one.sentences for one in group)
    ]
    found = [name, *_wrapped(shared, indent=2), ""]
    for one in group:
        section = one.entry.citation.removeprefix(name).removeprefix(", ")
        found += _entry(one, section, shared, labels, language)
    return found


def _entry(
    told: Told, citation: str, shared: Sequence[str], labels: wording.Labels, language: str
) -> list[str]:
    entry = told.entry
    name = labels.of(kind="clause", slug=entry.clause, language=language)
    support = " · ".join(filter(None, [citation, f"grade {entry.grade}"]))
    rest = [f"with {', '.join(entry.includes)}"] if entry.includes else []
    own = [sentence for sentence in told.sentences if sentence not in shared]
    return [
        f"{entry.standing.upper():{INDENT}}{name} [{entry.clause}]",
        *_wrapped([support, *rest], indent=INDENT, mark=""),
        *_wrapped(own, indent=INDENT),
        "",
    ]


def _wrapped(texts: Sequence[str], *, indent: int, mark: str = "- ") -> list[str]:
    first, later = " " * indent + mark, " " * (indent + len(mark))
    return [
        line
        for text in texts
        for line in textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=later)
    ]
