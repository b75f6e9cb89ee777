"""The desk's pages of files of clauses: taking them out of a list, bringing them back as drafts."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms, http
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property, classproperty
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import compare
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from clauses import calendar
from clauses.desk import records
from clauses.exchange import applying, columns, drafts, files, plans, uploads
from clauses.loading import problems
from clauses.models import Clause, ClauseUpload

WRITE = "clauses.change_clause"
TAKE = "take"
"""The parameter by which a list answers with a file of its clauses."""
KINDS = {"csv": "text/csv; charset=utf-8", "yaml": "application/yaml; charset=utf-8"}
PER_PAGE = 50


class UploadForm(forms.Form):
    """A file of clauses."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.yaml,.yml"}),
        help_text=gettext_lazy(
            "A CSV or YAML file as a list of clauses is exported: 20 MB and 10,000 clauses at most,"
            " of which 200 may be new or changed."
        ),
    )

    def clean_file(self) -> Any:
        """Refuse what is no such file by its name or size, before it is read."""
        file = self.cleaned_data["file"]
        self.kind = {"csv": "csv", "yaml": "yaml", "yml": "yaml"}.get(
            file.name.rpartition(".")[2].casefold(), ""
        )
        if not self.kind:
            raise forms.ValidationError(_("The name must end in .csv, .yaml or .yml."))
        if file.size > files.MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file


class ConfirmForm(forms.Form):
    """What was shown, and whether the drafts go to review at once."""

    expected = forms.CharField(widget=forms.HiddenInput)
    is_submitted = forms.BooleanField(
        label=gettext_lazy("Submit the drafts to review at once"), required=False, initial=True
    )


def answer_file(*, kind: str, ids: list[int]) -> http.StreamingHttpResponse:
    """Answer the clauses of these ids as a file; memory stays flat however many there are."""
    found = drafts.of(ids=ids, known=drafts.slugs())
    write: Callable[..., Iterable[bytes]] = {"csv": files.write_csv, "yaml": files.write_yaml}[kind]
    answer = http.StreamingHttpResponse(write(found=found), content_type=KINDS[kind])
    day = calendar.today(timezone.now()).isoformat()
    answer["Content-Disposition"] = f'attachment; filename="clauses-{day}.{kind}"'
    return answer


