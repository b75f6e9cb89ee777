"""A question to `match/` and its answer. What the words mean is judged by the service."""

from typing import Any

from drf_spectacular import utils
from rest_framework import serializers

from tracker.api import nearest, problems
from tracker.api.serializers import deployments, records

MOST_VALUES = 100
LONGEST_WORD = 300


def words(help_text: str) -> serializers.ListField:
    """Declare a list of words."""
    return serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_WORD),
        max_length=MOST_VALUES,
        required=False,
        help_text=help_text,
    )


class Strict(serializers.Serializer[Any]):
    """An input in which every unknown field is refused, with the nearest known one."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse unknown fields before anything else is read."""
        if isinstance(data, dict):
            unknown = [self._fault(name) for name in data if name not in self.fields]
            if unknown:
                raise problems.InvalidRequest(unknown)
        return super().to_internal_value(data)

    def _fault(self, name: str) -> problems.Fault:
        near = nearest.known(value=name, among=list(self.fields))
        shown = name[:80].replace("\x00", "␀")
        return problems.Fault(
            place="body",
            name=shown,
            code="unknown_field",
            detail=nearest.sentence(text=f"There is no field “{shown}” here.", nearest=near),
            nearest=(near,) if near else (),
        )


class Situation(Strict):
    """What happens or is planned; everything but `date` may be left out."""

    date = serializers.DateField(help_text="The day to judge it on.")
    uses = words("Uses of AI: values of `uses`, or words of the sources.")
    capabilities = words("What the tool can do: values of `capabilities`.")
    roles = words("Whose work it touches: values of `roles`.")
    deployers = words("Who does it: slugs or names of parties. Unknown names count as not bound.")
    bound_by = words("Slugs of agreements that the employer is taken to be bound by.")
    sectors = words("Values of `sectors`.")
    jurisdictions = words("Values of `places`.")
    works = words("Titles of productions.")
    stages = words("Values of `production-stages`.")
    offered = serializers.BooleanField(
        required=False, help_text="The tool is only offered; nobody uses it on a work yet."
    )
    company_programme = serializers.BooleanField(
        required=False, help_text="It is a programme of the company, not of one work."
    )
    facts = serializers.DictField(
        child=serializers.BooleanField(allow_null=True),
        required=False,
        help_text="Values of `facts`, true or false; leave out what is unknown.",
    )


class NamedDeployment(Strict):
    """A deployment of the catalogue, judged on its own day or on another."""

    deployment = serializers.CharField(max_length=80, help_text="Slug of a deployment.")
    as_of = serializers.DateField(required=False, help_text="Default: the day of the event.")


def question_of(data: Any) -> Strict:
    """Choose which of the two questions a body asks."""
    if isinstance(data, dict) and "deployment" in data:
        return NamedDeployment(data=data)
    return Situation(data=data)


class Entry(serializers.Serializer[Any]):
    """A clause of the answer, with the clauses that stand in it."""

    clause = serializers.CharField()
    title = serializers.CharField()
    standing = serializers.ChoiceField(
        choices=["binding", "conditional", "possible", "upcoming", "lapsed"]
    )
    bearing = serializers.ChoiceField(choices=["main", "also"])
    score = serializers.FloatField()
    includes = serializers.ListField(child=serializers.CharField())
    reasons = deployments.Reason(many=True)
    missing_facts = deployments.MissingFact(many=True)
    citation = serializers.CharField()
    grade = serializers.CharField(help_text="A to E: how strongly the clause is supported.")
    url = serializers.URLField(help_text="The clause in the API.")


class Gap(serializers.Serializer[Any]):
    """Somebody whom no clause in force reaches."""

    role = serializers.CharField()
    text = serializers.CharField()


@utils.extend_schema_serializer(many=False)
class MatchAnswer(records.Answered):
    """Which clauses reach it on the day, strongest first, with reasons and open questions."""

    note = serializers.CharField(help_text="Why nothing can follow; usually empty.")
    clauses = Entry(many=True)
    gaps = Gap(many=True)
    unmatched = serializers.ListField(
        child=serializers.CharField(), help_text="Names of deployers that are not known here."
    )
