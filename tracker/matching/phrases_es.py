"""Spanish sentences of the answer: one template for each key."""

MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
MONTH = "{month} de {year}"
DAY = "{number} de {month} de {year}"
FIRST_OF_MONTH = "1"
AND = "{first} y {last}"

SENTENCES = {
    "use.direct": "La cláusula trata de este uso: {uses}.",
    "use.incidental": "También alcanza este uso, aunque no es su objeto principal: {uses}.",
    "use.enabled": (
        "La herramienta ({capabilities}) hace posible lo que trata la cláusula; no está probado."
    ),
    "role.direct": "Protege a las personas afectadas: {roles}.",
    "sector.direct": "Vale en este sector: {sectors}.",
    "sector.untold": "Vale en: {sectors}. No se dijo de qué sector se trata.",
    "place.direct": "Se aplica en un lugar indicado: {places}.",
    "place.wider": "El lugar indicado ({places}) es más amplio que aquel donde rige esta ley.",
    "place.untold": "Vale en: {places}. No se dijo de qué lugar se trata.",
    "fact.stated": "Consta: {facts}.",
    "fact.implied": "Se sigue de lo que se hace: {facts}.",
    "fact.by-design": "La herramienta está hecha para ello: {facts}.",
    "fact.unknown": "No se sabe: {facts}. {question}",
    "event.courted": "Solo se abordó al empleador; nada muestra que use la herramienta.",
    "event.invested": "El empleador invirtió; nada muestra que use la herramienta.",
    "term.agreement.open": "En vigor desde el {first_day}: {agreement}.",
    "term.agreement.ending": "En vigor del {first_day} al {last_day}: {agreement}.",
    "term.law.open": "Ley en vigor desde el {first_day}.",
    "term.law.ending": "Ley en vigor del {first_day} al {last_day}.",
    "term.carried.open": (
        "Logrado en {own_agreement} y mantenido en {agreement}, en vigor desde el {first_day}."
    ),
    "term.carried.ending": (
        "Logrado en {own_agreement} y mantenido en {agreement},"
        " en vigor del {first_day} al {last_day}."
    ),
    "term.retroactive": (
        "Acordado el {concluded_day} con efecto desde el {first_day}; cuenta desde su primer día."
    ),
    "term.upcoming": "Acordado, pero aún no en vigor: empieza el {first_day}.",
    "term.lapsed": (
        "La vigencia de este convenio terminó el {last_day}. No hallamos sucesor. A menudo las"
        " reglas siguen aplicándose tras el fin de un convenio mientras se negocia otro; pregunte"
        " a su sindicato."
    ),
    "term.lapsed.successor": (
        "La vigencia terminó el {last_day}. No hallamos si el nuevo convenio mantiene esta regla;"
        " pregunte a su sindicato."
    ),
    "term.lapsed.dropped": (
        "La vigencia terminó el {last_day}. Esta norma se suprimió en {successor};"
        " pregunte a su sindicato qué rige ahora."
    ),
    "term.lapsed.law": "Esta ley terminó el {last_day}.",
    "party.bound": "Obligado ese día por {agreement}: {parties}.",
    "party.assumed": "Se toma como obligado por {agreement}, según lo indicado.",
    "party.denied": (
        "Según lo indicado, nadie aquí está obligado por {agreement}."
        " La cláusula regiría en cuanto un empleador obligado lo hiciera."
    ),
    "party.likely": (
        "Probablemente obligado por {agreement}: {parties}."
        " ¿Es firmante esta entidad (esta producción)?"
    ),
    "party.partly": (
        "Obligado por {agreement} en parte de su trabajo: {parties}."
        " ¿Es firmante esta entidad (esta producción)?"
    ),
    "party.unknown": (
        "No sabemos si {agreement} obliga a {parties}. ¿Es firmante esta entidad (esta producción)?"
    ),
    "party.through-parent": (
        "El grupo de {parties} está obligado por {agreement}; eso no obliga a esta empresa."
        " ¿Es firmante esta entidad (esta producción)?"
    ),
    "party.company.partly": (
        "Nuestra nota sobre {parties}: obligada en parte de su trabajo; pregunte en cuál."
    ),
    "party.company.likely": (
        "Nuestra nota sobre {parties}: probablemente firmante de algún convenio; pregunte."
    ),
    "party.company.unknown": "Nuestra nota sobre {parties}: no sabemos qué ha firmado; pregunte.",
    "party.unbound": (
        "No hallamos un convenio de este tipo para {parties}. La cláusula regiría en cuanto un"
        " empleador obligado por {agreement} lo hiciera."
    ),
    "party.nobody": (
        "No se nombra a ningún empleador. La cláusula regiría en cuanto un empleador obligado por"
        " {agreement} lo hiciera."
    ),
    "work.offered": "La herramienta solo se ofrece: no consta trabajo bajo el convenio.",
    "work.abroad": "Se indica un lugar fuera del país del convenio: {places}.",
    "work.stage": "Solo se toca la distribución o la promoción.",
    "work.first-named": "{parties}, en primer lugar, no está obligado por convenio que conozcamos.",
    "work.incidental": "Participa un empleador obligado, pero no es el objeto principal.",
    "work.enabled": "Participa un empleador obligado, pero la herramienta solo lo hace posible.",
    "duty.use": "El deber nace en cuanto se usa la herramienta.",
    "duty.later": "El deber llega después: pago, informes, recursos.",
    "silence.not-yet": "Aún no había ocurrido ese día.",
    "silence.kind": "Un hecho así no trae cláusulas salvo que el sindicato las vincule.",
    "silence.phase": "La herramienta se retiró o suspendió: no se sigue ninguna cláusula.",
    "silence.protection": "Proteger una imagen no trae cláusulas por sí solo.",
    "silence.no-employer": "Entró dinero en un fabricante; no participa ningún empleador.",
    "silence.no-use": "No se indica ningún uso de IA: no hay nada que cotejar.",
    "gap.role": "Ninguna cláusula en vigor ese día en nuestras fichas alcanza esto para: {roles}.",
}

OPEN_FACT = "¿Es así: {fact}?"
OPEN_AGREEMENT = "¿Está este empleador obligado por {agreement}?"
OPEN_PLACE = "¿Se hace en este lugar: {places}?"
OPEN_SECTOR = "¿Es el trabajo de este tipo: {sectors}?"
