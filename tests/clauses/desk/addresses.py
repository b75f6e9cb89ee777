"""Every address of the desk, found in the product itself, and how to fill each one in."""

import dataclasses
import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

DESK = "staff/"


@dataclasses.dataclass(frozen=True)
class Address:
    """One pattern under /staff/: its full name, its route, and what the route asks for."""

    name: str
    route: str
    asks: tuple[str, ...]

    def filled(self, given: dict[str, object]) -> str:
        """The address with what was given. Raises KeyError for what nobody gives."""
        route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\\.)*\)", lambda m: str(given[m[1]]), self.route)
        route = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(given[m[1]]), route)
        return "/" + route.replace(".*", "x").replace("\\", "").replace("^", "").replace("$", "")


def every() -> list[Address]:
    """List all of them, in the order of their names."""
    found = {address for address in _below(get_resolver().url_patterns) if _is_desk(address.route)}
    return sorted(found, key=lambda address: (address.name, address.route))


def _is_desk(route: str) -> bool:
    return route.lstrip("^").startswith(DESK)


def _below(
    patterns: list[URLPattern | URLResolver], route: str = "", names: tuple[str, ...] = ()
) -> Iterator[Address]:
    for pattern in patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from _below(pattern.url_patterns, whole, inner)
        else:
            name = ":".join([*names, pattern.name]) if pattern.name else f"/{whole}"
            asks = tuple(re.findall(r"<(?:\w+:)?(\w+)>", whole))
            yield Address(name=name, route=whole, asks=asks)
