"""Addresses of documents at the desk."""

from django import urls
from django.urls import path

from clauses.desk import documents

urlpatterns: list[urls.URLPattern] = [
    path("", documents.listed, name="desk_documents"),
    path("add/", documents.add, name="desk_document_add"),
    path("<int:pk>/", documents.show, name="desk_document"),
    path("<int:pk>/progress/", documents.progress, name="desk_document_progress"),
    path("<int:pk>/sections/", documents.sections, name="desk_document_sections"),
    path("<int:pk>/file/", documents.download, name="desk_document_download"),
    path("<int:pk>/remove/", documents.remove, name="desk_document_remove"),
    path("<int:pk>/passages/<int:passage_id>/", documents.settle, name="desk_document_settle"),
]
