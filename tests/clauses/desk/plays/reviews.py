"""Approving, returning and scheduling what is in review."""

import datetime

from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from clauses import calendar, publishing, reviewing, scheduling
from clauses import models as library
from tests import desk
from tests.clauses.desk.plays.stage import Play, by_each, form_of, latest, live, own
from tests.factories import deployments
from tracker import models as tracker


def decide(world, state, *, revision=None, how="approve", **more):
    record = state.workflow_state.content_object
    return Play(
        address=reverse("desk_review", args=[state.pk]),
        data={
            "revision": revision or record.latest_revision_id,
            "tell": "yes",
            how: "yes",
            **more,
        },
        is_done=lambda: live(world).summary == "Drafted.",
    )


def approve(world, who):
    return decide(world, world.submitted(world.author))


@by_each
def approve_ones_own(world, who):
    return decide(world, world.submitted(own(world, who)))


@by_each
def approve_after_touching_it(world, who):
    state = world.submitted(world.author)
    world.draft(own(world, who))
    return decide(world, state)


def approve_what_was_overtaken(world, who):
    state = world.submitted(world.author)
    shown = latest(world).pk
    world.draft(world.author, summary="Slipped in.")
    play = decide(world, state, revision=shown)
    play.is_done = lambda: live(world).summary in {"Drafted.", "Slipped in."}
    return play


def approve_a_move(world, who):
    return decide(world, world.submitted(world.author, agreement=world.theirs))


def approve_an_advisory(world, who):
    note = deployments.AdvisoryFactory(slug="a-note", live=False, unions=[world.guild])
    note.save_revision(user=world.author)
    note.get_workflow().start(note, world.author)
    play = decide(world, TaskState.objects.latest("pk"))
    play.is_done = lambda: tracker.Advisory.objects.get(slug="a-note").live
    return play


def send_back(world, who):
    state = world.submitted(world.author)
    play = decide(world, state, how="return", reason="Cite the section.")
    play.is_done = lambda: TaskState.objects.get(pk=state.pk).status == "rejected"
    return play


def take_back_anothers(world, who):
    state = world.submitted(world.author)
    data = {**form_of(world), "summary": "Drafted."}
    return Play(
        address=desk.edit_address(world.clause),
        data={**data, "action-cancel-workflow": "yes"},
        is_done=lambda: TaskState.objects.get(pk=state.pk).status != "in_progress",
    )


def publish_from_the_form(world, who):
    return Play(
        address=desk.edit_address(world.clause),
        data={**form_of(world), "summary": "Saved.", "action-publish": "yes"},
        is_done=lambda: live(world).summary == "Saved.",
    )


def approve_from_the_form(world, who):
    play = take_back_anothers(world, who)
    play.data |= {"action-workflow-action": "yes", "workflow-action-name": "approve"}
    play.is_done = lambda: live(world).summary == "Drafted."
    return play


def tomorrow() -> str:
    there = timezone.now().astimezone(calendar.zone()) + datetime.timedelta(days=2)
    return there.strftime("%Y-%m-%dT12:00")


def schedule(world, who):
    play = decide(world, world.submitted(world.author), publish_on=tomorrow())
    play.is_done = library.ScheduledPublication.objects.exists
    return play


@by_each
def schedule_ones_own(world, who):
    play = decide(world, world.submitted(own(world, who)), publish_on=tomorrow())
    play.is_done = library.ScheduledPublication.objects.exists
    return play


def cancel_a_schedule(world, who):
    row = scheduling.schedule(
        task_state_id=world.submitted(world.author).pk,
        revision_id=latest(world).pk,
        decision=publishing.Decision(by=world.approver, now=timezone.now()),
        publish_at=timezone.now() + datetime.timedelta(days=2),
        ticked={},
    )
    rows = library.ScheduledPublication.objects.filter(pk=row.pk, state="cancelled")
    return Play(address=reverse("desk_scheduled_cancel", args=[row.pk]), is_done=rows.exists)


def settle_a_remark(world, who):
    state = world.submitted(world.author)
    reviewing.send_back(
        task_state_id=state.pk,
        revision_id=latest(world).pk,
        by=world.approver,
        now=timezone.now(),
        reason="Cite the section.",
    )
    remark = library.Remark.objects.get()
    rows = library.Remark.objects.filter(settled_at__isnull=False)
    return Play(address=reverse("desk_remark_settle", args=[remark.pk]), is_done=rows.exists)
