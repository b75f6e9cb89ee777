"""`POST match/`: which clauses reach a described situation, or a deployment, on a day."""

from typing import Any

from rest_framework import request
from rest_framework.response import Response

from tracker import situations, standing
from tracker.api import addresses, notices, parameters, problems, shown
from tracker.api.serializers import situations as serializers
from tracker.api.views import open as open_views


class MatchView(open_views.OpenView):
    """Asks the rules. It reads and keeps nothing of what is asked."""

    declared = (parameters.LANG,)
    document = serializers.MatchAnswer

    def post(self, request: request.Request) -> Response:
        """Judge the situation."""
        given = parameters.read(query=request.query_params, declared=self.declared)
        self.language = given.get("lang", self.language)
        question = serializers.question_of(request.data)
        question.is_valid(raise_exception=True)
        try:
            asked = standing.ask(situation=question.validated_data, viewer=shown.ANYBODY)
        except situations.SituationRefusedError as refusal:
            raise problems.InvalidRequest(_faults(refusal)) from refusal
        body: dict[str, Any] = dict(
            standing.document(
                answer=asked.answer,
                viewer=shown.ANYBODY,
                language=self.language,
                question=asked.next_question,
            )
        )
        base = request.build_absolute_uri("/").rstrip("/")
        for entry in body["clauses"]:
            entry["url"] = addresses.of_record(kind="clauses", slug=entry["clause"], base=base)
        body["disclaimer"] = notices.disclaimer(language=self.language, day=asked.answer.as_of)
        body["disclaimer_url"] = notices.rule_address()
        return Response(body)


def _faults(refusal: situations.SituationRefusedError) -> list[problems.Fault]:
    return [
        problems.Fault(
            place="body",
            name=fault.field,
            code="unknown_value" if fault.nearest else "invalid",
            detail=str(fault),
            nearest=fault.nearest,
        )
        for fault in refusal.faults
    ]
