"""Factories of members, what they follow, and what is owed to them."""

import datetime
import uuid

import factory
from factory.django import DjangoModelFactory

from tests.factories import library, people, records
from tracker.alerts import models as alerts
from tracker.members import models as members

JOINED_AT = records.PUBLISHED_AT - datetime.timedelta(days=365)


class MemberFactory(DjangoModelFactory):
    """A member whose address is confirmed."""

    class Meta:
        model = members.Member
        skip_postgeneration_save = True

    user = factory.SubFactory(people.UserFactory)
    created_at = JOINED_AT

    @factory.post_generation
    def confirmed(self, create, extracted, **options):
        if create and extracted is not False:
            self.user.emailaddress_set.create(email=self.user.email, verified=True, primary=True)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = members.Membership

    member = factory.SubFactory(MemberFactory)
    union = factory.SubFactory(library.UnionFactory)
    roles = factory.LazyFunction(lambda: ["writer"])
    joined_at = JOINED_AT


class SubscriptionFactory(DjangoModelFactory):
    """Whatever it is about; by default everything that the member's unions publish."""

    class Meta:
        model = alerts.Subscription

    member = factory.SubFactory(MemberFactory)
    subscribed_at = JOINED_AT


class ChangeFactory(DjangoModelFactory):
    """A notifying change of a published deployment, as the publishing path would record it."""

    class Meta:
        model = "clauses.Change"

    kind = "deployment.published"
    record_kind = "deployment"
    record_id = 0
    slug = "deployment-0"
    at = records.PUBLISHED_AT
    by = factory.SubFactory(people.StaffFactory)
    notifies = True


class FanOutFactory(DjangoModelFactory):
    class Meta:
        model = alerts.FanOut

    change = factory.SubFactory(ChangeFactory)
    started_at = records.PUBLISHED_AT


class DeliveryFactory(DjangoModelFactory):
    """An e-mail that is due."""

    class Meta:
        model = alerts.Delivery

    id = factory.LazyFunction(uuid.uuid4)
    member = factory.SubFactory(MemberFactory)
    change = factory.SubFactory(ChangeFactory)
    channel = "email"
    reasons: list[dict[str, object]] = []
    created_at = records.PUBLISHED_AT
    next_attempt_at = records.PUBLISHED_AT


class AttemptFactory(DjangoModelFactory):
    class Meta:
        model = alerts.Attempt

    delivery = factory.SubFactory(DeliveryFactory)
    number = 1
    started_at = records.PUBLISHED_AT
    ended_at = records.PUBLISHED_AT
    outcome = "sent"
