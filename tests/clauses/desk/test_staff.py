"""Accounts of staff: an administrator manages those of the own unions and nobody else's."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from clauses import staffing
from clauses.models import StaffUnion
from tests import desk
from tests.factories import people

pytestmark = pytest.mark.django_db


def admit(administrator, **words):
    data = {"email": "new@example.org", "first_name": "Nia", "last_name": "New"}
    return administrator.client.post(reverse("desk_staff_add"), {**data, **words})


def change(administrator, user, **words):
    return administrator.client.post(reverse("desk_staff_edit", args=[user.pk]), words)


def the(email):
    return get_user_model().objects.filter(email=email).first()


def roles(user):
    return set(user.groups.values_list("name", flat=True))


def test_a_new_account_has_a_role_a_union_and_no_password(administrator, guild):
    admit(administrator, roles=["Editors"], unions=[guild.pk])

    user = the("new@example.org")
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (True, False, False)
    assert roles(user) == {"Editors"}
    assert [each.union for each in user.staff_unions.all()] == [guild]


def test_nobody_makes_a_superuser(administrator, guild):
    admit(administrator, roles=["Editors"], is_superuser="on", unions=[guild.pk])

    assert the("new@example.org").is_superuser is False


def test_a_union_of_others_cannot_be_given(administrator, other_guild):
    answer = admit(administrator, roles=["Reviewers"], unions=[other_guild.pk])

    assert answer.status_code == 422
    assert the("new@example.org") is None


def test_a_role_that_is_none_cannot_be_given(administrator):
    answer = admit(administrator, roles=["Moderators"])

    assert answer.status_code == 422
    assert the("new@example.org") is None


def test_somebody_known_keeps_name_and_password_and_the_answer_is_the_same(administrator, guild):
    known = people.UserFactory(email="known@example.org", first_name="Kim")
    known.set_password("a long one of their own")
    known.save()

    fresh = admit(administrator, email="fresh@example.org", roles=["Editors"])
    answer = admit(administrator, email="Known@example.org", roles=["Editors"])

    assert (answer.status_code, answer.headers["Location"]) == (
        fresh.status_code,
        fresh.headers["Location"],
    )
    known.refresh_from_db()
    assert known.is_staff is True
    assert known.first_name == "Kim"
    assert known.check_password("a long one of their own")


def test_members_are_not_listed(administrator):
    people.UserFactory(email="member@example.org")
    people.EditorFactory(email="colleague@example.org")

    page = administrator.get(reverse("desk_staff")).content.decode()

    assert "colleague@example.org" in page
    assert "member@example.org" not in page


def test_staff_of_another_union_are_neither_listed_nor_changed(administrator, stranger):
    page = administrator.get(reverse("desk_staff")).content.decode()
    answer = change(administrator, stranger.user, roles=[])

    assert stranger.user.email not in page
    assert answer.status_code == 404
    assert roles(stranger.user) == {"Reviewers"}


def test_staff_of_two_unions_are_changed_by_neither_alone(administrator, guild, other_guild):
    shared = people.ReviewerFactory(unions=[guild, other_guild])

    assert change(administrator, shared, roles=[]).status_code == 404
    admit(administrator, email=shared.email, roles=["Administrators"])

    assert roles(shared) == {"Reviewers"}
    assert shared.staff_unions.count() == 2


def test_an_administrator_does_not_change_the_own_roles(administrator, guild):
    answer = change(administrator, administrator.user, roles=["Reviewers"], unions=[guild.pk])
    admit(administrator, email=administrator.user.email, roles=["Reviewers"])

    assert answer.status_code == 404
    assert roles(administrator.user) == {"Administrators"}


def test_taking_the_roles_away_closes_the_desk(administrator, editor):
    change(administrator, editor.user, roles=[])

    editor.user.refresh_from_db()
    assert editor.user.is_staff is False
    assert not StaffUnion.objects.filter(user=editor.user).exists()
    assert desk.Desk(editor.user).get(reverse("wagtailadmin_home")).status_code == 302


def test_an_administrator_of_no_union_gives_none(guild):
    alone = people.AdministratorFactory()

    with pytest.raises(staffing.NotYourStaff):
        staffing.admit(
            account=staffing.Account(email="x@example.org", roles=["Reviewers"], unions=[guild]),
            by=alone,
        )

    assert the("x@example.org") is None


def test_editors_manage_no_accounts(editor):
    with pytest.raises(staffing.NotYourStaff):
        staffing.admit(account=staffing.Account(email="x@example.org"), by=editor.user)

    assert the("x@example.org") is None
