"""French sentences of the answer: one template for each key."""

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MONTH = "{month} {year}"
DAY = "{number} {month} {year}"
FIRST_OF_MONTH = "1er"
AND = "{first} et {last}"

SENTENCES = {
    "use.direct": "La clause vise cet usage : {uses}.",
    "use.incidental": "Elle touche aussi cet usage, sans que ce soit son objet premier : {uses}.",
    "use.enabled": (
        "L’outil ({capabilities}) rend possible ce que vise la clause : possible, non établi."
    ),
    "role.direct": "Elle protège les personnes touchées : {roles}.",
    "sector.direct": "Elle vaut dans ce secteur : {sectors}.",
    "sector.untold": "Elle vaut dans : {sectors}. Le secteur dont il s’agit n’a pas été dit.",
    "place.direct": "Elle s’applique dans un lieu indiqué : {places}.",
    "place.wider": "Le lieu indiqué ({places}) est plus large que celui où cette loi s’applique.",
    "place.untold": "Elle vaut dans : {places}. Le lieu dont il s’agit n’a pas été dit.",
    "fact.stated": "Connu : {facts}.",
    "fact.implied": "Découle de ce qui est fait : {facts}.",
    "fact.by-design": "L’outil est conçu pour cela : {facts}.",
    "fact.unknown": "Inconnu : {facts}. {question}",
    "event.courted": "L’employeur a seulement été démarché ; rien ne montre qu’il utilise l’outil.",
    "event.invested": "L’employeur a investi ; rien ne montre qu’il utilise l’outil.",
    "term.agreement.open": "En vigueur depuis le {first_day} : {agreement}.",
    "term.agreement.ending": "En vigueur du {first_day} au {last_day} : {agreement}.",
    "term.law.open": "Loi en vigueur depuis le {first_day}.",
    "term.law.ending": "Loi en vigueur du {first_day} au {last_day}.",
    "term.carried.open": (
        "Obtenu dans {own_agreement} et maintenu dans {agreement},"
        " en vigueur depuis le {first_day}."
    ),
    "term.carried.ending": (
        "Obtenu dans {own_agreement} et maintenu dans {agreement},"
        " en vigueur du {first_day} au {last_day}."
    ),
    "term.retroactive": (
        "Conclu le {concluded_day} avec effet au {first_day} ; compte dès son premier jour."
    ),
    "term.upcoming": "Conclu, mais pas encore en vigueur : débute le {first_day}.",
    "term.lapsed": (
        "L’accord a pris fin le {last_day}. Nous n’avons pas trouvé de successeur. Souvent, les"
        " règles continuent de s’appliquer après la fin d’un accord pendant qu’on en négocie un"
        " nouveau ; demandez à votre syndicat."
    ),
    "term.lapsed.successor": (
        "L’accord a pris fin le {last_day}. Nous n’avons pas trouvé si le nouvel accord maintient"
        " cette règle ; demandez à votre syndicat."
    ),
    "term.lapsed.dropped": (
        "L’accord a pris fin le {last_day}. Cette règle a été supprimée dans {successor} ;"
        " demandez à votre syndicat ce qui s’applique maintenant."
    ),
    "term.lapsed.law": "Cette loi a pris fin le {last_day}.",
    "party.bound": "Partie liée ce jour-là par {agreement} : {parties}.",
    "party.assumed": "Tenu pour lié par {agreement}, comme indiqué.",
    "party.denied": (
        "Comme indiqué, personne ici n’est lié par {agreement}."
        " La clause s’appliquerait dès qu’un employeur lié le ferait."
    ),
    "party.likely": (
        "Probablement lié par {agreement} : {parties}."
        " Cette entité (cette production) est-elle signataire ?"
    ),
    "party.partly": (
        "Lié par {agreement} pour une partie de son activité : {parties}."
        " Cette entité (cette production) est-elle signataire ?"
    ),
    "party.unknown": (
        "Nous ne savons pas si {agreement} lie : {parties}."
        " Cette entité (cette production) est-elle signataire ?"
    ),
    "party.through-parent": (
        "Le groupe de {parties} est lié par {agreement} ; cela ne lie pas cette société."
        " Cette entité (cette production) est-elle signataire ?"
    ),
    "party.company.partly": (
        "Notre note sur {parties} : liée pour une partie de son activité ; demandez laquelle."
    ),
    "party.company.likely": (
        "Notre note sur {parties} : probablement signataire d’un accord ; demandez."
    ),
    "party.company.unknown": (
        "Notre note sur {parties} : nous ne savons pas ce qui a été signé ; demandez."
    ),
    "party.unbound": (
        "Aucun accord de ce type trouvé pour : {parties}. La clause s’appliquerait dès qu’un"
        " employeur lié par {agreement} le ferait."
    ),
    "party.nobody": (
        "Aucun employeur n’est nommé. La clause s’appliquerait dès qu’un employeur lié par"
        " {agreement} le ferait."
    ),
    "work.offered": "L’outil est seulement proposé : aucun travail sous l’accord n’est établi.",
    "work.abroad": "Un lieu hors du pays de l’accord est indiqué : {places}.",
    "work.stage": "Seules la distribution ou la promotion sont touchées.",
    "work.first-named": "Premier nommé, {parties} n’est lié par aucun accord connu de nous.",
    "work.incidental": "Un employeur lié y prend part, mais ce n’est pas l’objet premier.",
    "work.enabled": "Un employeur lié y prend part, mais l’outil rend seulement cela possible.",
    "duty.use": "L’obligation naît dès que l’outil est utilisé.",
    "duty.later": "L’obligation vient plus tard : paiement, rapports, recours.",
    "silence.not-yet": "Pas encore arrivé ce jour-là.",
    "silence.kind": "Un fait de ce genre n’appelle aucune clause, sauf lien posé par le syndicat.",
    "silence.phase": "L’outil a été retiré ou suspendu : aucune clause ne s’ensuit.",
    "silence.protection": "Protéger une image n’appelle aucune clause à soi seul.",
    "silence.no-employer": "De l’argent est allé au fabricant ; aucun employeur n’y prend part.",
    "silence.no-use": "Aucun usage de l’IA n’est indiqué : rien ne peut être rapproché.",
    "gap.role": "Aucune clause en vigueur ce jour-là dans nos fiches n’y répond pour : {roles}.",
}

OPEN_FACT = "Est-ce le cas : {fact} ?"
OPEN_AGREEMENT = "Cet employeur est-il lié par {agreement} ?"
OPEN_PLACE = "Est-ce là que cela se fait : {places} ?"
OPEN_SECTOR = "Le travail est-il de ce genre : {sectors} ?"
