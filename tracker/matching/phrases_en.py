"""English sentences of the answer: one template for each key."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTH = "{month} {year}"
DAY = "{number} {month} {year}"
FIRST_OF_MONTH = "1"
AND = "{first} and {last}"

SENTENCES = {
    "use.direct": "It is written for this use: {uses}.",
    "use.incidental": "It also reaches {uses}, though that is not its main subject.",
    "use.enabled": "{capabilities} can lead to what this clause is about; that is not shown here.",
    "role.direct": "It protects those affected: {roles}.",
    "sector.direct": "It works in this sector: {sectors}.",
    "sector.untold": "It covers {sectors}; which sector this is was not said.",
    "place.direct": "It applies in a place named here: {places}.",
    "place.wider": "{places} is wider than the place where this law applies.",
    "place.untold": "It covers {places}; where this is done was not said.",
    "fact.stated": "Known: {facts}.",
    "fact.implied": "Follows from what is done: {facts}.",
    "fact.by-design": "The tool is made to do this: {facts}.",
    "fact.unknown": "Not known: {facts}. {question}",
    "event.courted": "The employer was only approached; nothing shows that it uses the tool.",
    "event.invested": "The employer invested; nothing shows that it uses the tool.",
    "term.agreement.open": "In force since {first_day} under {agreement}.",
    "term.agreement.ending": "In force from {first_day} to {last_day} under {agreement}.",
    "term.law.open": "Law since {first_day}.",
    "term.law.ending": "Law from {first_day} to {last_day}.",
    "term.carried.open": (
        "Won in {own_agreement} and kept in {agreement}, in force since {first_day}."
    ),
    "term.carried.ending": (
        "Won in {own_agreement} and kept in {agreement}, in force from {first_day} to {last_day}."
    ),
    "term.retroactive": (
        "Agreed on {concluded_day} with effect from {first_day}; it counts from its first day."
    ),
    "term.upcoming": "Agreed, but not in force yet: it starts on {first_day}.",
    "term.lapsed": (
        "The term of this agreement ended on {last_day}. We found no successor. Rules often go on"
        " applying after an agreement ends while a new one is bargained; ask your union."
    ),
    "term.lapsed.successor": (
        "The term ended on {last_day}. We did not find whether the new agreement keeps this rule;"
        " ask your union."
    ),
    "term.lapsed.dropped": (
        "The term ended on {last_day}. This rule was dropped in {successor}; ask your union what"
        " applies now."
    ),
    "term.lapsed.law": "This law ended on {last_day}.",
    "party.bound": "{parties} is bound by {agreement} on that day.",
    "party.assumed": "Taken as bound by {agreement}, as told.",
    "party.denied": (
        "As told, nobody here is bound by {agreement}."
        " It would govern once an employer bound by it did this."
    ),
    "party.likely": (
        "{parties} is probably bound by {agreement}. Is this entity (this production) signatory?"
    ),
    "party.partly": (
        "{parties} is bound by {agreement} for part of its work."
        " Is this entity (this production) signatory?"
    ),
    "party.unknown": (
        "We do not know whether {parties} is bound by {agreement}."
        " Is this entity (this production) signatory?"
    ),
    "party.through-parent": (
        "The group of {parties} is bound by {agreement}; that does not bind this company."
        " Is this entity (this production) signatory?"
    ),
    "party.company.partly": "Our note on {parties}: bound for part of its work; ask for which.",
    "party.company.likely": "Our note on {parties}: probably a signatory of some agreement; ask.",
    "party.company.unknown": "Our note on {parties}: we do not know what it has signed; ask.",
    "party.unbound": (
        "We found no agreement of this kind for {parties}."
        " It would govern once an employer bound by {agreement} did this."
    ),
    "party.nobody": (
        "No employer is named. It would govern once an employer bound by {agreement} did this."
    ),
    "work.offered": "The tool is only offered: no work under the agreement is shown.",
    "work.abroad": "A place outside the agreement's country is named: {places}.",
    "work.stage": "Only distribution or marketing is touched, not shown to be covered work.",
    "work.first-named": "{parties}, named first, is bound by no agreement that we know of.",
    "work.incidental": "A bound employer takes part, but this is not the clause's main subject.",
    "work.enabled": "A bound employer takes part, but the tool only makes this possible.",
    "duty.use": "The duty begins when the tool is used.",
    "duty.later": "The duty follows later: pay, reports or remedies.",
    "silence.not-yet": "Not yet happened on that day.",
    "silence.kind": "An event of this kind brings no clause unless union staff link it.",
    "silence.phase": "The tool was withdrawn or suspended: no clause follows.",
    "silence.protection": "Protecting a likeness brings no clause by itself.",
    "silence.no-employer": "Money went into a maker; no employer takes part.",
    "silence.no-use": "No use of AI is told, so nothing can be matched.",
    "gap.role": "No clause in our records that is in force on that day reaches this for: {roles}.",
}

OPEN_FACT = "Is this so: {fact}?"
OPEN_AGREEMENT = "Is this employer bound by {agreement}?"
OPEN_PLACE = "Is this where it is done: {places}?"
OPEN_SECTOR = "Is the work of this kind: {sectors}?"
