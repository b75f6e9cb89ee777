"""Answers which clauses reach a deployment or a described situation on a day, for a viewer."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from clauses import visibility
from tracker import models, rulebook, situations
from tracker.matching import answers, documents, questions, records, terms, wording
from tracker.matching import library as shelves
from tracker.matching import standing as rules

DEPLOYMENT_FIELDS = ("deployment", "as_of")


class UnknownDeploymentError(LookupError):
    """No deployment of this slug that the viewer may see; `nearest` names likely ones."""

    def __init__(self, *, slug: str, nearest: tuple[str, ...]) -> None:
        self.slug = slug
        self.nearest = nearest
        hint = f" Nearest: {', '.join(nearest)}." if nearest else ""
        super().__init__(f"There is no deployment {slug!r}.{hint}")


def library(*, viewer: visibility.Viewer | None) -> shelves.Library:
    """The rules' library as the viewer may know it, kept until the catalogue changes."""
    return rulebook.for_viewer(viewer=viewer).library


def labels(*, viewer: visibility.Viewer | None) -> wording.Labels:
    """Names in which answers for the viewer are told."""
    return rulebook.for_viewer(viewer=viewer).labels


def deployment(*, slug: str, viewer: visibility.Viewer | None) -> models.Deployment:
    """The live deployment of this slug. Raises UnknownDeploymentError with the nearest slugs."""
    visible = models.Deployment.objects.visible_to(viewer)
    found: models.Deployment | None = visible.filter(slug=slug).first()
    if found is None:
        near = situations.nearest(slug, visible.values_list("slug", flat=True))
        raise UnknownDeploymentError(slug=slug, nearest=near)
    return found


def for_deployment(
    *,
    deployment: models.Deployment,
    on: datetime.date | None = None,
    viewer: visibility.Viewer | None,
) -> answers.Answer:
    """Judge a deployment on a day; without one on its own date (the last day it can mean)."""
    event = event_of(deployment=deployment, viewer=viewer)
    return rules.answer(
        library=library(viewer=viewer), event=event, on=on or own_day(deployment=deployment)
    )


def own_day(*, deployment: models.Deployment) -> datetime.date:
    """The day on which a deployment is judged when none is asked for."""
    return terms.last_day_of(day=deployment.event_date, precision=deployment.date_precision)


def event_of(
    *, deployment: models.Deployment, viewer: visibility.Viewer | None
) -> records.EventRecord:
    """The deployment as the rules read it. Its use modifiers count as known facts."""
    parties = dict.fromkeys(
        slug for deployer in deployment.deployers.all() for slug in deployer.parties
    )
    product_events = models.Deployment.objects.visible_to(viewer).filter(
        product_id=deployment.product_id
    )
    first_days = [_first_day(day, how) for day, how in product_events.values_list(*_DATE)]
    return records.EventRecord(
        slug=deployment.slug,
        kind=deployment.kind,
        phase=deployment.phase,
        first_day=_first_day(deployment.event_date, deployment.date_precision),
        product_first_day=min(first_days, default=None),
        uses=tuple(deployment.uses),
        capabilities=(*deployment.capabilities, *deployment.extra_capabilities),
        roles=tuple(deployment.roles),
        sectors=tuple(deployment.sectors),
        places=tuple(deployment.places),
        made_in=tuple(deployment.made_in),
        shown_in=tuple(deployment.shown_in),
        stages=tuple(deployment.production_stages),
        deployers=tuple(parties),
        employers=tuple(deployment.employers),
        rights_holders=tuple(deployment.rights_holders),
        works=tuple(deployment.works),
        facts={**dict.fromkeys(deployment.use_modifiers, True), **deployment.facts},
        licence_direction=deployment.licence_direction,
        offered=deployment.is_offered,
        open_to_public=bool(deployment.is_open_to_public),
        company_programme=bool(deployment.is_company_programme),
        is_animated=deployment.is_animated,
    )


_DATE = ("event_date", "date_precision")


def _first_day(day: datetime.date, precision: str) -> datetime.date:
    return terms.first_day_of(day=day, precision=precision)


def for_situation(
    *, situation: Mapping[str, Any], viewer: visibility.Viewer | None
) -> answers.Answer:
    """Judge a described situation, or a deployment named in it.

    Raises situations.SituationRefusedError, which names every faulty field and the nearest
    known values.
    """
    if "deployment" in situation:
        return _for_named_deployment(situation=situation, viewer=viewer)
    book = rulebook.for_viewer(viewer=viewer)
    understood = situations.understand(situation=situation, book=book, viewer=viewer)
    return rules.answer(library=book.library, event=understood.event, on=understood.on)


@dataclasses.dataclass(frozen=True)
class Asked:
    """An answer and what would change it, the most telling question first.

    A deployment is judged by what its record says: nothing is asked.
    """

    answer: answers.Answer
    open_questions: tuple[questions.Question, ...] = ()

    @property
    def next_question(self) -> questions.Question | None:
        """The question whose answer would change most, if any would."""
        return self.open_questions[0] if self.open_questions else None


def ask(*, situation: Mapping[str, Any], viewer: visibility.Viewer | None) -> Asked:
    """As `for_situation`, with the questions that are still open."""
    if "deployment" in situation:
        return Asked(_for_named_deployment(situation=situation, viewer=viewer))
    book = rulebook.for_viewer(viewer=viewer)
    understood = situations.understand(situation=situation, book=book, viewer=viewer)
    return Asked(
        answer=rules.answer(library=book.library, event=understood.event, on=understood.on),
        open_questions=questions.ranked(
            library=book.library,
            event=understood.event,
            on=understood.on,
            not_known=understood.not_known,
        ),
    )


def _for_named_deployment(
    *, situation: Mapping[str, Any], viewer: visibility.Viewer | None
) -> answers.Answer:
    faults = [
        situations.Fault(
            str(name),
            "does not go with a deployment; give deployment and as_of alone.",
            situations.nearest(str(name), DEPLOYMENT_FIELDS),
        )
        for name in situation
        if name not in DEPLOYMENT_FIELDS
    ]
    if faults:
        raise situations.SituationRefusedError(faults)
    on = None
    if situation.get("as_of") is not None:
        on = situations.a_day(situation["as_of"], field="as_of")
    try:
        found = deployment(slug=str(situation["deployment"]), viewer=viewer)
    except UnknownDeploymentError as unknown:
        message = f"{unknown.slug!r} is no deployment."
        fault = situations.Fault("deployment", message, unknown.nearest)
        raise situations.SituationRefusedError([fault]) from unknown
    return for_deployment(deployment=found, on=on, viewer=viewer)


def document(
    *,
    answer: answers.Answer,
    viewer: visibility.Viewer | None,
    language: str = "en",
    question: questions.Question | None = None,
) -> documents.Json:
    """The answer as the JSON document of the public interface, in the reader's language."""
    return documents.of_answer(
        answer=answer, labels=labels(viewer=viewer), language=language, question=question
    )
