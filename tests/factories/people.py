"""Factories of users. Members and what is personal have factories of their own."""

from typing import Any

import factory
from django.contrib.auth import models as auth
from factory.django import DjangoModelFactory

from clauses import models
from tests.factories import library
from tracker.accounts import models as accounts


class UserFactory(DjangoModelFactory):
    class Meta:
        model = accounts.User
        django_get_or_create = ("email",)

    email = factory.Sequence(lambda number: f"person-{number}@example.org")
    first_name = "Ana"
    last_name = factory.Sequence(lambda number: f"Person {number}")


class StaffFactory(UserFactory):
    """An account of staff that may nothing yet; `unions=[...]` are those it acts for."""

    class Meta:
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"officer-{number}@example.org")
    is_staff = True

    @factory.post_generation
    def unions(self, create: bool, extracted: Any, **options: Any) -> None:
        for union in extracted or []:
            models.StaffUnion.objects.create(user=self, union=union)


class EditorFactory(StaffFactory):
    """Writes drafts and submits them."""

    email = factory.Sequence(lambda number: f"editor-{number}@example.org")

    @factory.post_generation
    def in_group(self, create: bool, extracted: Any, **options: Any) -> None:
        self.groups.add(auth.Group.objects.get(name="Editors"))


class ReviewerFactory(StaffFactory):
    """Writes and approves drafts, of the unions it acts for."""

    email = factory.Sequence(lambda number: f"reviewer-{number}@example.org")

    @factory.post_generation
    def in_group(self, create: bool, extracted: Any, **options: Any) -> None:
        self.groups.add(auth.Group.objects.get(name="Reviewers"))


class AdministratorFactory(StaffFactory):
    """Manages accounts of staff and the unions' contacts; publishes nothing."""

    email = factory.Sequence(lambda number: f"administrator-{number}@example.org")

    @factory.post_generation
    def in_group(self, create: bool, extracted: Any, **options: Any) -> None:
        self.groups.add(auth.Group.objects.get(name="Administrators"))


class StaffUnionFactory(DjangoModelFactory):
    """A reviewer who acts for a union."""

    class Meta:
        model = models.StaffUnion

    user = factory.SubFactory(ReviewerFactory)
    union = factory.SubFactory(library.UnionFactory)
