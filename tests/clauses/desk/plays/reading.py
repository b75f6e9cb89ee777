"""What is only read."""

from django.urls import reverse

from tests.clauses.desk.plays.stage import LIST, Play, url_of


def export(world, who):
    return Play(address=f"{LIST}?take=csv", shows="the-clause")


def export_what_is_ticked(world, who):
    return Play(
        address=f"/staff/bulk/clauses/clause/take-yaml/?id={world.clause.pk}", shows="the-clause"
    )


def read_a_draft(world, who):
    state = world.submitted(world.author)
    return Play(address=reverse("desk_review", args=[state.pk]), shows="Drafted.")


def preview_a_draft(world, who):
    revision = world.draft(world.author)
    return Play(address=url_of(world, "revisions_view", revision.pk), shows="Drafted.")


def find_a_draft(world, who):
    world.draft(world.author, title="Secretwords")
    return Play(address="/staff/search/?q=Secretwords", shows="the-clause")


def read_the_report(world, who):
    world.draft(world.author)
    return Play(address=reverse("desk_report"), shows="saved a draft")


def read_the_report_as_csv(world, who):
    world.draft(world.author)
    return Play(address=f"{reverse('desk_report')}?format=csv", shows="saved a draft")


def see_letters(world, who):
    return Play(address=reverse("desk_letters"), shows="could not be delivered")


def see_accounts(world, who):
    return Play(address=reverse("desk_staff"), shows=world.author.email)
