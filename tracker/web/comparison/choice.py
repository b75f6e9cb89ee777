"""What a reader chose to compare: it stands in the address, so that it can be shared."""

import dataclasses
import datetime
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from clauses import comparing, search, visibility, vocabulary
from clauses.models import agreement as agreements
from clauses.models import clause as clauses
from tracker.web import refusals

PARAMETERS = ("as_of", "agreements", "clauses", "use")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Choice:
    """Slugs of agreements and of clauses, in the order of the columns; none of them twice.

    `use`, if not empty, is the use of AI that the clauses shown must speak of.
    """

    agreements: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    use: str = ""

    def __len__(self) -> int:
        return len(self.agreements) + len(self.clauses)

    @property
    def is_full(self) -> bool:
        """Tell whether no further column has a place."""
        return len(self) >= comparing.MOST_COLUMNS

    def query(self, *, on: datetime.date | None = None) -> str:
        """Return the query of an address, with the day if one is given."""
        named = {"agreements": ",".join(self.agreements), "clauses": ",".join(self.clauses)}
        pairs = [(name, slugs) for name, slugs in named.items() if slugs]
        if self.use:
            pairs.append(("use", self.use))
        if on is not None:
            pairs.append(("as_of", on.isoformat()))
        return urlencode(pairs, safe=",")

    def address(self, *, name: str = "compare", on: datetime.date | None = None) -> str:
        """Return the address of the page, or of a file of it."""
        query = self.query(on=on)
        return f"{reverse(name)}{'?' + query if query else ''}"

    def without(self, slug: str) -> "Choice":
        """The same without one column."""
        return dataclasses.replace(
            self,
            agreements=tuple(each for each in self.agreements if each != slug),
            clauses=tuple(each for each in self.clauses if each != slug),
        )

    def with_instead(self, *, old: str, new: str) -> "Choice":
        """The same with one slug in place of another."""
        return dataclasses.replace(
            self,
            agreements=_once(new if each == old else each for each in self.agreements),
            clauses=_once(new if each == old else each for each in self.clauses),
        )


def read(*, query: QueryDict, words: vocabulary.Vocabulary) -> Choice:
    """Read the choice of an address: slugs after commas, or a parameter given several times.

    Raises BadParameter where there are more columns than a table holds, or for an unknown use.
    """
    use = query.get("use", "").strip()
    if use:
        known = [term.slug for term in words.terms("uses")]
        refusals.refuse_unknown_value(name="use", value=use, known=known)
    choice = Choice(
        agreements=_once(_slugs(query.getlist("agreements"))),
        clauses=_once(_slugs(query.getlist("clauses"))),
        use=use,
    )
    if len(choice) > comparing.MOST_COLUMNS:
        sentence = _("A comparison holds %(most)d columns at most; this address names %(given)d.")
        raise refusals.BadParameter(
            name="clauses" if choice.clauses else "agreements",
            sentence=sentence % {"most": comparing.MOST_COLUMNS, "given": len(choice)},
        )
    return choice


def is_plain(*, query: QueryDict) -> bool:
    """Tell whether the address is written as we would write it, each list once."""
    return all(len(query.getlist(name)) < 2 for name in PARAMETERS)


def columns(
    *,
    choice: Choice,
    viewer: visibility.Viewer | None,
    on: datetime.date,
    language: str,
) -> tuple[comparing.Column, ...]:
    """Return the columns of a choice, whole. Raises NoSuchRecord, which names the nearest."""
    found = comparing.columns(
        agreement_slugs=[slug for slug in choice.agreements if "\x00" not in slug],
        clause_slugs=[slug for slug in choice.clauses if "\x00" not in slug],
        viewer=viewer,
        on=on,
        language=language,
    )
    for slugs, rows, missing in (
        (choice.agreements, agreements.Agreement.objects, found.missing_agreements),
        (choice.clauses, clauses.Clause.objects, found.missing_clauses),
    ):
        unknown = next((slug for slug in slugs if slug in missing or "\x00" in slug), None)
        if unknown is not None:
            raise _no_such(choice=choice, slug=unknown, rows=rows.visible_to(viewer), on=on)
    return found.columns


def narrowed(
    *, choice: Choice, columns: tuple[comparing.Column, ...], words: vocabulary.Vocabulary
) -> tuple[comparing.Column, ...]:
    """Keep what speaks of the chosen use; a clause that was chosen itself stays whole."""
    if not choice.use:
        return columns
    uses = _around(use=choice.use, words=words)
    return tuple(
        comparing.narrowed(column=column, uses=uses) if column.agreement else column
        for column in columns
    )


def uses_of(
    *, columns: Iterable[comparing.Column], words: vocabulary.Vocabulary
) -> list[vocabulary.Term]:
    """List the uses that the columns speak of, and those above them, in the vocabulary's order."""
    spoken = {use for column in columns for each in column.entries for use in each.clause.uses}
    wider = {above for use in spoken for above in _line(use=use, words=words)}
    return [term for term in words.terms("uses") if term.slug in wider]


def _around(*, use: str, words: vocabulary.Vocabulary) -> frozenset[str]:
    """Return a use, all below it and all above it: a clause may speak of either."""
    below = {term.slug for term in words.terms("uses") if use in _line(use=term.slug, words=words)}
    return frozenset(below | set(_line(use=use, words=words)))


def _line(*, use: str, words: vocabulary.Vocabulary) -> list[str]:
    """Return a use and those above it."""
    line: list[str] = []
    term = words.find("uses", use)
    while term is not None and term.slug not in line:
        line.append(term.slug)
        term = words.find("uses", term.parent)
    return line


def _no_such(*, choice: Choice, slug: str, rows: Any, on: datetime.date) -> refusals.NoSuchRecord:
    near = search.nearest_slugs(
        queryset=rows.model.objects.filter(pk__in=rows.order_by().values("pk")), slug=slug
    )
    return refusals.NoSuchRecord(
        sentence=_("We have no record named “%(slug)s”.") % {"slug": slug[:80]},
        nearest=[
            refusals.Suggestion(
                title=str(row),
                slug=row.slug,
                address=choice.with_instead(old=slug, new=row.slug).address(on=on),
            )
            for row in near
        ],
    )


def _slugs(given: Iterable[str]) -> Iterable[str]:
    return (slug.strip() for text in given for slug in text.split(","))


def _once(slugs: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug for slug in slugs if slug))
