"""The desk's search: live records and drafts of every kind, by the engine of the public search."""

import dataclasses
from typing import Any

from django import forms, http
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from clauses import calendar
from clauses.desk import columns, lists
from clauses.models import record as records
from clauses.searching import answers, excerpts, index, scopes

PER_PAGE = 20
WORDS = ("plain_language", "summary", "body")


class SearchForm(forms.Form):
    """What is sought, and of which kind."""

    q = forms.CharField(
        label=gettext_lazy("Words, a section or a name"), required=False, max_length=200
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    drafts = forms.BooleanField(label=gettext_lazy("Only drafts"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(kind, capfirst(records.RecordKind(kind).label)) for kind in index.kinds()]
        self.fields["kind"].choices = [("", _("All")), *kinds]  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        """What PostgreSQL would refuse is no word."""
        return str(self.cleaned_data["q"]).replace("\0", " ").strip()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Row:
    """A record that was found; the words are its draft's where the draft has them."""

    record: Any
    kind: str
    title: SafeString | str
    excerpt: SafeString
    state: str
    address: str


FOUND = """
WITH ranked AS ({ranked} {where}), best AS (
  SELECT DISTINCT ON (record_kind, record_id) * FROM ranked
  ORDER BY record_kind, record_id, tier, late, rank DESC, scope)
SELECT record_kind, record_id, scope, count(*) OVER () FROM best
ORDER BY {order} LIMIT %(limit)s OFFSET %(offset)s
"""


@require_safe
def search(request: http.HttpRequest) -> http.HttpResponse:
    """Find what is live and what is not, with where it stands."""
    if not request.user.has_perm("clauses.change_clause"):
        raise PermissionDenied
    form = SearchForm(request.GET)
    context: dict[str, Any] = {"page_title": _("Search"), "form": form}
    if form.is_valid() and form.cleaned_data["q"]:
        context |= _found(form.cleaned_data, page=request.GET.get("page", "1"))
        address = request.GET.copy()
        address.pop("page", None)
        context["address"] = address.urlencode()
    return TemplateResponse(request, "desk/search.html", context)


def _found(asked: dict[str, Any], *, page: str) -> dict[str, Any]:
    scope = scopes.desk(
        kinds=[asked["kind"]] if asked["kind"] else index.kinds(),
        on=calendar.today(timezone.now()),
        only_drafts=asked["drafts"],
    )
    answer = answers.look(
        text=asked["q"], scope=scope, attempt=answers.is_answered, is_strict=False
    )
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    hits, total = _hits(answer, scope, offset=(max(number, 1) - 1) * PER_PAGE)
    return {
        "text": asked["q"],
        "meant": answer.meant,
        "is_some": answer.how is answers.How.SOME,
        "total": total,
        "rows": _rows(hits, answer),
        "page": Paginator(range(total), PER_PAGE).get_page(number),
    }


def _hits(
    answer: answers.Answer, scope: scopes.Scope, *, offset: int
) -> tuple[list[tuple[str, int, str]], int]:
    if answer.how is answers.How.NOTHING:
        return [], 0
    found = answers.rows(
        FOUND.format(ranked=answers.RANKED, where=scope.sql, order=answers.ORDER),
        answers.bound(question=answer.question, scope=scope)
        | {"limit": PER_PAGE, "offset": offset},
    )
    return [(kind, pk, part) for kind, pk, part, _all in found], found[0][3] if found else 0


def _rows(hits: list[tuple[str, int, str]], answer: answers.Answer) -> list[Row]:
    """Read the records in two queries a kind, and mark what was found in another."""
    found: dict[tuple[str, int], Any] = {}
    for kind in sorted({kind for kind, _pk, _scope in hits}):
        model: Any = records.model_of(kind)
        pks = [pk for each, pk, _scope in hits if each == kind]
        for record in lists.with_state(model.objects.filter(pk__in=pks)).defer(None):
            found[(kind, record.pk)] = record
    shown = [(kind, found[(kind, pk)], scope) for kind, pk, scope in hits if (kind, pk) in found]
    words = [_words(record, is_draft=scope == "draft") for _kind, record, scope in shown]
    passages = []
    for title, body in words:
        passages += [
            excerpts.Passage(language="en", text=title, is_title=True),
            excerpts.Passage(language="en", text=body),
        ]
    marks = excerpts.mark(passages=passages, question=answer.question)
    return [
        Row(
            record=record,
            kind=capfirst(record.record_kind.label),
            title=marks[2 * place] or words[place][0],
            excerpt=marks[2 * place + 1],
            state=columns.state_in_words(record),
            address=reverse(type(record).snippet_viewset.get_url_name("edit"), args=[record.pk]),
        )
        for place, (_kind, record, _scope) in enumerate(shown)
    ]


def _words(record: Any, *, is_draft: bool) -> tuple[str, str]:
    """Title and text in English, of the draft where that was found."""
    content: dict[str, Any] = {}
    if is_draft and record.latest_revision is not None:
        content = record.latest_revision.content
    title = next(
        (said for name in ("title", "name") if (said := _said(record, content, name))), record.slug
    )
    body = "\n".join(said for name in WORDS if (said := _said(record, content, name)))
    return title, body


def _said(record: Any, content: dict[str, Any], name: str) -> str:
    return str(content.get(name) or getattr(record, name, "") or "")
