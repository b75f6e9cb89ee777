"""The words of the library, one model a file."""

from clauses.models.act import ActRequest
from clauses.models.agreement import Agreement, AgreementSource, AgreementText
from clauses.models.change import Change
from clauses.models.check import ClauseCheck
from clauses.models.citation import ClauseCitation
from clauses.models.clause import Clause, ClauseSource, ClauseText, Dropped, TimeLimit
from clauses.models.document import (
    DocumentPage,
    DocumentPassage,
    DocumentSection,
    ImportedDocument,
)
from clauses.models.mistake import MistakeReport
from clauses.models.party import Binding, Party, PartyMembership, PartyName, PartySource
from clauses.models.publication import Publication
from clauses.models.record import CatalogueRecord, RecordKind
from clauses.models.remark import Remark
from clauses.models.rereading import Rereading
from clauses.models.review import ReviewTask
from clauses.models.scheduled import ScheduledPublication
from clauses.models.search import SearchEntry, SearchWord
from clauses.models.statute import Statute, StatuteSource, StatuteText
from clauses.models.taxonomy import Crosswalk, TaxonomyTerm
from clauses.models.union import StaffUnion, Union
from clauses.models.upload import ClauseUpload

__all__ = [
    "ActRequest",
    "Agreement",
    "AgreementSource",
    "AgreementText",
    "Binding",
    "CatalogueRecord",
    "Change",
    "Clause",
    "ClauseCheck",
    "ClauseCitation",
    "ClauseSource",
    "ClauseText",
    "ClauseUpload",
    "Crosswalk",
    "DocumentPage",
    "DocumentPassage",
    "DocumentSection",
    "Dropped",
    "ImportedDocument",
    "MistakeReport",
    "Party",
    "PartyMembership",
    "PartyName",
    "PartySource",
    "Publication",
    "RecordKind",
    "Remark",
    "Rereading",
    "ReviewTask",
    "ScheduledPublication",
    "SearchEntry",
    "SearchWord",
    "StaffUnion",
    "Statute",
    "StatuteSource",
    "StatuteText",
    "TaxonomyTerm",
    "TimeLimit",
    "Union",
]
