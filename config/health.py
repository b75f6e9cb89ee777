"""Two addresses for whoever watches the site: is the process alive, can it serve."""

from django import db, http
from django.db.migrations import executor
from django.views.decorators import cache
from django.views.decorators import http as methods


@methods.require_safe
@cache.never_cache
def alive(request: http.HttpRequest) -> http.HttpResponse:
    """`/healthz`: this process answers. It asks nobody else."""
    return http.HttpResponse("ok\n", content_type="text/plain")


@methods.require_safe
@cache.never_cache
def ready(request: http.HttpRequest) -> http.HttpResponse:
    """`/readyz`: the database answers and is migrated; no page needs the broker."""
    try:
        plan = executor.MigrationExecutor(db.connection)
        waiting = plan.migration_plan(plan.loader.graph.leaf_nodes())
    except db.Error:
        return _not_yet("the database does not answer")
    if waiting:
        return _not_yet("migrations are waiting")
    return http.HttpResponse("ok\n", content_type="text/plain")


def _not_yet(reason: str) -> http.HttpResponse:
    return http.HttpResponse(f"{reason}\n", status=503, content_type="text/plain")
