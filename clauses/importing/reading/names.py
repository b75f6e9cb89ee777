"""Words that name AI by themselves, in English, French, Spanish and German."""

import re

from clauses.importing.reading.patterns import any_of

NAME, LIKELY = 10.0, 7.0

NAMES = (
    # English
    (
        NAME,
        any_of(
            r"\bartificial(?:ly)?[- ]+intelligen\w+",
            r"\bmachine[- ]learning",
            r"\bdeep[- ]learning",
        ),
    ),
    (
        NAME,
        any_of(
            r"\bgenerative\s+(?:a\.?i\b\.?|tools?|technolog\w+|models?|systems?|software"
            r"|programs?|means)",
            r"\bGAI\b",
        ),
    ),
    (
        NAME,
        any_of(
            r"\b(?:digital|computer|voice|vocal|virtual|employment-based"
            r"|independently\s+created)[- ]+(?:\w+[- ]+)?replicas?\b",
            r"\breplicas?\s+of\s+(?:\w+\s+){0,3}(?:performer|artist|actor|voice|likeness"
            r"|singer)s?\b",
        ),
    ),
    (
        NAME,
        any_of(
            r"\bsynthetic\s+(?:performers?|voices?|speech|media|likeness\w*|actors?|humans?"
            r"|characters?|performances?|means|vocals?|content)"
        ),
    ),
    (
        NAME,
        any_of(
            r"\b(?:voice|vocal)[- ]+clon\w+",
            r"\bclon(?:e|es|ed|ing)\s+(?:of\s+)?(?:\w+\s+){0,3}(?:voices?|performers?"
            r"|singers?|likeness)",
            r"\bdeep[- ]?fakes?\b",
            r"\btext[- ]to[- ](?:speech|video|image|music)",
            r"\bspeech\s+synthesis",
        ),
    ),
    (
        NAME,
        any_of(
            r"\blarge\s+language\s+models?",
            r"\bfoundation\s+models?",
            r"\bneural\s+net\w*",
            r"\bchat\s?bots?\b",
            r"\bLLMs?\b",
            r"\bAI[- ](?:system|model|tool|generated|assisted|training|voice)\w*",
        ),
    ),
    (
        NAME,
        any_of(
            r"\b(?:digital|virtual|synthetic)\s+(?:doubles?|twins?|humans?|clones?"
            r"|likeness\w*)\b",
            r"\bmachine\s+translat\w+",
            r"\btext\s+and\s+data\s+mining",
        ),
    ),
    (
        NAME,
        any_of(
            r"\b(?:computer|machine|algorithmically"
            r"|automatically)[- ]generated\s+(?:\w+\s+){0,2}(?:performers?|characters?"
            r"|voices?|likeness\w*|actors?|scripts?|text|content|images?|music|material)",
            r"\bcomputer[- ]made\s+likeness\w*",
        ),
    ),
    (
        NAME,
        any_of(
            r"\bautomated\s+(?:decision|generation|content|image|writing"
            r"|voice)\w*(?:[- ]\w+)?\s+(?:systems?|tools?|making)",
            r"\bautomated\s+(?:generation|decision[- ]making)",
            r"\balgorithmic\s+(?:tools?|management|decision\w*|systems?|composition)",
        ),
    ),
    # French
    (
        NAME,
        any_of(
            r"\bintelligence\s+artificielle",
            r"\bapprentissage\s+(?:automatique|profond|machine)",
            r"\balgorithmes?\s+d['’]apprentissage",
            r"\b(?:répliques?|doubles?|clones?|doublures?|jumea\w+)\s+(?:numériques?"
            r"|virtuel\w*|vocal\w*)",
            r"\b(?:outils?|système\w*|modèles?|IA|logiciels?|technolog\w+)\s+génératif\w*"
            r"|\b(?:IA|technologies?)\s+génératives?",
        ),
    ),
    (
        NAME,
        any_of(
            r"\bclon(?:age|er|ée?s?)\s+(?:de\s+)?(?:la\s+|sa\s+|les?\s+)?(?:voix|vocal\w*)",
            r"\bvoix\s+(?:de\s+synthèse|synthétiques?|clonées?|artificielles?)",
            r"\bhypertrucages?",
            r"\bfouille\s+de\s+textes?\s+et\s+de\s+données",
            r"\btraduct(?:eurs?|ions?)\s+automatiques?",
            r"\bgénérée?s?\s+(?:par\s+(?:une\s+machine|un\s+(?:automate|algorithme|logiciel"
            r"|système))|automatiquement)",
            r"\bartistes?\s+synthétiques?",
        ),
    ),
    # Spanish
    (
        NAME,
        any_of(
            r"\binteligencia\s+artificial",
            r"\baprendizaje\s+(?:automático|profundo)",
            r"\bréplicas?\s+(?:digital|virtual|vocal)\w*",
            r"\bdobles?\s+digital\w*",
            r"\bclona(?:ción|r)\s+(?:de\s+)?(?:la\s+|su\s+)?(?:voz|voces)",
            r"\bvoz\s+sintética|\bvoces\s+sintéticas",
            r"\bultrafals\w+",
            r"\btraducción\s+automática",
            r"\bgenerad[oa]s?\s+(?:\w+\s+){0,3}por\s+(?:una\s+máquina|un\s+(?:algoritmo"
            r"|programa|sistema))",
            r"\bmodelos?\s+generativos?|\bIA\s+generativa",
        ),
    ),
    # German
    (
        NAME,
        any_of(
            r"\bkünstliche[rnms]?\s+Intelligenz\w*",
            r"\bmaschinelle[sn]?\s+Lernen\w*",
            r"\bdigitale[rn]?\s+(?:Nachbildung|Replik|Kopie|Doppelgänger|Zwilling|Klon)\w*",
            r"\bStimm(?:klon|nachbildung|synthese)\w*",
            r"\bgenerative[rnms]?\s+(?:KI|Systeme?|Modelle?|Werkzeuge?|Verfahren)",
            r"\bKI-\w+",
            r"\bsynthetische[rn]?\s+(?:Stimme|Darsteller|Medien|Schauspieler)\w*",
            r"\bText[- ]und[- ]Data[- ]Mining",
            r"\bmaschinelle\s+Übersetzung",
        ),
    ),
    # By themselves, once what they mean elsewhere is left out (decoys.py).
    (
        LIKELY,
        any_of(
            r"\breplicas?\b",
            r"\bréplicas?\b",
            r"\brépliques?\b",
            r"\bsynthetic\b",
            r"\bsynthétiques?\b",
            r"\bsintétic[oa]s?\b",
            r"\bgenerative\b",
            r"\bgénérati(?:f|ve)s?\b",
            r"\bgenerativ[oa]s?\b",
            r"\bgenerative[rnms]?\b",
            r"\bdigital(?:ly)?\s+(?:edit|cop|blend|alter|manipulat|recreat|scan)\w*",
            r"\b(?:digital|body|facial|3-?D)\s+scans?\b",
            r"\bsystèmes?\s+d['’]IA\b|\bsistemas?\s+de\s+IA\b",
        ),
    ),
)
# Written large: "AI", "A.I.", "IA", "KI". Initials of people are decoys.
SHORT = re.compile(r"\b(?:AI|A\.I\.|IA|KI)(?=[\s,;:.)’'”\"-]|$)")
