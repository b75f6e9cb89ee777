"""Opening a record of the real catalogue and saving it untouched changes not one word of it."""

import pytest

from clauses import models, publishing, vocabulary
from tests import desk
from tests.factories import people
from tracker import models as tracker

pytestmark = pytest.mark.django_db

MODELS = [
    models.Agreement,
    models.Statute,
    models.Clause,
    models.Party,
    tracker.Vendor,
    tracker.Product,
    tracker.Deployment,
]
EVERY = 25


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_record_saved_untouched_reads_the_same(catalogue, model):
    vocabulary.forget()
    editor = desk.Desk(people.EditorFactory())
    parent = model._meta.model_name
    records = list(model.objects.order_by("slug"))[::EVERY]
    assert records

    for record in records:
        before = publishing.readable_content(record.live_revision.content, parent=parent)
        answer = editor.edit(record)
        assert answer.status_code == 302, (record.slug, answer.context["form"].errors)

        record.refresh_from_db()
        after = publishing.readable_content(record.latest_revision.content, parent=parent)
        assert record.latest_revision_id != record.live_revision_id
        assert publishing.changed_fields(before=before, after=after) == [], record.slug
