"""The shape of the files of companies, groups, memberships, bindings and names."""

from clauses.loading import pieces, shape

ABOUT = shape.validator(
    pieces.mapping(
        {"as_of": pieces.DAY, "about": pieces.text(), "reading": pieces.listed(pieces.text())}
    )
)
COMPANIES = shape.validator(
    pieces.mapping(
        {
            "companies": pieces.listed(
                pieces.mapping(
                    {
                        "slug": pieces.slug(),
                        "name": pieces.text(300),
                        "aliases": pieces.listed(pieces.text(), unique=True),
                        "kind": pieces.value(40),
                        "country": pieces.value(8),
                        "is_verified": pieces.BOOLEAN,
                    },
                    {
                        "former_names": pieces.listed(
                            pieces.mapping({"name": pieces.text()}, {"until": pieces.PARTIAL_DATE})
                        ),
                        "parent": pieces.slug(),
                        "vendor": pieces.slug(),
                        "note": pieces.text(),
                        "sources": pieces.SOURCES,
                    },
                )
            )
        }
    )
)
GROUPS = shape.validator(
    pieces.mapping(
        {
            "groups": pieces.listed(
                pieces.mapping(
                    {
                        "slug": pieces.slug(),
                        "labels": pieces.by_language(pieces.text(300)),
                        "binding": pieces.value(10),
                        "note": pieces.text(),
                    }
                )
            )
        }
    )
)
MEMBERSHIPS = shape.validator(
    pieces.mapping(
        {
            "memberships": pieces.listed(
                pieces.mapping(
                    {
                        "company": pieces.slug(),
                        "body": pieces.slug(),
                        "status": pieces.value(40),
                        "is_verified": pieces.BOOLEAN,
                        "sources": pieces.CITED,
                    },
                    {
                        "as_of": pieces.PARTIAL_DATE,
                        "since": pieces.PARTIAL_DATE,
                        "until": pieces.PARTIAL_DATE,
                        "note": pieces.text(),
                    },
                )
            )
        }
    )
)
BINDINGS = shape.validator(
    pieces.mapping(
        {
            "bindings": pieces.listed(
                pieces.mapping(
                    {
                        "party": pieces.slug(),
                        "agreement": pieces.text_or_null(80),
                        "value": pieces.value(10),
                        "basis": pieces.value(40),
                        "effective_from": pieces.DAY_OR_NULL,
                        "effective_to": pieces.DAY_OR_NULL,
                        "is_verified": pieces.BOOLEAN,
                    },
                    {
                        "via": pieces.slug(),
                        "scope": pieces.text(),
                        "works": pieces.listed(pieces.text(), least=1, unique=True),
                        "note": pieces.text(),
                        "source_values": pieces.mapping(
                            {}, {"effective_from": pieces.PARTIAL_DATE}
                        ),
                        "sources": pieces.SOURCES,
                    },
                )
            )
        }
    )
)
_NAME = pieces.mapping(
    {"value": pieces.text(300), "parties": pieces.values()},
    {"relation": pieces.choice("exact", "list"), "note": pieces.text()},
)
NAMES = shape.validator(
    pieces.mapping(
        {
            "deployed_by": pieces.listed(_NAME),
            "vendor": pieces.listed(_NAME),
            "employer_counterpart": pieces.listed(_NAME),
        }
    )
)
