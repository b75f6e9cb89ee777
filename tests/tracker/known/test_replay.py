"""Random acts at random moments: for every instant the answer is that of a naive replay."""

import datetime
import random

import pytest

from clauses.models import Clause
from tests.factories import deployments, library, people
from tests.tracker.known.conftest import revise, take_off
from tracker import links
from tracker.models import Link

pytestmark = pytest.mark.django_db

BEGIN = datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC)
INSTANT = datetime.timedelta(microseconds=1)


class Replay:
    """Acts on the site and writes down, naively, what everybody could read after each act."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.now = BEGIN
        self.agreement = library.AgreementFactory(slug="deal", published=BEGIN)
        self.deployment = deployments.DeploymentFactory(slug="launch", published=BEGIN)
        self.records: dict[str, Clause] = {}
        self.links: dict[str, Link] = {}
        self.texts: dict[str, tuple[str, str]] = {}  # slug: title and visibility, while it is live
        self.standings: dict[str, str] = {}
        self.told: list[tuple[datetime.datetime, dict[str, tuple[str, str]], dict[str, str]]] = []
        self.officer = people.StaffFactory()

    def step(self) -> None:
        self.now += datetime.timedelta(
            seconds=self.chance.choice([0, 0.000001, 1, 3600, 86400, 86400])
        )
        self.chance.choice(
            [
                *(self.publish, self.publish, self.revise, self.revise, self.revise, self.revise),
                *(self.hide, self.take_off, self.confirm, self.confirm, self.reject),
            ]
        )()
        self.note()

    def note(self) -> None:
        """Write down what everybody can read now."""
        self.told.append((self.now, dict(self.texts), dict(self.standings)))

    def publish(self) -> None:
        slug = f"clause-{len(self.records)}"
        self.records[slug] = library.ClauseFactory(
            slug=slug, agreement=self.agreement, published=self.now
        )
        self.texts[slug] = (f"Title of {slug}", "public")

    def revise(self) -> None:
        if slug := self._any(self.records):
            title = f"Title {self.chance.randint(0, 3)}"  # now and then the same words again
            _title, level = self.texts.get(slug, ("", self._level_of(slug)))
            revise(self.records[slug], at=self.now, title=title)
            self.texts[slug] = (title, level)

    def hide(self) -> None:
        if slug := self._any(self.texts):
            level = self.chance.choice(["public", "public", "public", "members", "staff"])
            revise(self.records[slug], at=self.now, visibility=level)
            self.texts[slug] = (self.texts[slug][0], level)

    def take_off(self) -> None:
        if slug := self._any(self.texts):
            take_off(self.records[slug], at=self.now)
            del self.texts[slug]

    def confirm(self) -> None:
        self.now += INSTANT  # a decision has a moment of its own
        if slug := self._any(self.records):
            standing = self.chance.choice(list(Link.Standing.values))
            if slug not in self.links:
                self.links[slug] = deployments.LinkFactory(
                    clause=self.records[slug], deployment=self.deployment, standing=standing
                )
                links.confirm_link(link_id=self.links[slug].pk, by=self.officer, now=self.now)
            else:
                Link.objects.filter(pk=self.links[slug].pk).update(
                    state="confirmed", standing=standing, decided_at=self.now
                )
            self.standings[slug] = standing

    def reject(self) -> None:
        self.now += INSTANT
        if slug := self._any(self.standings):
            Link.objects.filter(pk=self.links[slug].pk).update(
                state="rejected", note="No.", decided_at=self.now
            )
            del self.standings[slug]

    def open_most(self) -> None:
        """In the end most records are open again, so that their past may be read."""
        self.now += datetime.timedelta(days=1)
        for slug in sorted(self.records):
            if self.texts.get(slug, ("", ""))[1] != "public" and self.chance.random() < 0.9:
                revise(self.records[slug], at=self.now, title="Open", visibility="public")
                self.texts[slug] = ("Open", "public")
        self.note()

    def expected(self, at: datetime.datetime) -> tuple[dict[str, str], dict[str, str]]:
        """Titles and standings of links that everybody could read then and may read today."""
        texts: dict[str, tuple[str, str]] = {}
        standings: dict[str, str] = {}
        for moment, then, linked in self.told:
            if moment <= at:
                texts, standings = then, linked
        titles = {
            slug: title
            for slug, (title, level) in texts.items()
            if level == "public" and self.texts.get(slug, ("", "gone"))[1] == "public"
        }
        return titles, {
            f"{slug}--launch": standing for slug, standing in standings.items() if slug in titles
        }

    def _any(self, among: dict[str, object]) -> str:
        return self.chance.choice(sorted(among)) if among else ""

    def _level_of(self, slug: str) -> str:
        return str(Clause.objects.values_list("visibility", flat=True).get(slug=slug))


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_every_instant_is_what_a_naive_replay_says(site, forget_limits, seed):
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    replay = Replay(chance)
    for _number in range(3):
        replay.publish()
    replay.note()
    for _number in range(24):
        replay.step()
    replay.open_most()

    moments = {moment for moment, *_rest in replay.told}
    asked = sorted(
        moments
        | {moment - INSTANT for moment in moments}
        | {moment + INSTANT for moment in moments}
        | {BEGIN - INSTANT, BEGIN}
    )
    seen = set()
    for at in asked:
        forget_limits()
        titles, standings = replay.expected(at)
        answer = site.api("clauses/?limit=100&fields=title", known_at=at)["results"]
        linked = site.api("links/?limit=100&fields=standing", known_at=at)["results"]
        assert {row["slug"]: row["title"] for row in answer} == titles
        assert {row["slug"]: row["standing"] for row in linked} == standings
        seen.add((tuple(sorted(titles.items())), tuple(sorted(standings.items()))))
    assert len(seen) > 6  # otherwise nothing was put to the test
