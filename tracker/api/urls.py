"""Addresses of the partners' interface, version 1."""

from django.urls import path, re_path

from tracker.api.views import (
    agreements,
    changes,
    clauses,
    deployments,
    entry,
    exposure,
    history,
    lineage,
    matching,
    parties,
    vendors,
    vocabularies,
)

app_name = "api"

RECORDS = {
    "agreements": agreements.AgreementViewSet,
    "statutes": agreements.StatuteViewSet,
    "clauses": clauses.ClauseViewSet,
    "parties": parties.PartyViewSet,
    "vendors": vendors.VendorViewSet,
    "products": vendors.ProductViewSet,
    "deployments": deployments.DeploymentViewSet,
    "links": deployments.LinkViewSet,
    "taxonomy": vocabularies.TaxonomyViewSet,
}

urlpatterns = [
    path("", entry.RootView.as_view(), name="root"),
    *(
        path(f"{name}/", viewset.as_view({"get": "page"}), name=f"{name}-list")
        for name, viewset in RECORDS.items()
    ),
    *(
        path(f"{name}/<str:slug>/", viewset.as_view({"get": "one"}), name=f"{name}-detail")
        for name, viewset in RECORDS.items()
    ),
    path("clauses/<str:slug>/history/", history.HistoryView.as_view(), name="clauses-history"),
    path("clauses/<str:slug>/lineage/", lineage.LineageView.as_view(), name="clauses-lineage"),
    path("exposure/", exposure.ExposureView.as_view(), name="exposure"),
    path("match/", matching.MatchView.as_view(), name="match"),
    path("changes/", changes.ChangesView.as_view(), name="changes"),
    path("changes/head/", changes.HeadView.as_view(), name="changes-head"),
    path("schema/", entry.SchemaView.as_view(), name="schema"),
    path("docs/", entry.DocumentationView.as_view(), name="docs"),
    re_path(r"^(?:.*/)?$", entry.NowhereView.as_view(), name="nowhere"),
]
