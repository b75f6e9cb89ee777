"""Accounts, roles, and addresses that nobody may use."""

from django.contrib.auth.models import Group
from django.urls import reverse

from clauses import models as library
from tests.clauses.desk.plays.stage import Play, by_each
from tests.factories import people


def account(email, *roles, unions=()):
    return {
        "email": email,
        "first_name": "Nia",
        "roles": list(roles),
        "unions": [each.pk for each in unions],
    }


def is_in(user, role):
    return lambda: user.groups.filter(name=role).exists()


def admit(world, who):
    person = people.UserFactory(email="new@example.org")
    return Play(
        address=reverse("desk_staff_add"),
        data=account("new@example.org", "Reviewers", unions=[world.guild]),
        is_done=is_in(person, "Reviewers"),
    )


def changing(name, role):
    def change(world, who):
        target = getattr(world, name)
        return Play(
            address=reverse("desk_staff_edit", args=[target.pk]),
            data=account(target.email, role, unions=[world.guild]),
            is_done=is_in(target, role),
        )

    return change


def close_an_account(world, who):
    return Play(
        address=reverse("desk_staff_edit", args=[world.author.pk]),
        data=account(world.author.email),
        is_done=lambda: not world.author.groups.exists(),
    )


@by_each
def edit_ones_own_role(world, who):
    target = who if who is not None and who.is_staff else world.author
    missing = next(role for role in ("Reviewers", "Administrators") if not is_in(target, role)())
    return Play(
        address=reverse("desk_staff_edit", args=[target.pk]),
        data=account(target.email, missing, unions=[world.guild]),
        is_done=is_in(target, missing),
    )


@by_each
def admit_oneself(world, who):
    play = edit_ones_own_role(world, who)
    play.address = reverse("desk_staff_add")
    return play


def by_ones_own_settings(world, who):
    return Play(
        address="/staff/account/",
        data={
            "name_email-email": "root@example.org",
            "is_superuser": "on",
            "name_email-is_superuser": "on",
            "groups": [str(Group.objects.get(name="Reviewers").pk)],
        },
    )


def at(address, **data):
    """A message to an address that nobody may use for it."""

    def send(world, who):
        given = {
            "clause": world.clause.pk,
            "term": library.TaxonomyTerm.objects.first().pk,
            "author": world.author.pk,
        }
        if "{state}" in address or "{revision}" in address:
            state = world.submitted(world.author)
            given |= {"state": state.pk, "revision": state.revision_id, "task": state.task_id}
        return Play(address=address.format(**given), data=data)

    return send
