"""Places and how they lie in one another: a state in its country, INT anywhere."""

import enum

from tracker.matching import records

ANYWHERE = "INT"
EU_MEMBERS = "AT,BE,BG,CY,CZ,DE,DK,EE,ES,FI,FR,GR,HR,HU,IE,IT,LT,LU,LV,MT,NL,PL,PT,RO,SE,SI,SK"
UNION_MEMBERS = {"EU": frozenset(EU_MEMBERS.split(","))}


class Territory(enum.Enum):
    """Where an event lies, seen from a law's territory."""

    INSIDE = "inside"
    WIDER = "wider"
    OUTSIDE = "outside"
    UNTOLD = "untold"


def lies_in(*, place: str, whole: str) -> bool:
    """Whether `place` is `whole` or a part of it."""
    if place == whole or whole == ANYWHERE:
        return True
    country = place.partition("-")[0]
    return country == whole or country in UNION_MEMBERS.get(whole, frozenset())


def counting(event: records.EventRecord) -> tuple[str, ...]:
    """The places that count: INT only for a tool open to the public or where it stands alone."""
    told = tuple(dict.fromkeys((*event.places, *event.made_in, *event.shown_in)))
    if ANYWHERE not in told or event.open_to_public:
        return told
    others = tuple(place for place in told if place != ANYWHERE)
    return others or told


def reached(*, event: records.EventRecord, country: str) -> tuple[str, ...]:
    """The event's places by which an agreement of this country is met."""
    return tuple(
        place
        for place in counting(event)
        if place == ANYWHERE or lies_in(place=place, whole=country)
    )


def is_ruled_out(*, event: records.EventRecord, place: str) -> bool:
    """Whether the asker says that it is not done there; a place told within it speaks louder."""
    if not any(lies_in(place=place, whole=other) for other in event.not_places):
        return False
    told = (*event.places, *event.made_in, *event.shown_in)
    return not any(one != ANYWHERE and lies_in(place=one, whole=place) for one in told)


def outside(*, event: records.EventRecord, country: str) -> tuple[str, ...]:
    """Named places beyond the country: where made, if that is known, else any place named."""
    named = event.made_in or event.places
    return tuple(
        place
        for place in named
        if place != ANYWHERE
        and not lies_in(place=place, whole=country)
        and not lies_in(place=country, whole=place)
    )


def in_territory(
    *, event: records.EventRecord, territory: str
) -> tuple[Territory, tuple[str, ...]]:
    """How the event lies to a law's territory, with the places that show it."""
    if is_ruled_out(event=event, place=territory):
        return Territory.OUTSIDE, ()
    named = counting(event)
    inside = tuple(
        place for place in named if place != ANYWHERE and lies_in(place=place, whole=territory)
    )
    if inside:
        return Territory.INSIDE, inside
    wider = tuple(place for place in named if lies_in(place=territory, whole=place))
    if wider:
        return Territory.WIDER, wider
    return (Territory.OUTSIDE if named else Territory.UNTOLD), ()
