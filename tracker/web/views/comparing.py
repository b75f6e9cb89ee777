"""Entrances of the comparison: the page, where columns are added and taken off, and its files."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clauses import comparing, readings, vocabulary
from clauses import search as library_search
from clauses.models import agreement as agreements
from clauses.models import clause as clauses
from tracker.web import agreement_page, clause_rows, days, refusals
from tracker.web.comparison import choice as choices
from tracker.web.comparison import csv_file, docx_file
from tracker.web.comparison import table as tables

MOST_FOUND = 12
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@refusals.page(parameters=(*choices.PARAMETERS, "q"))
def compare(request: HttpRequest) -> HttpResponse:
    """Show what was chosen side by side, and what could be added."""
    day = days.of_request(request=request)
    language = translation.get_language() or "en"
    words = vocabulary.current(language=language)
    choice = choices.read(query=request.GET, words=words)
    text = request.GET.get("q", "").strip()[: library_search.LONGEST_QUERY]
    chosen_day = day.on if day.is_chosen else None
    if not choices.is_plain(query=request.GET):
        return HttpResponseRedirect(choice.address(on=chosen_day))
    columns = choices.columns(choice=choice, viewer=request.user, on=day.on, language=language)
    table = _table(request=request, choice=choice, day=day, columns=columns, words=words)
    found = _found(request=request, text=text, choice=choice, language=language)
    context = {
        "section": "compare",
        "day": day,
        "choice": choice,
        "agreements_chosen": ",".join(choice.agreements),
        "clauses_chosen": ",".join(choice.clauses),
        "table": table,
        "title": _title(table),
        "legend": tables.legend(),
        "remarks": tables.remarks(table),
        "csv_address": choice.address(name="compare_csv", on=day.on),
        "docx_address": choice.address(name="compare_docx", on=day.on),
        "uses": choices.uses_of(columns=columns, words=words),
        "text": text,
        "found": [clause_rows.row_of(clause=row, on=day.on, words=words) for row in found],
        "offered": _offered(request=request, choice=choice, day=day, language=language),
    }
    return render(request, "web/compare.html", context)


@refusals.page(parameters=choices.PARAMETERS)
def csv_of(request: HttpRequest) -> HttpResponse:
    """Answer the comparison as CSV."""
    table = _table_of_file(request=request)
    return _file(content=csv_file.write(table=table), kind="text/csv", table=table, ending="csv")


@refusals.page(parameters=choices.PARAMETERS)
def docx_of(request: HttpRequest) -> HttpResponse:
    """Answer the comparison as a DOCX file."""
    table = _table_of_file(request=request)
    content = docx_file.write(table=table, title=_title(table), now=timezone.now())
    return _file(content=content, kind=DOCX, table=table, ending="docx")


def _table_of_file(*, request: HttpRequest) -> tables.Table:
    language = translation.get_language() or "en"
    words = vocabulary.current(language=language)
    choice = choices.read(query=request.GET, words=words)
    if not choice:
        raise refusals.BadParameter(
            name="agreements",
            sentence=_("Nothing is chosen. Name agreements or clauses by their ids."),
        )
    day = days.of_request(request=request)
    columns = choices.columns(choice=choice, viewer=request.user, on=day.on, language=language)
    return _table(request=request, choice=choice, day=day, columns=columns, words=words)


def _table(
    *,
    request: HttpRequest,
    choice: choices.Choice,
    day: days.PageDay,
    columns: tuple[comparing.Column, ...],
    words: vocabulary.Vocabulary,
) -> tables.Table:
    return tables.write(
        columns=choices.narrowed(choice=choice, columns=columns, words=words),
        choice=choice,
        words=words,
        on=day.on,
        is_staff=request.user.is_staff,
    )


def _offered(
    *, request: HttpRequest, choice: choices.Choice, day: days.PageDay, language: str
) -> list[tuple[str, str]]:
    """List slug and name of the agreements that could be added, those in force first."""
    if choice.is_full:
        return []
    rows = (
        agreements.Agreement.objects.visible_to(request.user)
        .exclude(slug__in=choice.agreements)
        .prefetch_related(readings.in_language(model=agreements.AgreementText, language=language))
    )
    ordered = sorted(
        rows, key=lambda row: (not agreement_page.is_live(agreement=row, on=day.on), row.name)
    )
    named = ((row, readings.read(record=row, language=language).title) for row in ordered)
    return [
        (row.slug, f"{title}: {agreement_page.state_of(agreement=row, on=day.on)}")
        for row, title in named
    ]


def _found(
    *, request: HttpRequest, text: str, choice: choices.Choice, language: str
) -> clauses.ClauseQuerySet:
    visible = clauses.Clause.objects.visible_to(request.user)
    if not text or choice.is_full:
        return visible.none()
    found = library_search.matching(queryset=visible, text=text).rows.exclude(
        slug__in=choice.clauses
    )
    return clause_rows.prepared(queryset=found[:MOST_FOUND], viewer=request.user, language=language)


def _title(table: tables.Table) -> str:
    """Name what is compared; more than two titles would be longer than a heading."""
    titles = [head.title for head in table.heads]
    if not titles:
        return _("Compare agreements and clauses")
    if table.use:
        return ngettext("%(use)s in %(count)d text", "%(use)s in %(count)d texts", len(titles)) % {
            "use": table.use,
            "count": len(titles),
        }
    if len(titles) == 1:
        return _("%(one)s, element by element") % {"one": titles[0]}
    if len(titles) == 2:
        return _("%(first)s and %(last)s, side by side") % {"first": titles[0], "last": titles[1]}
    return _("%(count)d texts side by side") % {"count": len(titles)}


def _file(*, content: bytes, kind: str, table: tables.Table, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    name = f"comparison-{table.on.isoformat()}-{table.language}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
