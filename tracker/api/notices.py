"""What every answer says beside its facts: we inform, the agreement decides, true for the day."""

import datetime

from django.conf import settings

DISCLAIMER = {
    "en": "This informs; it is not legal advice. The text of the agreement or law governs. "
    "True for {day}.",
    "fr": "Ceci informe et ne constitue pas un avis juridique. Le texte de l’accord ou de la loi "
    "fait foi. Valable au {day}.",
    "es": "Esto informa; no es asesoramiento jurídico. Prevalece el texto del convenio o de la "
    "ley. Válido para el {day}.",
}

RULE = {
    "en": "We inform, we do not advise. The text of the agreement or law governs, and your union "
    "can tell you how it applies to you. Every answer is true for the day it names in as_of.",
    "fr": "Nous informons, nous ne conseillons pas. Le texte de l’accord ou de la loi fait foi, et "
    "votre syndicat peut vous dire comment il s’applique à vous. Chaque réponse vaut pour le jour "
    "indiqué dans as_of.",
    "es": "Informamos, no asesoramos. Prevalece el texto del convenio o de la ley, y su sindicato "
    "puede decirle cómo se le aplica. Cada respuesta es válida para el día indicado en as_of.",
}


def disclaimer(*, language: str, day: datetime.date) -> str:
    """Return the sentence in one of LANGUAGES, for the day the answer is true for."""
    return DISCLAIMER[language].format(day=day.isoformat())


def rule_address() -> str:
    """Return where the rule is explained: the head of the documentation page."""
    return f"{settings.PUBLIC_URL}/api/v1/docs/#the-agreement-decides"
