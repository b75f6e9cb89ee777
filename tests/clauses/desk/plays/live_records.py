"""What is done about records that are live, and beside them."""

from django.urls import reverse
from django.utils import timezone

from clauses import acts, checking
from clauses import models as library
from tests.clauses.desk.plays.stage import Play, by_each, live, own
from tests.factories import deployments
from tracker import models as tracker


def asking(act):
    def ask(world, who):
        return Play(
            address=reverse("desk_act_ask", args=["clause", world.clause.pk]),
            data={"act": act, "reason": "It is wrong."},
            is_done=library.ActRequest.objects.filter(act=act, state="open").exists,
        )

    return ask


def deciding(act, how, state, *, by_own=False):
    def decide_request(world, who):
        asked = acts.ask(
            subject=world.clause,
            act=act,
            reason="It is wrong.",
            by=own(world, who) if by_own else world.author,
            now=timezone.now(),
        )
        return Play(
            address=reverse("desk_act", args=[asked.pk]),
            data={how: "yes", "note": "Read."},
            is_done=library.ActRequest.objects.filter(pk=asked.pk, state=state).exists,
        )

    return by_each(decide_request) if by_own else decide_request


def mark_checked(world, who):
    publication = library.Publication.objects.of(record=world.clause).live().get()
    return Play(
        address=reverse("desk_check", args=[world.clause.pk]),
        data={"publication": publication.pk, "document": "The agreement", "page": "94"},
        is_done=lambda: live(world).is_checked,
    )


def take_a_mark_back(world, who):
    play = mark_checked(world, who)
    checking.mark(
        clause_id=world.clause.pk,
        publication_id=play.data["publication"],
        place=checking.Place(document="The agreement", page="94"),
        by=world.approver,
        now=timezone.now(),
    )
    check = library.ClauseCheck.objects.get()
    play.data = {"check_id": check.pk, "reason": "Another page."}
    play.is_done = lambda: not live(world).is_checked
    return play


def settling_a_link(said, state):
    def settle(world, who):
        link = deployments.LinkFactory(
            clause=world.clause, deployment=deployments.DeploymentFactory(slug="a-launch")
        )
        return Play(
            address=reverse("desk_settle", args=[link.deployment_id]),
            data={f"decision-{link.pk}": said, f"reason-{link.pk}": "It says so."},
            is_done=tracker.Link.objects.filter(pk=link.pk, state=state).exists,
        )

    return settle


def settle_a_mistake(world, who):
    report = library.MistakeReport.objects.create(
        record_kind="clause", slug="the-clause", message="?", created_at=timezone.now()
    )
    return Play(
        address=reverse("desk_mistakes:edit", args=[report.pk]),
        data={"state": "mended", "answer": "Done."},
        is_done=library.MistakeReport.objects.filter(state="mended").exists,
    )


def note_sources_read(world, who):
    return Play(
        address=reverse("desk_rereading"),
        data={"record": f"clause-{world.clause.pk}"},
        is_done=library.Rereading.objects.exists,
    )


def edit_a_contact(world, who):
    return Play(
        address=reverse("desk_unions:edit", args=[world.guild.pk]),
        data={"contact_name": "The desk", "contact_url": "https://example.org/"},
        is_done=library.Union.objects.filter(contact_name="The desk").exists,
    )
