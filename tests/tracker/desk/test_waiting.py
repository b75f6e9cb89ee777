"""What waits of the tracker's work: links, unchecked clauses, alerts that never arrived."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clauses import checking
from clauses.models import Change, Publication
from tests import desk
from tests.factories import deployments, library, membership, people
from tracker.models import Link

pytestmark = pytest.mark.django_db

UNCHECKED = "Clauses not yet checked against the agreement"


def waiting_context(person):
    panel = person.get(reverse("wagtailadmin_home")).context["panels"][0]
    request = type("Request", (), {"user": person.user})()
    return panel.get_context_data({"request": request})


def piles(person):
    return {str(pile.name): pile for pile in waiting_context(person)["piles"]}


class TestLinks:
    @pytest.fixture
    def waiting(self):
        """Two proposed links of one deployment, one of them settled already."""
        event = deployments.DeploymentFactory(slug="an-event", published=True)
        return [
            deployments.LinkFactory(deployment=event, standing="conditional"),
            deployments.LinkFactory(deployment=event, standing="binding"),
            deployments.LinkFactory(deployment=event, confirmed=True),
        ]

    def test_they_are_counted_and_lead_to_where_they_are_settled(self, reviewer, waiting):
        pile = piles(reviewer)["Links to settle"]

        assert (pile.count, pile.remark) == (2, "of 1 deployment")
        assert pile.since == waiting[0].proposed_at
        (listed,) = reviewer.get(pile.address).context["page"].object_list
        assert (listed.slug, listed.waiting_count, listed.binding_count) == ("an-event", 2, 1)

    def test_whoever_cannot_settle_them_is_not_sent_to_them_first(self, editor, waiting):
        pile = piles(editor)["Links for a reviewer to settle"]

        assert (pile.count, pile.is_for_reader) == (2, False)
        context = waiting_context(editor)
        assert context["first"] is None or context["first"].is_for_reader

    def test_links_of_what_is_not_live_do_not_wait(self, reviewer):
        deployments.LinkFactory(deployment__live=False)

        assert piles(reviewer)["Links to settle"].count == 0

    def test_a_reviewer_confirms_and_rejects_in_the_own_name(self, reviewer, waiting):
        address = reverse("desk_settle", args=[waiting[0].deployment_id])
        page = reviewer.get(address).content.decode()
        assert page.index(str(waiting[1].clause)) < page.index(str(waiting[0].clause))

        reviewer.client.post(
            address,
            {
                f"decision-{waiting[0].pk}": "no",
                f"reason-{waiting[0].pk}": "Another craft.",
                f"decision-{waiting[1].pk}": "yes",
            },
        )

        settled = {link.pk: link for link in Link.objects.all()}
        rejected, confirmed = settled[waiting[0].pk], settled[waiting[1].pk]
        assert (rejected.state, rejected.note) == ("rejected", "Another craft.")
        assert (confirmed.state, confirmed.decided_by) == ("confirmed", reviewer.user)
        kinds = Change.objects.filter(record_kind="link").order_by("kind")
        assert [change.kind for change in kinds] == ["link.confirmed", "link.rejected"]

    def test_a_rejection_without_a_reason_settles_nothing_and_loses_nothing(
        self, reviewer, waiting
    ):
        address = reverse("desk_settle", args=[waiting[0].deployment_id])

        answer = reviewer.client.post(
            address,
            {f"decision-{waiting[0].pk}": "no", f"decision-{waiting[1].pk}": "yes"},
        )

        assert answer.status_code == 422
        assert "a rejection needs its reason" in answer.content.decode()
        assert [row["said"] for row in answer.context["rows"]] == ["yes", "no"]
        assert Link.objects.waiting().count() == 2

    def test_what_somebody_else_settled_meanwhile_stays_settled(self, reviewer, waiting):
        address = reverse("desk_settle", args=[waiting[0].deployment_id])
        Link.objects.filter(pk=waiting[0].pk).update(
            state="rejected",
            note="No.",
            decided_by=people.StaffFactory(),
            decided_at=timezone.now(),
        )

        reviewer.client.post(address, {f"decision-{waiting[0].pk}": "yes"})

        assert Link.objects.get(pk=waiting[0].pk).state == "rejected"

    def test_an_editor_settles_none(self, editor, waiting):
        address = reverse("desk_settle", args=[waiting[0].deployment_id])

        editor.client.post(address, {f"decision-{waiting[0].pk}": "yes"})

        assert "Only a reviewer settles links." in editor.get(address).content.decode()
        assert Link.objects.waiting().count() == 2

    def test_a_reviewer_of_no_union_settles_none(self, waiting):
        nobody = desk.Desk(people.ReviewerFactory())
        address = reverse("desk_settle", args=[waiting[0].deployment_id])

        nobody.client.post(address, {f"decision-{waiting[0].pk}": "yes"})

        assert Link.objects.waiting().count() == 2


class TestUnchecked:
    def test_those_of_the_own_unions_and_of_laws_are_counted(self, guild, other_guild, editor):
        ours = library.AgreementFactory(unions=[guild])
        theirs = library.AgreementFactory(unions=[other_guild])
        library.ClauseFactory(slug="ours", agreement=ours)
        library.ClauseFactory(slug="theirs", agreement=theirs)
        library.ClauseFactory(slug="law", agreement=None, statute=library.StatuteFactory())
        library.ClauseFactory(slug="draft", agreement=ours, live=False)
        checked = library.ClauseFactory(slug="checked", agreement=ours, published=True)
        checking.mark(
            clause_id=checked.pk,
            publication_id=Publication.objects.of(record=checked).live().get().pk,
            place=checking.Place(document="The agreement", page="12", section="Article 1"),
            by=people.ReviewerFactory(unions=[guild]),
            now=timezone.now(),
        )

        pile = piles(editor)[UNCHECKED]

        assert pile.count == 2
        assert _listed(editor, pile.address) == ["law", "ours"]
        assert _listed(editor, f"{pile.address}?all=1") == ["law", "ours", "theirs"]

    def test_weak_evidence_comes_first_then_what_reaches_most(self, guild, editor):
        for slug, grade in (("primary", "A"), ("press", "D")):
            library.TaxonomyTermFactory(
                vocabulary="evidence-levels", slug=slug, properties={"grade": grade}
            )
        agreement = library.AgreementFactory(unions=[guild])
        made = {
            slug: library.ClauseFactory(slug=slug, agreement=agreement, **given)
            for slug, given in {
                "weak": {"evidence_level": "press"},
                "often": {},
                "rejected": {"priority": 9},
                "urgent": {"priority": 1},
                "strong": {"priority": 5},
            }.items()
        }
        event, other = deployments.DeploymentFactory.create_batch(2)
        for deployment in (event, other):
            deployments.LinkFactory(clause=made["often"], deployment=deployment)
        deployments.LinkFactory(clause=made["rejected"], deployment=event, rejected=True)
        deployments.LinkFactory(clause=made["urgent"], deployment=event)
        deployments.LinkFactory(clause=made["strong"], deployment=event, confirmed=True)

        assert _listed(editor, reverse("desk_unchecked")) == [
            "weak",
            "often",
            "urgent",
            "strong",
            "rejected",
        ]


class TestLetters:
    def dead(self, union, change_unions, **given):
        member = membership.MemberFactory()
        membership.MembershipFactory(member=member, union=union)
        options = {"created_at": timezone.now(), "ended_because": "refused", **given}
        return membership.DeliveryFactory(
            member=member,
            change=membership.ChangeFactory(union_ids=[each.pk for each in change_unions]),
            state="dead",
            next_attempt_at=None,
            **options,
        )

    def test_only_numbers_and_only_of_the_own_unions(self, guild, other_guild, editor):
        ours = self.dead(guild, [guild])
        self.dead(other_guild, [other_guild])
        self.dead(other_guild, [guild])
        self.dead(guild, [guild], created_at=timezone.now() - datetime.timedelta(days=31))

        pile = piles(editor)["Alerts that could not be delivered"]
        page = editor.get(pile.address).content.decode()

        assert (pile.count, pile.since) == (1, ours.created_at)
        assert "refused for good by the receiving side" in page
        assert ours.member.user.email not in page
        assert str(ours.member.pk) not in page

    def test_somebody_of_no_union_sees_none(self, guild):
        self.dead(guild, [guild])

        assert (
            piles(desk.Desk(people.EditorFactory()))["Alerts that could not be delivered"].count
            == 0
        )


def test_more_of_everything_costs_the_opening_page_no_more_queries(guild, editor):
    def asked():
        editor.get(reverse("wagtailadmin_home"))
        with CaptureQueriesContext(connection) as queries:
            editor.get(reverse("wagtailadmin_home"))
        return len(queries)

    agreement = library.AgreementFactory(unions=[guild])
    deployments.LinkFactory(clause__agreement=agreement)
    before = asked()
    for _ in range(4):
        deployments.LinkFactory(clause__agreement=agreement)
        TestLetters().dead(guild, [guild])

    assert asked() == before
    assert before <= 30


@pytest.mark.parametrize("name", ["desk_links", "desk_unchecked", "desk_letters"])
def test_administrators_have_no_part_in_it(guild, name):
    administrator = desk.Desk(people.AdministratorFactory(unions=[guild]))

    assert administrator.get(reverse(name)).status_code in {302, 403}


def _listed(person, address):
    return [row["clause"].slug for row in person.get(address).context["rows"]]
