"""A small world for the rules: real terms of real agreements, clauses as short as a test needs."""

import datetime

from tracker.matching import library, records, standing, terms, vocabulary

DAY = datetime.date
SOME_DAY = DAY(2025, 6, 1)
WGA_2023, WGA_2026 = "wga-mba-2023", "wga-mba-2026"
SAG_2023, SAG_2026 = "sag-aftra-tv-theatrical-2023", "sag-aftra-tv-theatrical-2026"
IATSE, IATSE_AREA, TAG = "iatse-basic-2024", "iatse-asa-2024", "tag-839-2024"
GERMAN, GERMAN_NETFLIX = "de-produktionsallianz-ki-2025", "bffs-netflix-2025"
SCREEN = ("theatrical", "television", "streaming")
IMAGE = ("text-to-video", "image-to-video", "text-to-image", "previs-storyboard")
TEXT = ("script-generation", "script-rewriting")


def words():
    tree = {
        ("writing", "group"): {
            ("text-generation", "family"): ["script-generation", "script-rewriting"],
            ("script-analysis", "leaf"): [],
        },
        ("replicas", "group"): {
            ("digital-replica", "family"): [
                "digital-replica-employment",
                "digital-replica-independent",
                "background-replica",
            ],
            ("performer-scanning", "leaf"): [],
            ("voice-replica", "leaf"): [],
            ("performance-alteration", "leaf"): [],
        },
        ("synthetic", "group"): {("synthetic-performer", "leaf"): []},
        ("localisation", "group"): {
            ("dubbing-lip-sync", "family"): ["ai-dubbing", "visual-dubbing"]
        },
        ("image-sound", "group"): {(name, "leaf"): [] for name in IMAGE},
        ("data", "group"): {
            ("training-on-work", "leaf"): [],
            ("likeness-protection", "leaf"): [],
        },
    }
    uses = []
    for (group, level), below in tree.items():
        uses.append(vocabulary.UseTerm(slug=group, level=level))
        for (name, kind), leaves in below.items():
            uses.append(vocabulary.UseTerm(slug=name, level=kind, parent=group))
            uses.extend(vocabulary.UseTerm(slug=leaf, level="leaf", parent=name) for leaf in leaves)
    links = [
        ("text-to-video", "text-to-video", True),
        ("text-to-video", "synthetic-performer", False),
        ("text-to-video", "digital-replica-independent", False),
        ("text-generation", "text-generation", True),
        ("voice-clone", "voice-replica", True),
        ("voice-clone", "performance-alteration", False),
    ]
    performers = ["principal-performer", "voice-performer", "background-actor"]
    return vocabulary.Vocabulary(
        uses=uses,
        links=[
            vocabulary.EnablingLink(capability=name, use=use, is_direct=direct)
            for name, use, direct in links
        ],
        role_parents={
            "writer": "",
            "director": "",
            "performer": "",
            **dict.fromkeys(performers, "performer"),
            "crew": "",
            "vfx-artist": "crew",
            "animator": "crew",
        },
        represents={
            "wga-west": ["writer"],
            "sag-aftra": performers,
            "dga": ["director", "crew"],
            "iatse": ["crew", "vfx-artist", "animator"],
            "animation-guild-839": ["animator", "writer"],
            "bffs": ["principal-performer", "voice-performer"],
        },
    )


def term(start, end=None):
    return terms.from_dates(effective_from=start, effective_to=end)


AGREEMENTS = {
    WGA_2023: ("wga-west", DAY(2023, 9, 25), DAY(2026, 5, 1), DAY(2023, 10, 9), WGA_2026),
    WGA_2026: ("wga-west", DAY(2026, 5, 2), DAY(2030, 5, 1), DAY(2026, 4, 24), ""),
    SAG_2023: ("sag-aftra", DAY(2023, 11, 9), DAY(2026, 6, 30), DAY(2023, 12, 5), SAG_2026),
    SAG_2026: ("sag-aftra", DAY(2026, 7, 1), DAY(2030, 6, 30), DAY(2026, 6, 4), ""),
    IATSE: ("iatse", DAY(2024, 8, 4), DAY(2027, 7, 31), DAY(2024, 7, 18), ""),
    IATSE_AREA: ("iatse", DAY(2024, 8, 4), DAY(2027, 7, 31), DAY(2024, 7, 18), ""),
    TAG: ("animation-guild-839", DAY(2024, 8, 1), DAY(2027, 7, 31), DAY(2024, 12, 23), ""),
    GERMAN: ("bffs", DAY(2025, 3, 1), DAY(2026, 6, 30), None, ""),
    GERMAN_NETFLIX: ("bffs", DAY(2025, 6, 25), None, DAY(2025, 6, 25), ""),
}
EXTRAS = {
    IATSE: {"excluding_facts": ("animated-work",)},
    IATSE_AREA: {"excluding_facts": ("animated-work",), "instead_of": IATSE},
    GERMAN: {"country": "DE"},
    GERMAN_NETFLIX: {"country": "DE", "single_employer": True, "any_stage": True},
}


