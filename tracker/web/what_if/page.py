"""What the what-if page shows: form, situation in words, and the question to answer next."""

import dataclasses
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from clauses import visibility, vocabulary
from clauses.models import agreement as agreements
from clauses.models import union as unions
from tracker import rulebook
from tracker.matching import answers, questions, wording
from tracker.web import contacts
from tracker.web.what_if import address

PARAMETER_OF_FIELD = {
    questions.BOUND_BY: "bound_by",
    questions.PLACES: "place",
    questions.SECTORS: "sector",
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Option:
    """One value of a list."""

    value: str
    label: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class OptionGroup:
    """Values under a heading; without one they stand by themselves."""

    label: str
    options: list[Option]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Field:
    """A list of the form: what is chosen, to be taken off, and what may be added."""

    name: str
    legend: str
    add: str
    help: str
    chosen: list[Option]
    groups: list[OptionGroup]
    errors: list[str]


@dataclasses.dataclass(frozen=True, kw_only=True)
class FactField:
    """A fact of the form, with what is told of it."""

    slug: str
    question: str
    state: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reply:
    """One button under the question: the parameter and value that it adds to the address."""

    name: str
    value: str
    label: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class NextQuestion:
    """The question in words, its three replies, and how many others would change the answer."""

    text: str
    replies: list[Reply]
    others: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class Given:
    """One reply that the reader gave, and the address without it."""

    text: str
    reply: str
    taken_back: str


def fields(
    *,
    told: address.Told,
    names: address.Names,
    words: vocabulary.Vocabulary,
    errors: dict[str, list[str]],
) -> list[Field]:
    """Return the lists of the form, in the order in which one would tell it."""
    asked = {
        "use": (_("What do they want to do with AI?"), _("Add a use"), ""),
        "role": (_("Whose work does it touch?"), _("Add a craft"), ""),
        "place": (_("Where is it done?"), _("Add a place"), ""),
        "sector": (_("What kind of work is it?"), _("Add a kind of work"), ""),
        "bound_by": (
            _("Which agreement did the employer sign?"),
            _("Add an agreement"),
            _("Leave it empty if you do not know; for companies on record we know it."),
        ),
    }
    found = []
    for name, (legend, add, help_text) in asked.items():
        known = names[address.LISTS[name][0]]
        chosen = told.values(name)
        found.append(
            Field(
                name=name,
                legend=legend,
                add=add,
                help=help_text,
                chosen=[Option(value=slug, label=known[slug]) for slug in chosen],
                groups=_groups(name=name, known=known, chosen=chosen, words=words),
                errors=[*errors.get(name, []), *errors.get(f"not_{name}", [])],
            )
        )
    return found


def _groups(
    *, name: str, known: Mapping[str, str], chosen: list[str], words: vocabulary.Vocabulary
) -> list[OptionGroup]:
    if name != "use":
        return [OptionGroup(label="", options=_options(known, without=chosen))]
    heads = [term for term in words.terms("uses") if not term.parent]
    grouped = []
    for head in heads:
        below = [term for term in words.terms("uses") if _top(term, words) == head.slug]
        options = [
            Option(value=term.slug, label=term.label)
            for term in below
            if term.slug != head.slug and term.slug not in chosen
        ]
        grouped.append(OptionGroup(label=head.label, options=options))
    return [group for group in grouped if group.options]


def _top(term: vocabulary.Term, words: vocabulary.Vocabulary) -> str:
    seen = {term.slug}
    above = words.find("uses", term.parent)
    while above is not None and above.slug not in seen:
        seen.add(above.slug)
        term = above
        above = words.find("uses", term.parent)
    return term.slug


def _options(known: Mapping[str, str], *, without: Iterable[str]) -> list[Option]:
    left = [slug for slug in known if slug not in set(without)]
    return [Option(value=slug, label=known[slug]) for slug in left]


def fact_fields(
    *, told: address.Told, names: address.Names, labels: wording.Labels, language: str
) -> list[FactField]:
    """Return every fact that may be told, as its question."""
    return [
        FactField(
            slug=fact,
            question=wording.question(fact=fact, labels=labels, language=language),
            state=told.facts.get(fact, ""),
        )
        for fact in names["facts"]
    ]


def next_question(
    *, open_questions: tuple[questions.Question, ...], labels: wording.Labels, language: str
) -> NextQuestion | None:
    """Return the question whose answer would change most, with its three replies."""
    if not open_questions:
        return None
    asked = open_questions[0]
    if asked.field == questions.FACTS:
        pairs = [(address.FACT, f"{asked.value}:{state}") for state in address.STATES]
    else:
        name = PARAMETER_OF_FIELD[asked.field]
        pairs = [
            (name, asked.value),
            (f"not_{name}", asked.value),
            (address.NOT_KNOWN, asked.name),
        ]
    said = (_("Yes"), _("No"), _("I do not know"))
    return NextQuestion(
        text=wording.open_question(asked=asked, labels=labels, language=language),
        replies=[
            Reply(name=name, value=value, label=label)
            for (name, value), label in zip(pairs, said, strict=True)
        ],
        others=len(open_questions) - 1,
    )


def given(*, told: address.Told, labels: wording.Labels, language: str) -> list[Given]:
    """Return what was replied so far, each with the address that takes it back."""
    said = {address.YES: _("Yes"), address.NO: _("No"), address.UNKNOWN: _("I do not know")}
    found = [
        Given(
            text=wording.question(fact=fact, labels=labels, language=language),
            reply=said[state],
            taken_back=told.without((address.FACT, f"{fact}:{state}")).address(),
        )
        for fact, state in told.facts.items()
    ]
    for field, name in PARAMETER_OF_FIELD.items():
        ruled_out = [(f"not_{name}", slug, slug, address.NO) for slug in told.values(f"not_{name}")]
        unknown = [
            (address.NOT_KNOWN, value, value.partition(":")[2], address.UNKNOWN)
            for value in told.values(address.NOT_KNOWN)
            if value.partition(":")[0] == field
        ]
        for parameter, value, slug, state in (*ruled_out, *unknown):
            asked = questions.Question(field, slug)
            found.append(
                Given(
                    text=wording.open_question(asked=asked, labels=labels, language=language),
                    reply=said[state],
                    taken_back=told.without((parameter, value)).address(),
                )
            )
    return found


def sheet(*, told: address.Told, names: address.Names) -> list[tuple[str, str]]:
    """Return the situation as it was told, line by line; what was not told says so."""
    headed = {
        "use": _("What is done"),
        "role": _("To whom"),
        address.WHO: _("By whom"),
        "place": _("Where"),
        "sector": _("Kind of work"),
        "bound_by": _("Taken as bound by"),
    }
    lines = []
    for name, heading in headed.items():
        values = told.values(name)
        if name in address.LISTS:
            values = [names[address.LISTS[name][0]][slug] for slug in values]
        if values or name != "bound_by":
            lines.append((heading, ", ".join(values) or _("not said")))
    return lines


def whom_to_ask(
    *, answer: answers.Answer, viewer: visibility.Viewer | None
) -> list[contacts.Contact]:
    """Return the unions of the agreements that count here, those that lead first; two queries."""
    counting = [entry for entry in answer.entries if entry.counts]
    order = list(dict.fromkeys(entry.agreement for entry in counting))
    rows = {
        row.slug: row
        for row in agreements.Agreement.objects.visible_to(viewer)
        .filter(slug__in=order)
        .prefetch_related("unions")
    }
    found: dict[int, unions.Union] = {}
    for slug in order:
        for union in rows[slug].unions.all() if slug in rows else ():
            found.setdefault(union.pk, union)
    return contacts.of_unions(unions=found.values())


def companies(*, book: rulebook.Rulebook, language: str) -> list[str]:
    """Return the names of companies on record, for the field to propose."""
    slugs = [slug for slug in book.library.parties if not book.library.is_group(slug)]
    return sorted({book.labels.of(kind="party", slug=slug, language=language) for slug in slugs})
