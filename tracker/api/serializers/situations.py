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
    not_bound_by = words("Slugs of agreements that the employer is known not to be bound by.")
    sectors = words("Values of `sectors`.")
    not_sectors = words("Sectors that it is known not to be.")
    jurisdictions = words("Values of `places`.")
    not_jurisdictions = words("Places where it is known not to be done.")
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
        help_text="Values of `facts`, true or false; leave out what is unknown. Null: unknown, "
        "and not to be asked.",
    )
    not_known = words("Names of questions that have no answer: they are not asked.")


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


class Changes(serializers.Serializer[Any]):
    """How much of the answer a reply would change; 0 for nothing but its reasons."""

    if_true = serializers.IntegerField()
    if_false = serializers.IntegerField()


class NextQuestion(serializers.Serializer[Any]):
    """What to ask next: the unknown whose reply would change the answer most.

    Ask again with the reply: yes adds `value` to the field (a fact is set true), no adds it to
    the field of the same name that begins with `not_` (a fact is set false), and who does not know
    adds `name` to `not_known`. Then it is not asked again.
    """

    field = serializers.ChoiceField(choices=["facts", "jurisdictions", "sectors", "bound_by"])
    value = serializers.CharField(help_text="The fact, place, sector or agreement.")
    name = serializers.CharField(help_text="What `not_known` calls it.")
    text = serializers.CharField(help_text="The question in words.")
    changes = Changes()


@utils.extend_schema_serializer(many=False)
class MatchAnswer(records.Answered):
    """Which clauses reach it on the day, strongest first, with reasons and open questions."""

    note = serializers.CharField(help_text="Why nothing can follow; usually empty.")
    clauses = Entry(many=True)
    gaps = Gap(many=True)
    unmatched = serializers.ListField(
        child=serializers.CharField(), help_text="Names of deployers that are not known here."
    )
    next_question = NextQuestion(
        allow_null=True,
        help_text="Null where no reply would change the answer, and for a deployment.",
    )
