"""Addresses of the public and members' pages; the language prefix is taken off before these."""

from django.urls import path

from tracker.web.views import (
    advisories,
    agreements,
    clauses,
    comparing,
    deployments,
    home,
    mine,
    mistakes,
    parties,
    searching,
    texts,
    unsubscribe,
    vendors,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("clauses/", clauses.clause_list, name="clause_list"),
    path("clauses/<str:slug>/", clauses.clause, name="clause"),
    path("agreements/", agreements.agreement_list, name="agreement_list"),
    path("agreements/<str:slug>/", agreements.agreement, name="agreement"),
    path("deployments/", deployments.deployment_list, name="deployment_list"),
    path("deployments/<str:slug>/", deployments.deployment, name="deployment"),
    path("vendors/<str:slug>/", vendors.vendor, name="vendor"),
    path("parties/<str:slug>/", parties.party, name="party"),
    path("advisories/", advisories.advisory_list, name="advisory_list"),
    path("advisories/<str:slug>/", advisories.advisory, name="advisory"),
    path("me/", mine.inbox, name="inbox"),
    path("me/following/", mine.following, name="following"),
    path("me/following/<int:subscription_id>/stop/", mine.stop_following, name="stop_following"),
    path("me/settings/", mine.settings, name="member_settings"),
    path("a/<uuid:delivery_id>", mine.alert, name="alert"),
    path("u/<str:token>", unsubscribe.unsubscribe, name="unsubscribe"),
    path("search/", searching.search, name="search"),
    path("compare/", comparing.compare, name="compare"),
    path("compare/table.csv", comparing.csv_of, name="compare_csv"),
    path("compare/table.docx", comparing.docx_of, name="compare_docx"),
    path("report/", mistakes.report_page, name="report_mistake"),
    path("report/<str:kind>/<str:slug>/", mistakes.report_record, name="report_record"),
    path("marks/", texts.marks, name="marks"),
    path("privacy/", texts.privacy, name="privacy"),
    path("accessibility/", texts.accessibility, name="accessibility"),
]