def agreement(slug, **changes):
    union, start, end, concluded, successor = AGREEMENTS[slug]
    values = {
        "slug": slug,
        "name": slug,
        "unions": (union,),
        "country": "US",
        "sectors": SCREEN,
        "term": term(start, end),
        "concluded": concluded,
        "succeeded_by": successor,
        **EXTRAS.get(slug, {}),
        **changes,
    }
    return records.AgreementRecord(**values)


def clause(slug, **values):
    """A clause of the WGA 2023 agreement on text unless said otherwise, with its parent's term."""
    values.setdefault("agreement", "" if values.get("statute") else WGA_2023)
    values.setdefault("roles", ("writer",))
    values.setdefault("main_uses", TEXT)
    values.setdefault("safeguard_types", ("consent",))
    values.setdefault("priority", 8)
    if "term" not in values and values["agreement"]:
        _, start, end, _, _ = AGREEMENTS[values["agreement"]]
        values["term"] = term(start, end)
    return records.ClauseRecord(slug=slug, title=slug, citation=slug, grade="A", **values)


def performers_clause(slug, **values):
    """A clause of the SAG-AFTRA 2023 agreement on replicas made on the job."""
    values.setdefault("agreement", SAG_2023)
    values.setdefault("roles", ("principal-performer", "voice-performer"))
    values.setdefault("main_uses", ("digital-replica-employment", "performer-scanning"))
    return clause(slug, **values)


PARTIES = (
    records.PartyRecord(slug="disney", name="Disney", country="US"),
    records.PartyRecord(slug="hulu", name="Hulu", country="US", parent="disney"),
    records.PartyRecord(slug="netflix", name="Netflix", country="US"),
    records.PartyRecord(slug="lionsgate", name="Lionsgate", country="CA"),
    records.PartyRecord(slug="amptp", name="AMPTP", country="US"),
    records.PartyRecord(slug="openai", name="OpenAI", country="US"),
    records.PartyRecord(slug="public", name="General public", is_group=True),
)


def binding(party, slug, value="bound", **values):
    if slug and "term" not in values:
        _, start, end, _, _ = AGREEMENTS[slug]
        values["term"] = term(start, end)
    return records.BindingRecord(party=party, agreement=slug, value=value, **values)


BINDINGS = (
    *(
        binding(party, slug)
        for party in ("disney", "netflix")
        for slug in (WGA_2023, WGA_2026, SAG_2023, SAG_2026, IATSE)
    ),
    binding("netflix", GERMAN_NETFLIX),
    binding("lionsgate", SAG_2023, "likely"),
    binding("lionsgate", SAG_2023, "bound", works=("The Ballad",)),
    binding("amptp", SAG_2023, "bargains"),
    binding("hulu", "", "likely", basis="through-parent"),
    binding("openai", "", "none"),
)


def shelves(*clauses, agreements=(), statutes=(), bindings=BINDINGS, parties=PARTIES):
    changed = {found.slug: found for found in agreements}
    return library.Library(
        words=words(),
        agreements=[changed.get(slug) or agreement(slug) for slug in AGREEMENTS],
        statutes=statutes,
        clauses=clauses,
        parties=parties,
        bindings=bindings,
    )


def writing(**values):
    """A studio has a script rewritten with AI, on covered work in the United States."""
    values.setdefault("uses", ("script-rewriting",))
    values.setdefault("roles", ("writer",))
    values.setdefault("deployers", ("disney",))
    values.setdefault("places", ("US",))
    return records.EventRecord(**values)


def scanning(**values):
    """A studio scans a principal performer whom it hired for the work."""
    values.setdefault("uses", ("performer-scanning",))
    values.setdefault("roles", ("principal-performer",))
    values.setdefault("deployers", ("disney",))
    values.setdefault("places", ("US",))
    values.setdefault("facts", {"hired-for-this-work": True})
    return records.EventRecord(**values)


def answer(shelf, event, on=SOME_DAY):
    return standing.answer(library=shelf, event=event, on=on)


def standings(shelf, event, on=SOME_DAY):
    """Clause → standing of the answer."""
    return {entry.clause: entry.standing for entry in answer(shelf, event, on).entries}


def only(shelf, event, on=SOME_DAY):
    """The single entry of the answer."""
    (entry,) = answer(shelf, event, on).entries
    return entry


def hows(entry, facet):
    """How a facet was decided, in order."""
    return [reason.how for reason in entry.reasons if reason.facet == facet]
