"""Lists and details of catalogue records: strict parameters, pages by key, ETags."""

import contextlib
import dataclasses
import datetime
import urllib.parse
from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.db import models
from rest_framework import request, viewsets

from clauses import acts, calendar, moments, search
from clauses.models import record
from tracker import known_then
from tracker.api import cursors, facets, notices, parameters, problems, shown
from tracker.api.serializers import records
from tracker.api.views import open as open_views

SEARCHED_TODAY = problems.Fault(
    place="query",
    name="q",
    code="not_kept",
    detail="Words are searched in today's texts alone; leave out q or known_at.",
)
BY_SLUG = (cursors.Key(column="slug"),)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Question:
    """What an asker wants to know: the day, the language, and the parameters given."""

    on: datetime.date
    today: datetime.date
    language: str
    given: dict[str, Any]

    @property
    def known(self) -> moments.Moment | None:
        """The moment whose knowledge is asked for; None means now."""
        return self.given.get("known_at")

    @property
    def fields(self) -> frozenset[str]:
        """The fields to return; none named means all."""
        found: frozenset[str] = self.given.get("fields", frozenset())
        return found


class CatalogueViewSet(viewsets.ViewSetMixin, open_views.OpenView):
    """The list and the details of one kind of record.

    A subclass says which records (`every`), how they are read (`rows`), what narrows them.
    """

    record: ClassVar[type[records.Record]]
    order: ClassVar[Sequence[cursors.Key]] = BY_SLUG
    narrowing: ClassVar[Sequence[facets.Facet]] = ()
    more_parameters: ClassVar[Sequence[parameters.Parameter]] = ()
    noun: ClassVar[str]
    is_kept: ClassVar[bool] = False
    """Whether what was published earlier can be asked for, by `known_at`."""

    def every(self) -> shown.Rows:
        """Return every record that may be shown."""
        raise NotImplementedError

    def rows(self, records: shown.Rows, question: Question) -> models.QuerySet[Any, dict[str, Any]]:
        """Return the records as dictionaries with all that the serializer needs."""
        raise NotImplementedError

    def narrowed(self, records: shown.Rows, question: Question) -> shown.Rows:
        """Keep the records that the parameters beside facets ask for."""
        return records

    def context(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """Return what the serializer needs beside the rows; may cost a fixed number of queries."""
        return {}

    def detail_parameters(self) -> list[parameters.Parameter]:
        """List what a detail takes."""
        known = tuple(self.record().fields)
        names = parameters.Fields(
            name="fields",
            description="Names of the fields to return, with commas between. `slug` always comes.",
            known=known,
        )
        known_at = [parameters.KNOWN_AT] if self.is_kept else []
        return [parameters.AS_OF, *known_at, parameters.LANG, names]

    def list_parameters(self) -> list[parameters.Parameter]:
        """List what a list takes."""
        return [
            *self.detail_parameters(),
            *self.narrowing,
            *self.more_parameters,
            parameters.LIMIT,
            parameters.CURSOR,
            parameters.COUNT,
        ]

    def page(self, request: request.Request) -> Any:
        """Answer one page of the list."""
        today = open_views.today()
        tag, unchanged = self.not_modified(request, today=self._day_of_tag(request, today))
        if unchanged is not None:
            return unchanged
        question = self._ask(request, self.list_parameters(), today)
        with _knowing(question):
            found = self.narrowed(self._in_facets(question), question)
            rows = self._page(found, question)
            body: dict[str, Any] = self._answered(question)
            body["next"] = self._address(request, question, rows.after)
            body["previous"] = self._address(request, question, rows.before)
            if question.given.get("count"):
                body["count"] = found.count()
            body["results"] = self._written(request, rows.rows, question)
        return open_views.tagged(body, tag=tag)

    def one(self, request: request.Request, slug: str) -> Any:
        """Answer one record."""
        today = open_views.today()
        tag, unchanged = self.not_modified(request, today=self._day_of_tag(request, today))
        if unchanged is not None:
            return unchanged
        refuse_nul(slug)
        question = self._ask(request, self.detail_parameters(), today)
        with _knowing(question):
            row = self.rows(self.named(slug), question).first()
            if row is not None:
                body = self._written(request, [row], question)[0]
        if row is None:
            raise self._taken_back(slug, question) or self._not_found(slug, question)
        return open_views.tagged(body | self._answered(question), tag=tag)

    def named(self, slug: str) -> shown.Rows:
        """Return the record of that slug, or nothing."""
        return self.every().filter(slug=slug)

    def nearest(self, slug: str) -> list[str]:
        """Return slugs that look like one that nothing has."""
        records = cast("record.CatalogueQuerySet", self.every())
        near = search.nearest_slugs(queryset=records.order_by(), slug=slug)
        return [row.slug for row in near]

    def _not_found(self, slug: str, question: Question) -> problems.NoSuchRecord:
        """Tell a record that nobody has from one that was not on the site at that moment."""
        if question.known is not None and self.named(slug).exists():
            return problems.NotKnownThen(
                detail=f"This {self.noun} was not on this site at that moment. It is today."
            )
        return self.unknown(slug)

    def _day_of_tag(self, request: request.Request, today: datetime.date) -> datetime.date | None:
        """Return the day an answer hangs on; an answer of the past hangs on none."""
        is_past = self.is_kept and parameters.KNOWN_AT.name in request.query_params
        return None if is_past else today

    def _taken_back(self, slug: str, question: Question) -> problems.TakenBack | None:
        model = self.every().model
        if not issubclass(model, record.CatalogueRecord):
            return None
        retraction = acts.retraction_of(model=model, slug=slug, viewer=shown.ANYBODY)
        if retraction is None:
            return None
        reason, language = retraction.request.reason_in(question.language)
        day = calendar.today(retraction.at)
        return problems.TakenBack(day=day, reason=reason, language=language)

    def with_words(self, records: shown.Rows, question: Question) -> shown.Rows:
        """Keep the records that hold the words of `q`, in no particular order.

        They are sought among all that may be shown, so that a facet changes no word's meaning.
        """
        if "q" not in question.given:
            return records
        records_shown = cast("record.CatalogueQuerySet", self.every())
        found = search.matching(queryset=records_shown, text=question.given["q"])
        return records.filter(pk__in=found.rows.order_by().values("pk"))

    def unknown(self, slug: str) -> problems.NoSuchRecord:
        """Return the refusal of a slug that nothing has, with the nearest ones."""
        near = self.nearest(slug)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        return problems.NoSuchRecord(
            detail=f"No {self.noun} has the slug “{slug[:80]}”.{hint}", nearest=near
        )

    def _ask(
        self,
        request: request.Request,
        declared: Sequence[parameters.Parameter],
        today: datetime.date,
    ) -> Question:
        given = parameters.read(query=request.query_params, declared=declared)
        self.language = given.get("lang", self.language)
        known: moments.Moment | None = given.get(parameters.KNOWN_AT.name)
        if known is not None and parameters.SEARCH.name in given:
            raise problems.InvalidRequest([SEARCHED_TODAY])
        return Question(
            on=given.get("as_of", known.day if known else today),
            today=today,
            language=self.language,
            given=given,
        )

    def _in_facets(self, question: Question) -> shown.Rows:
        found = self.every()
        for facet in self.narrowing:
            if facet.name in question.given:
                found = found.filter(facet.condition(question.given[facet.name]))
        return found

    def _page(self, found: shown.Rows, question: Question) -> cursors.Page:
        text = question.given.get("cursor")
        cursor = (
            None
            if text is None
            else cursors.decode(place=self.record.kind, text=text, order=self.order)
        )
        return cursors.page(
            queryset=self.rows(found, question),
            place=self.record.kind,
            order=self.order,
            limit=question.given.get("limit", parameters.USUAL_ROWS),
            cursor=cursor,
        )

    def _answered(self, question: Question) -> dict[str, Any]:
        known = {"known_at": moments.written(question.known.at)} if question.known else {}
        return {
            "as_of": question.on.isoformat(),
            **known,
            "disclaimer": notices.disclaimer(language=question.language, day=question.on),
            "disclaimer_url": notices.rule_address(),
        }

    def _written(
        self, request: request.Request, rows: list[dict[str, Any]], question: Question
    ) -> list[dict[str, Any]]:
        context = self.context(rows) | {
            "language": question.language,
            "base": request.build_absolute_uri("/").rstrip("/"),
        }
        serializer = self.record(context=context)
        wanted = question.fields
        for name in list(serializer.fields):
            if wanted and name not in wanted and name != "slug":
                del serializer.fields[name]
        return [dict(serializer.to_representation(row)) for row in rows]

    def _address(self, request: request.Request, question: Question, cursor: str) -> str | None:
        """Return the address of another page; it keeps the day even past midnight."""
        if not cursor:
            return None
        query = request.query_params.copy()
        query["cursor"] = cursor
        query["as_of"] = question.on.isoformat()
        pairs = [(name, value) for name, values in query.lists() for value in values]
        return f"{request.build_absolute_uri(request.path)}?{urllib.parse.urlencode(pairs)}"


def _knowing(question: Question) -> contextlib.AbstractContextManager[None]:
    """Answer from the knowledge of the moment asked for, if one is."""
    return known_then.at(question.known.at) if question.known else contextlib.nullcontext()


def refuse_nul(slug: str) -> None:
    """Raise InvalidRequest for a slug that PostgreSQL would not take."""
    if "\x00" in slug:
        detail = "A slug holds no NUL character."
        fault = problems.Fault(place="path", name="slug", code="malformed_value", detail=detail)
        raise problems.InvalidRequest([fault])


def in_term(*, on: datetime.date) -> models.Case:
    """Return whether `effective_from` to `effective_to` includes a day, as a column."""
    return models.Case(
        models.When(
            models.Q(effective_to__isnull=True) | models.Q(effective_to__gte=on),
            effective_from__lte=on,
            then=models.Value(True),
        ),
        default=models.Value(False),
    )
