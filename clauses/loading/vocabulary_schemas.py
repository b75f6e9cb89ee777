"""The shape of the vocabulary's files: one common form, and what each vocabulary adds to it."""

from typing import Any

import jsonschema

from clauses.loading import pieces, shape

_TERM = {"slug": pieces.value(80), "labels": pieces.by_language(pieces.text(300))}
_DEFINED = {**_TERM, "definitions": pieces.by_language(pieces.text())}
_OPTIONAL = {
    "synonyms": pieces.by_language(pieces.listed(pieces.text())),
    "note": pieces.text(),
}
_ORDER = {"type": ["integer", "null"], "minimum": 0}


def _vocabulary(
    name: str,
    required: dict[str, Any],
    optional: dict[str, Any] | None = None,
    beside: dict[str, Any] | None = None,
) -> jsonschema.Draft202012Validator:
    term = pieces.mapping(required, {**_OPTIONAL, **(optional or {})})
    document = {"vocabulary": {"const": name}, "terms": pieces.listed(term, least=1)}
    return shape.validator(pieces.mapping({**document, **(beside or {})}))


_EVERYONE = pieces.mapping(
    {
        "slug": pieces.slug(),
        "labels": pieces.by_language(pieces.text()),
        "expand": pieces.listed(
            pieces.mapping({"when": pieces.text(), "roles": pieces.listed(pieces.text(), least=1)})
        ),
    }
)
_DERIVATIONS = pieces.listed(
    pieces.mapping(
        {
            "when": pieces.mapping({"kind": pieces.slug(), "phase": pieces.slug()}),
            "add": pieces.slug(),
        },
        {"note": pieces.text()},
    )
)
_ENABLES = pieces.listed(
    pieces.mapping(
        {
            "use": pieces.slug(),
            "link": pieces.slug(),
            "reasons": pieces.by_language(pieces.text()),
        }
    ),
    least=1,
)
_PLAIN = (
    "stances",
    "training-data-statuses",
    "agreement-statuses",
    "confidence-levels",
    "party-kinds",
    "link-strengths",
    "record-kinds",
    "event-kinds",
)
_WITH_DEFINITION = (
    "use-modifiers",
    "elements",
    "sectors",
    "binding-values",
    "binding-bases",
    "membership-statuses",
)
VOCABULARIES = {
    **{name: _vocabulary(name, _TERM) for name in _PLAIN},
    **{name: _vocabulary(name, _DEFINED) for name in _WITH_DEFINITION},
    "uses": _vocabulary(
        "uses",
        {**_DEFINED, "level": pieces.choice("group", "family", "leaf")},
        {"parent": pieces.slug()},
    ),
    "capabilities": _vocabulary(
        "capabilities", {"slug": pieces.slug(), "use": pieces.slug(), "enables": _ENABLES}
    ),
    "roles": _vocabulary(
        "roles",
        {**_DEFINED, "represented_by": pieces.mapping_of(pieces.values(least=1))},
        {"parent": pieces.slug()},
        {"everyone": _EVERYONE},
    ),
    "safeguard-types": _vocabulary(
        "safeguard-types",
        _DEFINED,
        {"element": pieces.slug(), "secondary_elements": pieces.values()},
    ),
    "phases": _vocabulary(
        "phases",
        {**_DEFINED, "is_overlay": pieces.BOOLEAN},
        {"order": _ORDER},
        {"derivations": _DERIVATIONS},
    ),
    "production-stages": _vocabulary("production-stages", {**_DEFINED, "order": _ORDER}),
    "severities": _vocabulary(
        "severities",
        {
            **_DEFINED,
            "order": _ORDER,
            "rules": pieces.by_language(pieces.text()),
            "delivery": pieces.slug(),
        },
    ),
    "evidence-levels": _vocabulary(
        "evidence-levels", {**_DEFINED, "grade": pieces.choice("A", "B", "C", "D", "E")}
    ),
    "facts": _vocabulary("facts", {**_TERM, "questions": pieces.by_language(pieces.text())}),
    "places": _vocabulary("places", _TERM, {"parent": pieces.value(8)}),
}
"""Each vocabulary that must be in the catalogue, in a file of its name."""

ABOUT = shape.validator(
    pieces.mapping(
        {
            "as_of": pieces.DAY,
            "about": pieces.text(),
            "reading": pieces.listed(pieces.text()),
            "term_sources": pieces.by_language(pieces.CITED),
            "term_note": pieces.text(),
        }
    )
)
CROSSWALKS = shape.validator(
    pieces.mapping(
        {
            "crosswalks": pieces.listed(
                pieces.mapping(
                    {
                        "name": pieces.text(60),
                        "field": pieces.text(200),
                        "rows": pieces.listed(
                            pieces.mapping(
                                {
                                    "value": pieces.text(200),
                                    "to": pieces.values(least=1),
                                    "relation": pieces.choice(
                                        "exact", "split", "narrower", "alias"
                                    ),
                                },
                                {"note": pieces.text()},
                            ),
                            least=1,
                        ),
                    }
                )
            )
        }
    )
)
