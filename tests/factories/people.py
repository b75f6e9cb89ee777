"""Factories of users. Members and what is personal have factories of their own."""

import factory
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
    email = factory.Sequence(lambda number: f"officer-{number}@example.org")
    is_staff = True


class StaffUnionFactory(DjangoModelFactory):
    """A staff account that acts for a union."""

    class Meta:
        model = models.StaffUnion

    user = factory.SubFactory(StaffFactory)
    union = factory.SubFactory(library.UnionFactory)