class ClauseIndexView(records.IndexView):
    """The list of clauses, which can be taken out as it is filtered, and brought back."""

    def get(self, request: Any, *args: Any, **options: Any) -> Any:
        """Answer the list, or a file of all of it."""
        kind = request.GET.get(TAKE)
        if kind not in KINDS:
            return super().get(request, *args, **options)
        rows = self.get_queryset().order_by("slug").values_list("pk", flat=True)
        return answer_file(kind=kind, ids=list(dict.fromkeys(rows)))

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Offer files beside what Wagtail offers."""
        query = self.request.GET.copy()
        for name in ("p", TAKE):
            query.pop(name, None)
        said = {"csv": _("Export this list as CSV"), "yaml": _("Export this list as YAML")}
        buttons = [
            HeaderButton(label, url=f"?{_with(query, kind)}", icon_name="download", priority=80)
            for kind, label in said.items()
        ]
        if self.request.user.has_perm(WRITE):
            buttons.append(
                HeaderButton(
                    _("Import clauses"),
                    url=reverse("desk_import"),
                    icon_name="upload",
                    priority=90,
                )
            )
        return [*super().header_more_buttons, *buttons]


def _with(query: http.QueryDict, kind: str) -> str:
    asked = query.copy()
    asked[TAKE] = kind
    return asked.urlencode()


class TakeAction(SnippetBulkAction):
    """Takes what is ticked out as a file; it changes nothing."""

    kind = "csv"
    display_name: Any = gettext_lazy("Export as CSV")
    action_type = "take-csv"
    aria_label: Any = gettext_lazy("Export what is ticked as CSV")
    action_priority = 60

    @classproperty
    def models(cls) -> list[Any]:  # noqa: N805 - a property of the class
        """Clauses alone."""
        return [Clause]

    def check_perm(self, record: Any) -> bool:
        """Whoever may work on a clause may take it out."""
        policy = self.permission_policy
        return bool(policy.user_has_permission_for_instance(self.request.user, "change", record))

    def dispatch(self, request: http.HttpRequest, *args: Any, **options: Any) -> Any:
        """Answer the file at once; there is nothing to confirm."""
        ticked, _without_access = self.get_actionable_objects()
        if not ticked:
            raise PermissionDenied
        ordered = sorted(ticked, key=lambda record: str(record.slug))
        return answer_file(kind=self.kind, ids=[record.pk for record in ordered])

    @classmethod
    def execute_action(cls, objects: Any, **options: Any) -> tuple[int, int]:
        """Change nothing."""
        return 0, 0


class TakeYamlAction(TakeAction):
    """As above, as YAML."""

    kind = "yaml"
    display_name = gettext_lazy("Export as YAML")
    action_type = "take-yaml"
    aria_label = gettext_lazy("Export what is ticked as YAML")
    action_priority = 61


def upload(request: http.HttpRequest) -> http.HttpResponse:
    """Read a file and lead to its preview, or say what is wrong with it."""
    _only_writers(request)
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    faults: list[problems.Problem] = []
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = uploads.keep(
                content=file.read(),
                file_name=file.name[:200],
                kind=form.kind,
                by=request.user,
                now=timezone.now(),
            )
        except problems.CatalogueRefused as refused:
            faults = refused.problems
        else:
            return redirect("desk_import_preview", upload_id=kept.pk)
    context = {
        "form": form,
        "faults": faults,
        "is_csv": is_sent and getattr(form, "kind", "") == "csv",
        "most_faults": files.MOST_FAULTS,
        "page_title": _("Import clauses"),
    }
    status = 422 if is_sent else 200
    return TemplateResponse(request, "desk/import.html", context, status=status)


def preview(request: http.HttpRequest, upload_id: Any) -> http.HttpResponse:
    """Show what a file would do, and do exactly that when it is confirmed."""
    _only_writers(request)
    now = timezone.now()
    try:
        found = uploads.find(upload_id=upload_id, by=request.user, now=now)
        if request.method == "POST":
            form = ConfirmForm(request.POST)
            if form.is_valid():
                _carry_out(request, found, form)
                return redirect(Clause.snippet_viewset.get_url_name("list"))
        shown = uploads.preview(upload=found, by=request.user)
    except (uploads.NotThere, uploads.AlreadyApplied) as refused:
        messages.error(request, str(refused))
        return redirect("desk_import")
    except applying.PlanChanged as refused:
        messages.error(request, str(refused))
        return redirect("desk_import_preview", upload_id=upload_id)
    except problems.CatalogueRefused as refused:
        context = {
            "form": UploadForm(),
            "faults": refused.problems,
            "is_csv": found.format == ClauseUpload.Format.CSV,
            "most_faults": files.MOST_FAULTS,
            "page_title": _("Import clauses"),
        }
        return TemplateResponse(request, "desk/import.html", context, status=422)
    return TemplateResponse(request, "desk/import_preview.html", _context(request, shown))


def _carry_out(request: http.HttpRequest, found: ClauseUpload, form: ConfirmForm) -> None:
    outcome = uploads.confirm(
        upload=found,
        expected=form.cleaned_data["expected"],
        by=request.user,
        now=timezone.now(),
        is_submitted=form.cleaned_data["is_submitted"],
    )
    said = _("Imported as your drafts: %(created)d new, %(changed)d changed.") % {
        "created": outcome.created,
        "changed": outcome.changed,
    }
    if outcome.submitted:
        said += " " + ngettext(
            "%(count)d was submitted to review.",
            "%(count)d were submitted to review.",
            outcome.submitted,
        ) % {"count": outcome.submitted}
    messages.success(request, said)
    for sentence in outcome.unsubmitted[:10]:
        messages.warning(request, sentence)


def _context(request: http.HttpRequest, shown: uploads.Preview) -> dict[str, Any]:
    plan = shown.plan
    page = Paginator(plan.writes, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "upload": shown.upload,
        "is_csv": shown.upload.format == ClauseUpload.Format.CSV,
        "created_count": len(plan.of(plans.Act.CREATED)),
        "changed_count": len(plan.of(plans.Act.CHANGED)),
        "unchanged_count": len(plan.of(plans.Act.UNCHANGED)),
        "page": page,
        "steps": [
            {
                "step": step,
                "is_new": step.act is plans.Act.CREATED,
                "differences": [
                    (name, difference(name=name, before=step.before.get(name), after=value))
                    for name, value in step.changed.items()
                ],
            }
            for step in page.object_list
        ],
        "form": ConfirmForm(initial={"expected": plan.digest}),
        "page_title": _("Import clauses: preview"),
    }


def difference(*, name: str, before: Any, after: Any) -> SafeString:
    """Mark what was taken out and put in, word by word; values of a list one by one."""
    column = columns.BY_NAME[name]
    if column.kind is columns.Kind.VALUES:
        gone = [("del", value) for value in before if value not in after]
        marked = [*gone, *(("" if value in before else "ins", value) for value in after)]
        return format_html_join(", ", "{}", ((_marked(tag, value),) for tag, value in marked))
    old, new = (columns.words(column=column, value=value) for value in (before, after))
    if column.kind in (columns.Kind.TEXT, columns.Kind.ROWS, columns.Kind.OBJECT):
        return SafeString(compare.diff_text(old, new).to_html())
    parts = [_marked(tag, said) for tag, said in (("del", old), ("ins", new)) if said]
    return format_html_join(" ", "{}", ((part,) for part in parts))


def _marked(tag: str, words: str) -> SafeString:
    shape = f"<{tag}>{{}}</{tag}>" if tag else "{}"
    return format_html(shape, words)


def _only_writers(request: http.HttpRequest) -> None:
    if not (request.user.has_perm(WRITE) and request.user.has_perm("clauses.add_clause")):
        raise PermissionDenied
