"""What a reader chose to see of the map: it stands in the address, so that it can be shared."""

import dataclasses
import datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from clauses import vocabulary
from tracker import gaps
from tracker.matching import units
from tracker.web import refusals

PARAMETERS = ("as_of", "union", "role", "vendor", "unfold", "every")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Choice:
    """A union, a role, a vendor; families of uses that are unfolded; whether units that no live
    product concerns are shown too.
    """

    union: str = ""
    role: str = ""
    vendor: str = ""
    unfolded: tuple[str, ...] = ()
    every: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.union or self.role or self.vendor)

    def query(self, *, on: datetime.date | None = None) -> str:
        """The query of an address, with the day if one is given."""
        pairs = [("union", self.union), ("role", self.role), ("vendor", self.vendor)]
        pairs = [pair for pair in pairs if pair[1]]
        pairs.extend(("unfold", use) for use in self.unfolded)
        if self.every:
            pairs.append(("every", "yes"))
        if on is not None:
            pairs.append(("as_of", on.isoformat()))
        return urlencode(pairs)

    def address(self, *, name: str = "gaps", on: datetime.date | None = None) -> str:
        """The address of the page or of its file."""
        query = self.query(on=on)
        return f"{reverse(name)}{'?' + query if query else ''}"

    def turned(self, use: str) -> "Choice":
        """The same with one family of uses unfolded, or folded again."""
        if use in self.unfolded:
            kept = tuple(one for one in self.unfolded if one != use)
        else:
            kept = (*self.unfolded, use)
        return dataclasses.replace(self, unfolded=kept)

    def keeps(self, unit: units.Unit) -> bool:
        """Whether a unit is among those asked for."""
        return self.union in ("", unit.union) and self.role in ("", unit.role)


def read(*, query: QueryDict, words: vocabulary.Vocabulary, vendors: list[str]) -> Choice:
    """Read the choice of an address. Raises BadParameter for a value that nobody knows."""
    known = {
        "union": gaps.union_names(),
        "role": [term.slug for term in words.terms("roles")],
        "vendor": vendors,
        "every": ["yes"],
    }
    chosen = {}
    for name, values in known.items():
        value = query.get(name, "").strip()
        if value:
            refusals.refuse_unknown_value(name=name, value=value, known=values)
        chosen[name] = value
    families = [
        term.slug for term in words.terms("uses") if term.properties.get("level") == "family"
    ]
    unfolded = [value for value in query.getlist("unfold") if value]
    for value in unfolded:
        refusals.refuse_unknown_value(name="unfold", value=value, known=families)
    return Choice(
        union=chosen["union"],
        role=chosen["role"],
        vendor=chosen["vendor"],
        unfolded=tuple(dict.fromkeys(unfolded)),
        every=bool(chosen["every"]),
    )
