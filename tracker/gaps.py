"""The map of gaps as a viewer may know it, kept for each day until the catalogue changes.

Members and staff see it whole; everybody else sees the units of unions that opened their gaps, and
no more than everybody may see of anything. Reserved cells are told to staff alone.
"""

import collections
import dataclasses
import datetime
import threading
from collections.abc import Iterable
from typing import Any

from clauses import comparing, past, visibility
from clauses import models as library
from tracker import models, rulebook
from tracker.matching import coverage, exposure, lives, records, terms, units

SOURCES = (
    *rulebook.SOURCES,
    "clauses_agreementsource",
    "clauses_clausesource",
    "tracker_deployer",
    "tracker_deployment",
    "tracker_product",
    "tracker_vendor",
)
MOST_DAYS = 16
"""Pictures that are kept for each level of visibility; the page needs ten of them."""


@dataclasses.dataclass(frozen=True)
class Map:
    """The picture of a day for a viewer: which units they may see, and whether reservations."""

    picture: exposure.Picture
    happenings: tuple[lives.Happening, ...]
    shown_units: tuple[units.Unit, ...]
    shows_reserved: bool

    @property
    def cover(self) -> coverage.Coverage:
        """The cells of the day."""
        return self.picture.cover

    @property
    def on(self) -> datetime.date:
        """The day."""
        return self.picture.on

    def cell(self, *, use: str, unit: units.Unit) -> coverage.Cell:
        """One cell as the viewer may see it."""
        return self.cover.cell(use=use, unit=unit, shows_reserved=self.shows_reserved)

    def behind(self, *, use: str, unit: units.Unit) -> tuple[str, ...]:
        """The live products that do that use to people of the unit: the weight of the cell."""
        return self.picture.behind.get((unit, use), ())

    def lines(
        self,
        *,
        union: str = "",
        role: str = "",
        vendor: str = "",
    ) -> tuple[exposure.Line, ...]:
        """Lines of exposure of the units that the viewer may see, narrowed."""
        seen = frozenset(self.shown_units)
        return tuple(
            line
            for line in self.picture.lines
            if line.unit in seen
            and union in ("", line.unit.union)
            and role in ("", line.unit.role)
            and vendor in ("", line.vendor)
        )


def is_open_to(viewer: visibility.Viewer | None) -> bool:
    """Whether the viewer is a member or staff, who see every unit."""
    return viewer is not None and bool(viewer.is_authenticated)


def opened_unions() -> frozenset[str]:
    """Unions that opened their gaps to everybody; none unless their staff said so."""
    opened = library.Union.objects.filter(opens_gaps=True)
    return frozenset(opened.values_list("slug", flat=True))


@dataclasses.dataclass
class _Facts:
    """What is read of the database once for each of its states, and the pictures made of it."""

    version: rulebook.Version
    book: rulebook.Rulebook
    held: frozenset[str]
    elements: tuple[str, ...]
    happenings: tuple[lives.Happening, ...]
    pictures: "collections.OrderedDict[datetime.date, exposure.Picture]"


class _Kept:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.facts: dict[tuple[str, ...], _Facts] = {}


_kept = _Kept()


def on_days(
    *,
    days: Iterable[datetime.date],
    viewer: visibility.Viewer | None,
    of_public_records: bool = False,
) -> list[Map]:
    """The maps of several days, all of one state of the catalogue; one query if it is kept.

    Of public records alone, the viewer sees the units that are open to them and nothing more.
    """
    opened = None if is_open_to(viewer) else opened_unions()
    reader = None if of_public_records else viewer
    with past.left(), _kept.lock:
        facts = _facts(viewer=reader)
        pictures = [_picture(facts, day) for day in days]
    is_staff = visibility.Visibility.STAFF in visibility.levels_for(reader)
    return [
        Map(
            picture=picture,
            happenings=facts.happenings,
            shown_units=tuple(
                unit for unit in picture.cover.units if opened is None or unit.union in opened
            ),
            shows_reserved=is_staff,
        )
        for picture in pictures
    ]


def on_day(
    *,
    day: datetime.date,
    viewer: visibility.Viewer | None,
    of_public_records: bool = False,
) -> Map:
    """The map of one day."""
    return on_days(days=[day], viewer=viewer, of_public_records=of_public_records)[0]


def _facts(*, viewer: visibility.Viewer | None) -> _Facts:
    levels = tuple(str(level) for level in visibility.levels_for(viewer))
    version = rulebook.version_of(SOURCES)
    facts = _kept.facts.get(levels)
    if facts is None or facts.version != version:
        book = rulebook.for_viewer(viewer=viewer)
        elements = library.TaxonomyTerm.objects.filter(vocabulary="elements")
        facts = _Facts(
            version=version,
            book=book,
            held=comparing.agreements_with_text(viewer=viewer),
            elements=tuple(elements.order_by("order", "slug").values_list("slug", flat=True)),
            happenings=tuple(_happenings(viewer=viewer)),
            pictures=collections.OrderedDict(),
        )
        _kept.facts[levels] = facts
    return facts


def _picture(facts: _Facts, day: datetime.date) -> exposure.Picture:
    picture = facts.pictures.get(day)
    if picture is None:
        cover = coverage.Coverage(
            shelves=facts.book.library, held=facts.held, elements=facts.elements, on=day
        )
        picture = exposure.Picture(cover=cover, happenings=facts.happenings, on=day)
        facts.pictures[day] = picture
        while len(facts.pictures) > MOST_DAYS:
            facts.pictures.popitem(last=False)
    facts.pictures.move_to_end(day)
    return picture


def _happenings(*, viewer: visibility.Viewer | None) -> Iterable[lives.Happening]:
    parties: dict[int, list[str]] = {}
    for deployment_id, slugs in models.Deployer.objects.order_by("sort_order", "pk").values_list(
        "deployment_id", "parties"
    ):
        parties.setdefault(deployment_id, []).extend(slugs)
    rows: Any = models.Deployment.objects.visible_to(viewer).with_product().order_by("slug")
    for row in rows:
        yield lives.Happening(
            product=row.product.slug,
            vendor=row.vendor.slug,
            day=terms.last_day_of(day=row.event_date, precision=row.date_precision),
            event=records.EventRecord(
                slug=row.slug,
                kind=row.kind,
                phase=row.phase,
                uses=tuple(row.uses),
                roles=tuple(row.roles),
                sectors=tuple(row.sectors),
                places=tuple(row.places),
                made_in=tuple(row.made_in),
                shown_in=tuple(row.shown_in),
                deployers=tuple(dict.fromkeys(parties.get(row.pk, ()))),
                employers=tuple(row.employers),
                licence_direction=row.licence_direction,
                open_to_public=bool(row.is_open_to_public),
            ),
        )


def union_names() -> dict[str, str]:
    """Every union's name by its slug."""
    return dict(library.Union.objects.order_by("name").values_list("slug", "name"))


def vendor_names(*, viewer: visibility.Viewer | None) -> dict[str, str]:
    """The vendors that the viewer may see, by slug."""
    seen = models.Vendor.objects.visible_to(viewer).order_by("name")
    return dict(seen.values_list("slug", "name"))
