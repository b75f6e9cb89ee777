"""The desk as a person uses it: pages are asked for, forms are filled in and sent."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from clauses.desk import typed


def sent_by_browser(form: Any) -> dict[str, Any]:
    """Return what a browser would send of a form that was opened and not touched."""
    return {name: _alone(values) for name, values in typed.written(form).items()}


def _alone(values: list[str]) -> Any:
    return values[0] if len(values) == 1 else values


class Desk:
    """One person at the desk."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.client = Client()
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def get(self, address: str) -> Any:
        return self.client.get(address)

    def add(self, model: Any, **words: Any) -> Any:
        """Fill in the form of a new record and save it as a draft."""
        address = reverse(model.snippet_viewset.get_url_name("add"))
        data = sent_by_browser(self.get(address).context["form"])
        return self.client.post(address, {**data, **words})

    def edit(self, record: Any, **words: Any) -> Any:
        """Open a record's form, change some words and save."""
        address = edit_address(record)
        data = sent_by_browser(self.get(address).context["form"])
        return self.client.post(address, {**data, **words})

    def submit(self, record: Any, **words: Any) -> Any:
        """As edit(), and submit it to review."""
        return self.edit(record, **words, **{"action-submit": "Submit"})

    def review(self, record: Any) -> Any:
        """Open the page of the review of a record."""
        return self.get(review_address(record))

    def approve(self, record: Any, **words: Any) -> Any:
        """Open the review, decide, and send exactly what was shown."""
        page = self.review(record)
        data = sent_by_browser(page.context["form"])
        return self.client.post(review_address(record), {**data, **words, "approve": "yes"})

    def send_back(self, record: Any, *, reason: str, **remarks: str) -> Any:
        """Open the review and return the draft, with remarks by the name of the field."""
        page = self.review(record)
        data = sent_by_browser(page.context["returning"])
        data |= {f"remark-{name}": text for name, text in remarks.items()}
        return self.client.post(review_address(record), {**data, "reason": reason, "return": "yes"})

    def settle(self, remark: Any) -> Any:
        """Press the button at a remark above the form."""
        return self.client.post(reverse("desk_remark_settle", args=[remark.pk]), follow=True)


def edit_address(record: Any) -> str:
    """Where a record is edited."""
    return reverse(type(record).snippet_viewset.get_url_name("edit"), args=[record.pk])


def review_address(record: Any) -> str:
    """Where the latest review of a record is."""
    kind = ContentType.objects.get_for_model(type(record))
    state = TaskState.objects.filter(
        workflow_state__base_content_type=kind, workflow_state__object_id=str(record.pk)
    ).latest("pk")
    return reverse("desk_review", args=[state.pk])


def child(prefix: str, place: int, /, *, of: int, **words: Any) -> dict[str, Any]:
    """One row of a list in a record's form, such as the first of two sources."""
    data = {
        f"{prefix}-TOTAL_FORMS": str(of),
        f"{prefix}-{place}-ORDER": str(place + 1),
    }
    return data | {f"{prefix}-{place}-{name}": value for name, value in words.items()}
