"""Entrances for clauses: the list with its facets, and one clause."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from clauses import evidence, lineage, readings, search, vocabulary
from clauses.models import agreement as agreements
from clauses.models import clause as clauses
from tracker.web import (
    clause_page,
    clause_rows,
    contacts,
    days,
    facets,
    finding,
    known_then,
    pagination,
    published,
    refusals,
)

LIST_PARAMETERS = ("as_of", "known_at", "q", "in_force", "page", *facets.NAMES)


@refusals.page(parameters=LIST_PARAMETERS)
@known_then.page(model=clauses.Clause)
def clause_list(request: HttpRequest) -> HttpResponse:
    """List the clauses that a reader may see, narrowed by what is ticked."""
    day = days.of_request(request=request)
    language = translation.get_language() or "en"
    words = vocabulary.current(language=language)
    chosen = facets.read(query=request.GET, words=words)
    text = request.GET.get("q", "").strip()
    only_counting = _read_tick(request, "in_force")

    found = clauses.Clause.objects.visible_to(request.user)
    meant = ""
    if text:
        by_words = search.matching(queryset=found, text=text)
        found, meant = by_words.rows, by_words.meant
    else:
        found = found.order_by("-effective_from", "agreement__name", "section", "slug")
    if only_counting:
        found = lineage.counting(queryset=found, on=day.on)
    groups = facets.counted(queryset=found, chosen=chosen, words=words)
    narrowed = facets.narrowed(queryset=found, chosen=chosen, words=words)
    page = pagination.slice_of(
        request=request,
        rows=clause_rows.prepared(queryset=narrowed, viewer=request.user, language=language),
    )
    context = {
        "section": "clauses",
        "day": day,
        "text": text,
        "meant": meant,
        "only_counting": only_counting,
        "facets": groups,
        "has_chosen": bool(chosen) or only_counting,
        "page": page,
        "rows": [clause_rows.row_of(clause=row, on=day.on, words=words) for row in page.rows],
    }
    return render(request, "web/clause_list.html", context)


@refusals.page(parameters=("as_of", "known_at"))
@known_then.page(model=clauses.Clause)
def clause(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one clause as it stands on the day."""
    language = translation.get_language() or "en"
    found = finding.one(
        queryset=clause_page.prepared(viewer=request.user, language=language),
        slug=slug,
        viewer=request.user,
    )
    return show(request=request, found=found)


def show(*, request: HttpRequest, found: clauses.Clause) -> HttpResponse:
    """Answer the page of a clause, also of one that is still a draft."""
    day = days.of_request(request=request)
    language = translation.get_language() or "en"
    words = vocabulary.current(language=language)
    reading = readings.read(record=found, language=language)
    place = clause_rows.place_of(clause=found, on=day.on)
    meetings = clause_page.meetings(clause=found, viewer=request.user, on=day.on, language=language)
    context = {
        "section": "clauses",
        "day": day,
        "clause": found,
        "reading": reading,
        "place": place,
        "place_mark": clause_page.term_sentence_key(place=place),
        "parent": clause_rows.parent_name(clause=found),
        "roles": words.labels("roles", found.roles),
        "types": words.labels("safeguard-types", found.safeguard_types),
        "uses": words.labels("uses", found.uses),
        "grade": words.grade(found.evidence_level),
        "evidence": words.label("evidence-levels", found.evidence_level),
        "checked_on": clause_page.checked_on(clause=found),
        "is_second_hand": evidence.is_unread(
            sources=found.sources.all(), is_checked=found.is_checked
        ),
        "sources": clause_page.shown_sources(
            clause=found, words=words, is_staff=request.user.is_staff
        ),
        "limits": clause_page.limits(clause=found, reading=reading),
        "descent": clause_page.descent(clause=found, on=day.on, language=language),
        "meetings": meetings[: clause_page.MOST_LINKS],
        "dropped": next(iter(found.dropped_by.all()), None),
        "has_successor": agreements.Agreement.objects.visible_to(request.user)
        .filter(preceded_by=found.agreement_id, preceded_by__isnull=False)
        .exists(),
        "published": published.of_record(record=found, viewer=request.user, words=words, day=day),
        "contacts": contacts.of_agreement(agreement=found.agreement),
        "record_kind": found.record_kind,
        "address": found.get_absolute_url(),
    }
    return render(request, "web/clause.html", context)


def _read_tick(request: HttpRequest, name: str) -> bool:
    value = request.GET.get(name, "")
    if value not in ("", "0", "1"):
        raise refusals.BadParameter(
            name=name, sentence=_("“%(name)s” is 1 or left out.") % {"name": name}
        )
    return value == "1"
