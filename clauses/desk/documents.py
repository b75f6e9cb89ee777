"""The desk's pages of uploaded documents: list, upload, progress, passages beside the text."""

import datetime
from typing import Any

from django import forms, http
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Min, QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from clauses.desk import reading_view, uploads
from clauses.desk import waiting as piles
from clauses.importing import citing, documents, refused, storing
from clauses.importing.reading.refusals import Reason
from clauses.models import Agreement, Clause, DocumentPassage, ImportedDocument

READ, UPLOAD = "clauses.change_clause", "clauses.add_clause"
PAGE = 25
LATELY = datetime.timedelta(days=30)


class UploadForm(forms.Form):
    """What the document is; the file comes last, so that the rest is read before it."""

    title = forms.CharField(
        label=gettext_lazy("What it is"),
        max_length=300,
        help_text=gettext_lazy("As staff will cite it, with the year."),
    )
    agreement = forms.ModelChoiceField(
        label=gettext_lazy("Agreement"),
        queryset=Agreement.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("None of these, or several"),
        help_text=gettext_lazy("Clauses drafted from the document then belong to it."),
    )
    file = forms.Field(
        label=gettext_lazy("PDF or DOCX"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx", "required": True}),
    )


@require_GET
def listed(request: http.HttpRequest) -> http.HttpResponse:
    """List the documents, the newest first."""
    _only(request, READ)
    rows = ImportedDocument.objects.select_related("agreement", "uploaded_by").annotate(
        drafted_count=Count("citations__clause", distinct=True)
    )
    rows = rows.order_by("-uploaded_at", "-pk")
    context = {
        "documents": Paginator(rows, PAGE).get_page(request.GET.get("p")),
        "may_upload": request.user.has_perm(UPLOAD),
        "page_title": _("Agreement files"),
    }
    return TemplateResponse(request, "desk/documents.html", context)


@csrf_exempt  # judged in _take(): the token stands in the form, behind which the file comes
def add(request: http.HttpRequest) -> http.HttpResponse:
    """Take an upload. Permission is judged before a byte of it is read."""
    _only(request, UPLOAD)
    upload = uploads.Upload()
    if request.method != "POST":
        return _form(request, UploadForm(), upload)
    if uploads.is_too_large(request):
        upload.refused = Reason.TOO_LARGE
        return _form(request, UploadForm({}), upload)
    request.upload_handlers = [uploads.PrivateUploadHandler(request, upload)]
    try:
        return _take(request, upload)
    finally:
        upload.discard()


@csrf_protect
def _take(request: http.HttpRequest, upload: uploads.Upload) -> http.HttpResponse:
    form = UploadForm(request.POST)
    if not (form.is_valid() and upload.is_whole and upload.incoming and not upload.refused):
        return _form(request, form, upload)
    said = documents.Upload(
        title=form.cleaned_data["title"],
        file_name=get_valid_filename(upload.file_name or "file")[:200],
        agreement=form.cleaned_data["agreement"],
    )
    try:
        document = documents.receive(
            upload=said, incoming=upload.incoming, by=request.user, now=timezone.now()
        )
    except documents.AlreadyImported as known:
        messages.warning(request, str(known))
        return redirect(known.document)
    upload.incoming = None
    messages.success(request, _("Uploaded. It is read in the background."))
    return redirect(document)


def _form(request: http.HttpRequest, form: UploadForm, upload: uploads.Upload) -> http.HttpResponse:
    megabytes = settings.IMPORT_LARGEST_BYTES // 1_000_000
    if upload.refused is not None:
        form.errors.setdefault("file", form.error_class()).append(refused.words(upload.refused))
    elif form.is_bound and not upload.is_whole:
        form.errors.setdefault("file", form.error_class()).append(_("Choose a file."))
    form.fields["file"].help_text = _("At most %(number)s megabytes.") % {"number": megabytes}
    status = 200 if not form.is_bound else 413 if upload.refused == Reason.TOO_LARGE else 422
    context = {"form": form, "page_title": _("Upload a document")}
    return TemplateResponse(request, "desk/document_add.html", context, status=status)


@require_GET
def show(request: http.HttpRequest, pk: int) -> http.HttpResponse:
    """Show how far the reading is, or the passages beside the text."""
    _only(request, READ)
    document = _document(pk)
    context: dict[str, Any] = {
        "document": document,
        "page_title": _("Document"),
        "refusal": refused.words(document.refusal) if document.refusal else "",
        "may_draft": request.user.has_perm(UPLOAD),
        "progress_words": reading_view.progress_words(document),
        "clause_add_url": reverse(Clause.snippet_viewset.get_url_name("add")),
    }
    if document.state == ImportedDocument.State.READ:
        context |= reading_view.context(document=document, asked=request.GET)
    return TemplateResponse(request, "desk/document.html", context)


@require_GET
def progress(request: http.HttpRequest, pk: int) -> http.HttpResponse:
    """Tell how far the reading is, for the page that shows it."""
    _only(request, READ)
    document = _document(pk)
    return http.JsonResponse(
        {
            "words": reading_view.progress_words(document),
            "done": document.pages_done_count,
            "total": document.page_count,
            "is_settled": document.is_settled,
        }
    )


@require_GET
def sections(request: http.HttpRequest, pk: int) -> http.HttpResponse:
    """Show articles and sections as their numbers part the document."""
    _only(request, READ)
    document = _document(pk)
    context = {
        "document": document,
        "sections": Paginator(document.sections.all(), 200).get_page(request.GET.get("p")),
        "page_title": _("Articles and sections"),
    }
    return TemplateResponse(request, "desk/document_sections.html", context)


@require_GET
def download(request: http.HttpRequest, pk: int) -> http.HttpResponseBase:
    """Hand out the file as it was uploaded, to staff, to be kept and not to be shown."""
    _only(request, READ)
    document = _document(pk)
    if document.state not in ImportedDocument.HELD:
        raise http.Http404
    try:
        file = storing.place_of(document.stored_name).open("rb")
    except FileNotFoundError:
        raise http.Http404 from None
    answer = http.FileResponse(
        file,
        as_attachment=True,
        filename=f"{document.sha256[:12]}.{document.kind}",
        content_type="application/octet-stream",
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def remove(request: http.HttpRequest, pk: int) -> http.HttpResponse:
    """Remove a document with its text."""
    _only(request, UPLOAD)
    document = _document(pk)
    try:
        documents.remove(document_id=document.pk, by=request.user, now=timezone.now())
    except documents.StillCited as refusal:
        messages.error(request, str(refusal))
        return redirect(document)
    messages.success(request, _("Removed, with its text."))
    return redirect("desk_documents")


@require_POST
def settle(request: http.HttpRequest, pk: int, passage_id: int) -> http.HttpResponse:
    """Set a passage aside, or list it again."""
    _only(request, UPLOAD)
    document = _document(pk)
    passage = get_object_or_404(DocumentPassage, pk=passage_id, document=document)
    try:
        if request.POST.get("act") == "list":
            citing.take_back(passage_id=passage.pk)
        else:
            citing.set_aside(passage_id=passage.pk, by=request.user, now=timezone.now())
    except citing.PassageSettled as refusal:
        messages.warning(request, str(refusal))
    back = reading_view.address_of_list(document=document, asked=request.POST)
    return redirect(back)


def _only(request: http.HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _document(pk: int) -> ImportedDocument:
    rows = ImportedDocument.objects.select_related("agreement", "uploaded_by", "removed_by")
    return get_object_or_404(rows, pk=pk)


def waiting(*, request: Any, now: datetime.datetime) -> list[piles.Pile]:
    """Documents that are being read or were refused lately, and passages nobody decided on."""
    if not request.user.has_perm(READ):
        return []
    rows = ImportedDocument.objects
    being_read = rows.filter(
        state__in=(ImportedDocument.State.WAITING, ImportedDocument.State.READING)
    )
    refusals = rows.filter(
        state=ImportedDocument.State.REFUSED,
        uploaded_by=request.user,
        uploaded_at__gt=now - LATELY,
    )
    undecided = DocumentPassage.objects.filter(set_aside_at__isnull=True, citations__isnull=True)
    address = reverse("desk_documents")
    return [
        piles.Pile(
            name=str(name),
            count=found["count"],
            since=found["since"],
            address=address,
            order=order,
        )
        for order, name, found in (
            (33, _("Documents being read"), _counted(being_read, "uploaded_at")),
            (34, _("Your documents that were refused"), _counted(refusals, "uploaded_at")),
            (35, _("Passages about AI to decide"), _counted(undecided, "document__read_at")),
        )
    ]


def _counted(rows: "QuerySet[Any]", since: str) -> dict[str, Any]:
    return rows.aggregate(count=Count("pk"), since=Min(since))
