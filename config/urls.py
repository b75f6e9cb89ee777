"""Addresses of the product."""

from django import urls
from wagtail.admin import urls as desk_urls

from config import health

urlpatterns: list[urls.URLPattern | urls.URLResolver] = [
    urls.path("healthz", health.alive, name="healthz"),
    urls.path("readyz", health.ready, name="readyz"),
    urls.path("accounts/", urls.include("allauth.urls")),
    urls.path("staff/", urls.include(desk_urls)),
]
