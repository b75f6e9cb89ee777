"""Words of AI that mean something else: they are not read at all."""

import re

from clauses.importing.reading.patterns import any_of

DECOYS = any_of(
    r"\b(?:donn\w+|apprend\w*|dire|dit|jou\w+)\s+(?:la|les|sa|ses|une|des)\s+répliques?\b",
    r"\brépliques?\s+(?:du\s+(?:texte|scénario|rôle|dialogue)|apprises?|parlées?|écrites?|d['’]armes?)\b",
    r"\b(?:lignes?|nombre|moins|plus)\s+(?:de\s+)?\w*\s*répliques?\b",
    r"\bartificial\s+(?:turf|snow|rain|fog|smoke|flowers?|limbs?|plants?|light\w*|respiration"
    r"|sweeteners?|insemination|teeth|grass|lake|leg|arm|heart|person)\b",
    r"\b(?:neige|fleurs?|lumière|gazon)\s+artificielle?s?\b",
    r"\bfeux?\s+d['’]artifice\b",
    r"\bkünstliche\s+Blumen\b",
    r"\bKunst(?:schnee|rasen|blumen)\b",
    r"\b(?:news|military|foreign|police|criminal|business|market)\s+intelligence\b",
    r"\bintelligence\s+(?:officer|agenc\w+|furnished|report|quotient|service|community"
    r"|gathering)\w*",
    r"\breplica\s+(?:weapons?|props?|firearms?|guns?|vehicles?|furniture|aircraft|jewel\w+"
    r"|swords?|costumes?)\b",
    r"\breplicas?\s+of\s+(?:the\s+|an?\s+)?(?:\w+\s+)?(?:vehicles?|weapons?|props?|sets?|car"
    r"|ship|building|aircraft)\b",
    r"\b(?:safety|apprentice\w*|on-the-job|harassment|skills?|craft|employee|staff|supervisor"
    r"|industry|physical|first[- ]aid|firearms?|driver|vocational|compliance"
    r"|interactive)\s+training\b",
    r"\btraining\s+(?:of|for)\s+(?:\w+\s+){0,2}(?:apprentices?|employees?|trainees?|stewards?"
    r"|supervisors?|personnel|staff|members)\b",
    r"\btraining\s+(?:fund|program|programme|modules?|period|plan|trust|course|wage|center"
    r"|centre)s?\b",
    r"\bdigital\s+(?:effects?|audio|imaging|download\w*|signatures?|distribution|television"
    r"|cinema|media|video|camera|still|platform|projection|delivery|recorder|intermediate"
    r"|cable|content)\b",
    r"\b(?:fashion|runway|hand|fitting|photographic|clay|scale|business|contract)\s+models?\b",
    r"\bmodel\s+(?:makers?|releases?|policy|sheet|year|number|agreement|form|contract|clause"
    r"|rules?)\b",
    r"\bmodels?\s+(?:engaged|posing|employed)\b",
    r"\bsynthetic\s+(?:fur|fib(?:er|re)s?|fabrics?|materials?|hair|blood|rubber|leather|wigs?"
    r"|turf|diamonds?)\b",
    r"\b(?:vending|sewing|fax|copying|answering|adding|fog|wind|smoke|washing|slot|coffee"
    r"|time)\s+machines?\b",
    r"\bmachine\s+(?:operators?|tools?|shops?|setters?|gun\w*|readable|room)\b",
    r"\bmachine-readable\b",
    r"\bautomated\s+(?:external|deductions?|teller|clearing|payroll|figures?|gates?|lighting"
    r"|doors?)\b",
    r"\bautomatic\s+(?:deposit|renewal|extension|pay\w*|deductions?)\b",
    r"\bcomputer[- ]generated\s+(?:pay|time|statements?|reports?|invoices?|checks?|forms?"
    r"|payroll)\w*",
    r"\bsimulated\s+(?:fire|explosion|sex|rain|weather|combat|smoke|injur\w+|drown\w*"
    r"|violence)\w*",
    r"\bsimulat\w+\s+sex\w*",
    r"\bscans?\s+of\s+(?:passports?|visas?|permits?|receipts?|licen[cs]es?|documents?"
    r"|invoices?|identity|contracts?)\b",
    r"\b(?:bags?|luggage|badges?|tickets?|bar\s?codes?|passports?)\b[^.;]{0,30}\bscanned\b",
    r"\b(?:photo|stunt|stand-in|body)\s+doubles?\b",
    r"\bprompt\s+(?:book|payment|notice|delivery|side|corner)\b",
    r"\bgeneration\s+of\s+(?:residual|electricity|power|revenue|income|reports?|statements?)\w*",
    r"\b(?:next|first|second)\s+generation\b",
    r"\bvirtual\s+(?:private|meeting|print|auction|hearing|office)\w*",
    r"\bvoice\s+(?:tests?|coach\w*|vote|mail|lessons?)\b",
    r"\bvoix\s+(?:des\s+délégués|consultative|délibérative|prépondérante)\b",
    r"\bmodèle\s+de\s+(?:contrat|lettre|statuts|formulaire)\b",
    r"\bmáquinas?\s+de\s+(?:coser|escribir)\b",
    r"\bMaschinist\w*",
    r"\bteach(?:ers?|ing)\s+(?:minors?|credential|children|certificate)\w*",
    r"\bwelfare\s+workers?\b",
)
# "A. I. Marlowe", "A.I.; R.B.M.", "initials A.I."
INITIALS = re.compile(
    r"\bA\.\sI\.\s(?:[A-Z]\.\s?){0,3}[A-Z][a-z]+|\bA\.I\.\s?[A-Z]\."
    r"|\b[Ii]nitial\w*\b[^.]{0,40}\bA\.\s?I\.|\bA\.\s?I\.[^.]{0,20}\b[Ii]nitial"
)
