"""The shape of each kind of catalogue file of the library, said once, as JSON Schema."""

from clauses.loading import pieces, shape

_TIME_LIMITS = pieces.listed(
    pieces.mapping(
        {
            "number": {"type": "integer", "minimum": 1},
            "unit": pieces.choice("hours", "days", "business-days", "months", "years"),
            "direction": pieces.choice("before", "within", "recurring"),
        },
        {"starts_from": pieces.text(), "applies_to": pieces.text()},
    )
)
_CLAUSE_RULES = pieces.mapping(
    {"main_uses": pieces.values(least=1), "duty": pieces.choice("use", "later")},
    {
        "incidental_uses": pieces.values(),
        "enabled_by": pieces.values(),
        "required_facts": pieces.values(),
        "any_facts": pieces.values(),
        "excluding_facts": pieces.values(),
        "level": pieces.choice("work", "company", "standing"),
        "head": pieces.choice("earlier", "later", "separate"),
        "scope_of": pieces.values(),
        "umbrella_of": pieces.values(),
        "roles": pieces.values(),
        "role_uses": pieces.mapping_of(pieces.values(least=1)),
        "sectors": pieces.values(),
        "priority": {"type": "integer", "minimum": 1},
        "note": pieces.text(),
    },
)
_EVIDENCE = {
    "is_verified": pieces.BOOLEAN,
    "evidence_level": pieces.value(40),
}
_SUBSTANCE = {
    "summary": pieces.text(),
    "roles": pieces.values(least=1),
    "safeguard_types": pieces.values(least=1),
    "elements": pieces.values(),
    "uses": pieces.values(least=1),
    "effective_from": pieces.DAY_OR_NULL,
    "effective_to": pieces.DAY_OR_NULL,
    "rules": _CLAUSE_RULES,
    **_EVIDENCE,
    "sources": pieces.CITED,
}
_SUBSTANCE_OPTIONAL = {
    "plain_language": pieces.text(),
    "is_for_everyone": pieces.BOOLEAN,
    "elements_note": pieces.text(),
    "use_modifiers": pieces.values(),
    "time_limits": _TIME_LIMITS,
    "confidence_note": pieces.text(),
    "refinements": pieces.REFINEMENTS,
    "visibility": pieces.choice("public", "members", "staff"),
}
_CLAUSE = pieces.mapping(
    {
        "slug": pieces.slug(),
        "section": pieces.text_or_null(120),
        "title": pieces.text(300),
        **_SUBSTANCE,
    },
    {
        **_SUBSTANCE_OPTIONAL,
        "effective_note": pieces.text(),
        "carried_into": pieces.values(),
        "builds_on": pieces.values(),
        "source_values": pieces.mapping(
            {},
            {
                "kind": pieces.text(),
                "protects": pieces.values(),
                "type": pieces.text(),
                "types": pieces.values(),
                "triggers": pieces.values(),
            },
        ),
    },
)
AGREEMENT = shape.validator(
    pieces.mapping(
        {
            "slug": pieces.slug(),
            "name": pieces.text(300),
            "unions": pieces.values(least=1),
            "employer_counterpart": pieces.text(300),
            "country": pieces.value(8),
            "sectors": pieces.values(least=1),
            "effective_from": pieces.DAY_OR_NULL,
            "effective_to": pieces.DAY_OR_NULL,
            **_EVIDENCE,
            "sources": pieces.CITED,
            "clauses": pieces.listed(_CLAUSE),
        },
        {
            "sectors_note": pieces.text(),
            "tentative_date": pieces.DAY,
            "signed_date": pieces.DAY,
            "ratified_date": pieces.DAY,
            "ratification_vote": pieces.text(200),
            "strike": pieces.mapping(
                {"name": pieces.text(200), "first_day": pieces.DAY, "last_day": pieces.DAY}
            ),
            "preceded_by": pieces.slug(),
            "succeeded_by": pieces.slug(),
            "rules": pieces.mapping(
                {},
                {
                    "excluding_facts": pieces.values(),
                    "is_single_employer": pieces.BOOLEAN,
                    "instead_of": pieces.slug(),
                    "counts_any_stage": pieces.BOOLEAN,
                    "sector_needs": pieces.mapping_of(pieces.text()),
                },
            ),
            "confidence_note": pieces.text(),
            "source_values": pieces.mapping(
                {},
                {
                    "status": pieces.text(),
                    "unions": pieces.listed(pieces.text(), unique=True),
                    "country": pieces.text(),
                },
            ),
        },
    )
)
STATUTE = shape.validator(
    pieces.mapping(
        {
            "slug": pieces.slug(),
            "name": pieces.text(300),
            "jurisdiction": pieces.value(8),
            "citation": pieces.text(300),
            "stage": pieces.choice("enacted", "bill"),
            **_SUBSTANCE,
        },
        {
            **_SUBSTANCE_OPTIONAL,
            "signed_date": pieces.DAY,
            "concluded_date": pieces.DAY,
            "penalties": pieces.text(),
            "source_values": pieces.mapping(
                {},
                {
                    "type": pieces.text(),
                    "status": pieces.text(),
                    "protects": pieces.values(),
                    "safeguard_type": pieces.text(),
                    "types": pieces.values(),
                    "triggers": pieces.values(),
                },
            ),
        },
    )
)
UNIONS = shape.validator(
    pieces.mapping(
        {
            "unions": pieces.listed(
                pieces.mapping(
                    {
                        "slug": pieces.slug(),
                        "name": pieces.text(200),
                        "aliases": pieces.listed(pieces.text(), unique=True),
                        "country": pieces.value(8),
                        "kind": pieces.text(40),
                        "represents": pieces.values(),
                        "is_verified": pieces.BOOLEAN,
                    },
                    {"region": pieces.text(80), "note": pieces.text(), "sources": pieces.SOURCES},
                ),
                least=1,
            )
        }
    )
)
_NAMED = {"title": pieces.text(300), "summary": pieces.text()}
_TRANSLATED = {
    **_NAMED,
    "plain_language": pieces.text(),
    "time_limit_notes": pieces.listed(
        pieces.mapping({}, {"starts_from": pieces.text(), "applies_to": pieces.text()})
    ),
}
TRANSLATION = shape.validator(
    pieces.mapping(
        {
            "language": pieces.choice("fr", "es"),
            "status": pieces.choice("official", "reviewed", "machine", "unreviewed"),
            "agreements": pieces.mapping_of(pieces.mapping({"name": pieces.text(300)})),
            "clauses": pieces.mapping_of(pieces.mapping({}, _TRANSLATED)),
            "statutes": pieces.mapping_of(
                pieces.mapping(
                    {"name": pieces.text(300)},
                    {key: _TRANSLATED[key] for key in _TRANSLATED if key != "title"},
                )
            ),
        }
    )
)
