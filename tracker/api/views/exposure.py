"""`exposure/`: where no clause in force reaches what live products do, on a day."""

import itertools
from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils import cache
from rest_framework import authentication as sessions
from rest_framework import exceptions, request
from rest_framework.response import Response

from clauses import vocabulary
from tracker import gaps
from tracker.api import authentication, nearest, notices, parameters, problems, shown
from tracker.api.serializers import exposure as serializers
from tracker.api.views import open as open_views
from tracker.matching import exposure

FOR_MEMBERS = (
    "Exposure is for members and staff who are signed in, unless a union opens its gaps to "
    "everybody. None did."
)


class ExposureView(open_views.OpenView):
    """Where no clause in force reaches what live products do, counted by bargaining unit.

    For members and staff with their session, who see every unit. Keys and everybody else see the
    units of unions that opened their gaps, and are refused while there are none. It is counted of
    public records alone, whoever asks. What we do not know is counted apart, never as a gap.
    """

    authentication_classes = (
        authentication.BearerAuthentication,
        sessions.SessionAuthentication,
    )
    for_members: ClassVar = True
    declared: ClassVar = (
        parameters.AS_OF,
        parameters.LANG,
        parameters.Parameter(name="union", description="Slug of a union: its units alone."),
        parameters.Parameter(
            name="role", description="A value of `roles`: units of that role, or of one below it."
        ),
        parameters.Parameter(name="vendor", description="Slug of a vendor: its products alone."),
        parameters.Parameter(
            name="deployment",
            description="Slug of a deployment: it alone, by its own uses, roles, sectors and "
            "places, as long as its own phase is a live one.",
        ),
    )
    document = serializers.Exposure

    def get(self, request: request.Request) -> Any:
        """Count the exposure of a day."""
        given = parameters.read(query=request.query_params, declared=self.declared)
        self.language = given.get("lang", self.language)
        viewer = request.user
        if not gaps.is_open_to(viewer) and not gaps.opened_unions():
            raise exceptions.PermissionDenied(FOR_MEMBERS)
        day = given.get("as_of", open_views.today())
        seen = gaps.on_day(day=day, viewer=viewer, of_public_records=True)
        lines = _lines(seen, given, vendors=gaps.vendor_names(viewer=shown.ANYBODY))
        total = _total(lines)
        return Response(
            {
                "as_of": day.isoformat(),
                "disclaimer": notices.disclaimer(language=self.language, day=day),
                "disclaimer_url": notices.rule_address(),
                "live_products": _live(seen, given),
                "gaps": total.gaps,
                "unknown": total.unknown,
                "units": _units(seen, lines),
            }
        )

    def finalize_response(
        self, request: request.Request, response: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Say that the answer hangs on who is signed in."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        cache.patch_vary_headers(answer, ["Cookie", "Authorization"])
        return answer


def _lines(
    seen: gaps.Map, given: dict[str, Any], *, vendors: Iterable[str]
) -> tuple[exposure.Line, ...]:
    roles = {term.slug: term.parent for term in vocabulary.current().terms("roles")}
    events = {one.event.slug: one for one in seen.happenings}
    for name, known in (
        ("union", gaps.union_names()),
        ("role", roles),
        ("vendor", vendors),
        ("deployment", events),
    ):
        _refuse_unknown(name, given, known)
    lines = seen.lines(union=given.get("union", ""), vendor=given.get("vendor", ""))
    if "deployment" in given:
        kept = frozenset(seen.shown_units)
        alone = exposure.of_event(
            cover=seen.cover, happening=events[given["deployment"]], on=seen.on
        )
        lines = tuple(
            line
            for line in alone
            if line.unit in kept
            and given.get("union") in (None, line.unit.union)
            and given.get("vendor") in (None, line.vendor)
        )
    wanted = given.get("role")
    if wanted is None:
        return lines
    return tuple(
        line for line in lines if wanted in (line.unit.role, roles.get(line.unit.role, ""))
    )


def _refuse_unknown(name: str, given: dict[str, Any], known: Iterable[str]) -> None:
    value = given.get(name)
    among = list(known)
    if value is None or value in among:
        return
    near = nearest.known(value=value, among=among)
    text = nearest.sentence(text=f"“{value[:80]}” is not a value of {name}.", nearest=near)
    raise problems.InvalidRequest(
        [
            problems.Fault(
                place="query",
                name=name,
                code="unknown_value",
                detail=text,
                nearest=(near,) if near else (),
            )
        ]
    )


def _live(seen: gaps.Map, given: dict[str, Any]) -> int:
    vendor, deployment = given.get("vendor"), given.get("deployment")
    products = {one.event.slug: one.product for one in seen.happenings}
    return sum(
        vendor in (None, one.vendor) and (deployment is None or products[deployment] == one.product)
        for one in seen.picture.live
    )


def _total(lines: Iterable[exposure.Line]) -> exposure.Total:
    counted = [(line.is_known, len(line.unreached)) for line in lines]
    return exposure.Total(
        gaps=sum(count for is_known, count in counted if is_known),
        unknown=sum(count for is_known, count in counted if not is_known),
    )


def _units(seen: gaps.Map, lines: Iterable[exposure.Line]) -> list[dict[str, Any]]:
    found = []
    ordered = sorted(lines, key=lambda line: (line.unit, line.product))
    for unit, group in itertools.groupby(ordered, key=lambda line: line.unit):
        of_unit = list(group)
        agreement = seen.cover.governing[unit.family].agreement
        total = _total(of_unit)
        found.append(
            {
                "union": unit.union,
                "role": unit.role,
                "family": unit.family,
                "agreement": None if agreement is None else agreement.slug,
                "is_text_held": seen.cover.is_known(unit),
                "gaps": total.gaps,
                "unknown": total.unknown,
                "products": [
                    {
                        "product": line.product,
                        "vendor": line.vendor,
                        "uses": list(line.uses),
                        "unreached": list(line.unreached),
                    }
                    for line in of_unit
                ],
            }
        )
    return found
