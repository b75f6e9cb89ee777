"""Ordinary clauses of an agreement, made by chance from a seed."""

import random

SUBJECTS = (
    "The Employer",
    "The Producer",
    "Each Employee",
    "The Performer",
    "The Union",
    "The Company",
    "The Writer",
    "The Steward",
    "Any person engaged hereunder",
    "The Trustees",
)
DUTIES = (
    "shall be paid not less than ${money} for each day or part of a day",
    "shall receive a meal period of at least thirty minutes within {hours} hours of call",
    "shall furnish transportation from the studio to the location and return",
    "shall give written notice not later than {days} days before the start of photography",
    "shall contribute {percent} percent of gross earnings to the Pension and Health Plans",
    "shall be entitled to a rest period of {hours} hours between dismissal and call",
    "may file a grievance within {days} days after the facts became known",
    "shall provide suitable dressing rooms, drinking water and sanitary facilities",
    "shall be reimbursed for mileage at the rate then in effect",
    "shall accord credit in a size of type not smaller than that of any other person so credited",
    "shall keep records of the hours worked and produce them on request",
    "shall not be required to work on the seventh consecutive day without premium pay",
    "shall be covered by travel insurance in the amount of ${money}",
    "shall be paid residuals within {days} days after the close of the quarter",
    "may inspect the premises during working hours upon reasonable notice",
    "shall select an arbitrator from the panel in Schedule {section}",
    "shall be given a copy of the script as soon as it is available",
    "shall be deemed to have been laid off at the close of the engagement",
)
TAILS = (
    "unless the parties agree otherwise in writing",
    "subject to the provisions of Section {section}",
    "except on distant locations",
    "and no waiver of this provision shall be valid without the consent of the Union",
    "provided that the total does not exceed the weekly rate",
    "computed in tenths of an hour",
    "whether or not the services are used",
    "in addition to all other sums payable under this Agreement",
    "as though the engagement had been continuous",
    "and the burden of proof shall lie with the Employer",
    "save as set out in the side letter of the same date",
)
TOPICS = (
    "Wages and Hours",
    "Travel and Location",
    "Meal Periods",
    "Credits",
    "Pension and Health",
    "Grievance and Arbitration",
    "Residuals",
    "Safety",
    "Recognition and Scope",
    "Auditions and Interviews",
    "Wardrobe and Fittings",
    "Night Work",
    "Holidays",
    "Rest Periods",
    "Preference of Employment",
    "Reports and Records",
    "Series Employment",
    "Overtime",
    "Stunts",
    "Term and Renewal",
)


def fill(words: str, chance: random.Random) -> str:
    """Put numbers where a sentence leaves them open."""
    return words.format(
        money=f"{chance.randrange(100, 9000):,}",
        hours=chance.choice((8, 10, 12, 24, 36, 48)),
        days=chance.choice((5, 10, 15, 20, 30, 45, 60)),
        percent=chance.choice(("one", "two and one-half", "five", "ten", "15.5")),
        years=chance.choice(("one", "three", "five")),
        section=f"{chance.randrange(1, 90)}.{chance.choice('ABCDEFGH')}",
    )


def sentence(chance: random.Random) -> str:
    """Write one ordinary sentence."""
    words = (
        f"{chance.choice(SUBJECTS)} {chance.choice(DUTIES)}, {chance.choice(TAILS)}"
        if chance.random() < 0.7
        else f"{chance.choice(SUBJECTS)} {chance.choice(DUTIES)}"
    )
    return fill(words, chance) + "."


def paragraph(chance: random.Random) -> str:
    """Write two to six ordinary sentences."""
    return " ".join(sentence(chance) for _ in range(chance.randrange(2, 7)))
