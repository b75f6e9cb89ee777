"""What belongs together: an agreement and its clauses, a law and the one clause of its name."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel

from clauses import reviewing
from clauses.desk import columns, lists
from clauses.models import Agreement, Clause, Statute


class ClausesPanel(HelpPanel):
    """On the form of an agreement or law: its clauses, and a way to write one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"template": "desk/belonging.html", "heading": _("What it says"), **options}
        )

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one record."""

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The clauses on record, and where they are."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            record = self.instance
            context["is_saved"] = record.pk is not None
            if record.pk is None:
                return context
            named = Clause.snippet_viewset.get_url_name
            of_what = record.record_kind.value
            context["add_address"] = f"{reverse(named('add'))}?{of_what}={record.pk}"
            if isinstance(record, Statute):
                clause = _of_law(record)
                context |= {"is_law": True, "clause": clause}
                if clause is not None:
                    context["edit_address"] = reverse(named("edit"), args=[clause.pk])
            else:
                context["count"] = Clause.objects.filter(agreement_id=record.pk).count()
                context["list_address"] = f"{reverse(named('list'))}?agreement={record.pk}"
            return context


class Together:
    """On the page of a review: whether what belongs to the draft is live, and where it is."""

    template_name = "desk/together.html"

    def __init__(self, *, other: Any, sentence: Any) -> None:
        self.other = other
        self.sentence = sentence

    def context(self) -> dict[str, Any]:
        """The other record and its state."""
        if self.other is None:
            return {"sentence": self.sentence}
        address = reverse(
            type(self.other).snippet_viewset.get_url_name("edit"), args=[self.other.pk]
        )
        return {"sentence": self.sentence, "other": self.other, "address": address}

    def confirm(self, *, by: Any, now: Any) -> None:
        """Nothing: each of the two has a review of its own."""

    def kept(self) -> dict[str, Any]:
        """Nothing was ticked."""
        return {}


def of_review(review: reviewing.Review, request: HttpRequest) -> Together | None:
    """A law without its clause, or a clause whose agreement or law is not live."""
    draft = review.draft
    if isinstance(draft, Statute):
        clause = _of_law(draft)
        if clause is None:
            return Together(
                other=None,
                sentence=_(
                    "No clause of this name says yet what the law says: its page stays empty"
                    " until one is published."
                ),
            )
        if not clause.live:
            return Together(
                other=clause,
                sentence=_("The clause that says what this law says is not live yet."),
            )
    if isinstance(draft, Clause):
        parent = draft.agreement or draft.statute
        if parent is not None and not parent.live:
            return Together(
                other=parent,
                sentence=_("Readers see this clause once what it belongs to is live, too."),
            )
    return None


def begun(*, query: Any) -> Clause | None:
    """Begin a clause of the agreement or law that an address names; None if it names none."""
    for name, model in (("agreement", Agreement), ("statute", Statute)):
        said = query.get(name, "")
        parent = model.objects.filter(pk=int(said)).first() if _is_number(said) else None
        if parent is None:
            continue
        clause = Clause(
            effective_from=parent.effective_from, effective_to=parent.effective_to, **{name: parent}
        )
        if isinstance(parent, Statute):
            clause.slug, clause.title = parent.slug, parent.name
        return clause
    return None


def _of_law(statute: Statute) -> Any:
    rows = lists.with_state(Clause.objects.filter(statute_id=statute.pk, slug=statute.slug))
    clause = rows.first()
    if clause is not None:
        clause.state_in_words = columns.state_in_words(clause)
    return clause


def _is_number(said: str) -> bool:
    return said.isdecimal() and len(said) < 19
