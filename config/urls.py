"""Addresses of the product."""

from django import urls
from django.views.decorators.cache import never_cache
from wagtail.admin import urls as desk_urls

from clauses.desk import account, security
from config import health

urlpatterns: list[urls.URLPattern | urls.URLResolver] = [
    urls.path("healthz", health.alive, name="healthz"),
    urls.path("readyz", health.ready, name="readyz"),
    urls.path("accounts/", urls.include("allauth.urls")),
    # The desk has no sign-in of its own; people sign in and recover access in one place.
    urls.path("staff/login/", security.nothing_here),
    urls.re_path("^staff/password_reset/", security.nothing_here),
    urls.path("staff/account/", never_cache(account.own_settings)),
    urls.path("staff/", urls.include(desk_urls)),
    urls.path("api/v1/", urls.include("tracker.api.urls")),
    urls.path("", urls.include("tracker.web.urls")),
]

handler400 = "tracker.web.views.refused.bad_request"
handler403 = "tracker.web.views.refused.forbidden"
handler404 = "tracker.web.views.refused.not_found"
