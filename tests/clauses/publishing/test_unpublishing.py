"""Taking a record off the site: by two people, on request, and never by any other road."""

import datetime

import pytest
from django import db
from django.core.management import call_command
from wagtail.models import Revision

from clauses import acts, publishing
from clauses.models import Clause
from tests.clauses.publishing.saying import (
    LATER,
    NOW,
    assert_nothing_changed,
    changes_of,
    committed,
    decision,
    draft,
    publications_of,
)
from tests.factories import people

pytestmark = pytest.mark.django_db


class TestUnpublishing:
    @pytest.fixture
    def live(self, clause, editor, reviewer):
        publishing.publish(
            record=clause, revision=draft(clause, by=editor), decision=decision(by=reviewer)
        )
        return Clause.objects.get(pk=clause.pk)

    def assert_nothing_happened(self, clause):
        assert Clause.objects.get(pk=clause.pk).live is True
        assert publications_of(clause).get().live_until is None
        assert changes_of(clause).count() == 1

    def test_one_asks_another_approves(self, live, editor, reviewer):
        request = acts.ask(subject=live, act="unpublish", reason="Not ours.", by=editor, now=NOW)

        change = acts.approve(request_id=request.pk, by=reviewer, now=LATER)

        assert Clause.objects.get(pk=live.pk).live is False
        assert (change.kind, change.notifies) == ("clause.unpublished", False)
        assert publications_of(live).get().live_until == LATER

    def test_nobody_takes_a_record_off_the_site_alone(self, live, reviewer):
        with pytest.raises(publishing.FourEyesRequired):
            publishing.unpublish(
                record=live, requested_by=reviewer, decision=decision(by=reviewer, at=LATER)
            )
        with pytest.raises(publishing.FourEyesRequired):
            live.unpublish(user=reviewer)

        self.assert_nothing_happened(live)

    def test_an_editor_cannot_approve_it(self, live, editor, guild):
        with pytest.raises(publishing.NotAReviewer):
            publishing.unpublish(
                record=live,
                requested_by=editor,
                decision=decision(by=people.EditorFactory(unions=[guild]), at=LATER),
            )

        self.assert_nothing_happened(live)

    def test_what_is_not_live_stays_so_without_a_change(self, clause, editor, reviewer):
        change = publishing.unpublish(
            record=clause, requested_by=editor, decision=decision(by=reviewer)
        )

        assert change is None
        assert_nothing_changed(clause)

    def test_without_a_request_the_database_refuses_it(self, live, editor, reviewer):
        with pytest.raises(db.IntegrityError), committed():
            publishing.unpublish(
                record=live, requested_by=editor, decision=decision(by=reviewer, at=LATER)
            )

        self.assert_nothing_happened(live)

    def test_wagtails_command_for_scheduled_records_takes_nothing_off(self, live):
        Clause.objects.filter(pk=live.pk).update(expire_at=NOW - datetime.timedelta(days=9))

        with pytest.raises(publishing.FourEyesRequired):
            call_command("publish_scheduled")

        self.assert_nothing_happened(live)

    def test_wagtails_command_for_scheduled_records_publishes_nothing(self, live, editor):
        revision = draft(live, by=editor, summary="Not approved.")
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=NOW)

        with pytest.raises(publishing.FourEyesRequired):
            call_command("publish_scheduled")

        self.assert_nothing_happened(live)
