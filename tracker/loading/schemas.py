"""The shape of the tracker's catalogue files, said once, as JSON Schema."""

from clauses.loading import pieces, shape

_RULES = pieces.mapping(
    {},
    {
        "facts": pieces.mapping_of(pieces.BOOLEAN),
        "employers": pieces.values(),
        "rights_holders": pieces.values(),
        "licence_direction": pieces.choice("to-employer", "to-vendor", "both"),
        "made_in": pieces.values(),
        "shown_in": pieces.values(),
        "is_animated": pieces.BOOLEAN,
        "is_offered": pieces.BOOLEAN,
        "is_open_to_public": pieces.BOOLEAN,
        "is_company_programme": pieces.BOOLEAN,
        "note": pieces.text(),
    },
)
_DEPLOYERS = pieces.listed(
    pieces.mapping(
        {"name": pieces.text(300), "kind": pieces.value(40)}, {"source_type": pieces.text(40)}
    ),
    least=1,
)
_UNION_RESPONSES = pieces.listed(
    pieces.mapping(
        {
            "unions": pieces.values(least=1),
            "date": pieces.PARTIAL_DATE,
            "stance": pieces.value(40),
            "summary": pieces.text(),
            "source_values": pieces.mapping({"union": pieces.text(200), "stance": pieces.text()}),
        }
    )
)
_SOURCE_VALUES = pieces.mapping(
    {},
    {
        "phase": pieces.text(),
        "kind": pieces.text(),
        "media": pieces.values(),
        "capabilities": pieces.values(),
        "capabilities_extra": pieces.values(),
        "production_stages": pieces.values(),
        "affected_roles": pieces.values(),
        "places": pieces.values(),
    },
)
_DEPLOYMENT = pieces.mapping(
    {
        "slug": pieces.slug(),
        "product": pieces.slug(),
        "title": pieces.text(300),
        "summary": pieces.text(),
        "event_date": pieces.PARTIAL_DATE,
        "date_precision": pieces.choice("day", "month", "year"),
        "is_date_verified": pieces.BOOLEAN,
        "phase": pieces.value(40),
        "kind": pieces.value(40),
        "sectors": pieces.values(least=1),
        "capabilities": pieces.values(least=1),
        "uses": pieces.values(least=1),
        "production_stages": pieces.values(least=1),
        "deployers": _DEPLOYERS,
        "roles": pieces.values(least=1),
        "places": pieces.values(least=1),
        "rules": _RULES,
        "is_verified": pieces.BOOLEAN,
        "confidence": pieces.value(10),
        "sources": pieces.CITED,
    },
    {
        "version": pieces.text(200),
        "announced_date": pieces.PARTIAL_DATE,
        "effective_date": pieces.PARTIAL_DATE,
        "end_date": pieces.PARTIAL_DATE,
        "extra_capabilities": pieces.values(),
        "capability_note": pieces.text(),
        "use_modifiers": pieces.values(),
        "works": pieces.listed(pieces.text(), unique=True),
        "known_limits": pieces.listed(pieces.text()),
        "training_data": pieces.mapping({"status": pieces.value(40)}, {"note": pieces.text()}),
        "union_responses": _UNION_RESPONSES,
        "related": pieces.values(),
        "confidence_note": pieces.text(),
        "source_values": _SOURCE_VALUES,
        "refinements": pieces.REFINEMENTS,
    },
)
VENDOR = shape.validator(
    pieces.mapping(
        {
            "slug": pieces.slug(),
            "name": pieces.text(200),
            "country": pieces.text_or_null(8),
            "website": {"type": ["string", "null"], "format": "web-address", "maxLength": 500},
            "products": pieces.listed(
                pieces.mapping({"slug": pieces.slug(), "name": pieces.text(200)}), least=1
            ),
            "deployments": pieces.listed(_DEPLOYMENT),
        }
    )
)
TRANSLATION = shape.validator(
    pieces.mapping(
        {
            "language": pieces.choice("fr", "es"),
            "status": pieces.choice("official", "reviewed", "machine", "unreviewed"),
            "deployments": pieces.mapping_of(
                pieces.mapping({}, {"title": pieces.text(300), "summary": pieces.text()})
            ),
        }
    )
)
