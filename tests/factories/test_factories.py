"""The factories make rows that the database and the publishing path accept."""

import pytest

from clauses.models import Change, Publication
from tests.factories import deployments, library, membership, people

pytestmark = pytest.mark.django_db

EVERY = [
    factory
    for module in (library, deployments, people, membership)
    for factory in vars(module).values()
    if isinstance(factory, type) and factory.__module__ == module.__name__
]


@pytest.mark.parametrize("factory", EVERY, ids=lambda factory: factory.__name__)
def test_a_factory_makes_a_row(factory):
    row = factory()

    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "factory",
    [
        library.AgreementFactory,
        library.StatuteFactory,
        library.ClauseFactory,
        library.PartyFactory,
        deployments.VendorFactory,
        deployments.ProductFactory,
        deployments.DeploymentFactory,
    ],
)
def test_a_published_record_has_one_publication_and_one_silent_change(factory):
    record = factory(published=True)

    assert Publication.objects.filter(slug=record.slug, live_until=None).count() == 1
    change = Change.objects.get(slug=record.slug)
    assert change.kind == f"{record.record_kind}.published"
    assert change.notifies is False


def test_unions_are_in_the_published_revision():
    union = library.UnionFactory()

    agreement = library.AgreementFactory(unions=[union], published=True)

    publication = Publication.objects.get(slug=agreement.slug)
    assert publication.revision.content["unions"] == [union.pk]


def test_a_link_is_settled_by_a_person():
    link = deployments.LinkFactory(confirmed=True)

    assert link.decided_by.is_staff
