"""Writing drafts and handing them in."""

from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from clauses import models as library
from tests import desk
from tests.clauses.desk.plays.stage import Play, add_address, form_of, latest, live, url_of
from tracker import models as tracker


def create(world, who):
    data = {**world.form(add_address(library.Clause)), "slug": "drafted", "title": "A new clause"}
    return Play(
        address=add_address(library.Clause),
        data={**data, "agreement": str(world.agreement.pk), "effective_to": "2026-05-01"},
        is_done=lambda: library.Clause.objects.filter(slug="drafted", live=False).exists(),
    )


def save(world, who, **more):
    return Play(
        address=desk.edit_address(world.clause),
        data={**form_of(world), "summary": "Saved.", **more},
        is_done=lambda: latest(world).content["summary"] == "Saved." and live(world).live,
    )


def submit(world, who):
    play = save(world, who, **{"action-submit": "yes"})
    play.is_done = lambda: TaskState.objects.filter(status="in_progress").exists()
    return play


def submit_from_the_list(world, who):
    world.draft(world.author)
    return Play(
        address=f"/staff/bulk/clauses/clause/submit/?id={world.clause.pk}",
        is_done=lambda: TaskState.objects.filter(status="in_progress").exists(),
    )


def set_visibility(world, who):
    return Play(
        address=f"/staff/bulk/clauses/clause/visibility/?id={world.clause.pk}",
        data={"level": "staff"},
        is_done=lambda: latest(world).content["visibility"] == "staff",
    )


def revert(world, who):
    first = world.draft(world.author, summary="First.")
    world.draft(world.author, summary="Second.")
    data = {**form_of(world), "summary": "First.", "revision": str(first.pk)}
    return Play(
        address=url_of(world, "revisions_revert", first.pk),
        data=data,
        is_done=lambda: latest(world).content["summary"] == "First.",
    )


def settle_lineage(world, who):
    later = library.Agreement.objects.get(slug="the-next")
    return Play(
        address=reverse("desk_settle_clause", args=[later.pk, world.clause.pk]),
        data={"choice": "carried", f"shown-{world.clause.pk}": str(live(world).latest_revision_id)},
        is_done=lambda: latest(world).content["carried_into"] == [later.pk],
    )


def write_an_advisory(world, who):
    address = add_address(tracker.Advisory)
    return Play(
        address=address,
        data={**world.form(address), "slug": "a-note", "title": "A note", "body": "Read this."},
        is_done=lambda: tracker.Advisory.objects.filter(slug="a-note", live=False).exists(),
    )


def lock(world, who):
    return Play(address=url_of(world, "lock"), is_done=lambda: live(world).locked)


def locked(world):
    library.Clause.objects.filter(pk=world.clause.pk).update(
        locked=True, locked_by=world.author, locked_at=timezone.now()
    )


def unlock_what_another_locked(world, who):
    locked(world)
    return Play(address=url_of(world, "unlock"), is_done=lambda: not live(world).locked)


def save_what_another_locked(world, who):
    play = save(world, who)
    locked(world)
    return play
