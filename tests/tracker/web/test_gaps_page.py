"""The map of gaps: who sees it, what a cell says, its file; nothing of it for anybody else."""

import csv
import datetime
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clauses.models import agreement as agreements
from clauses.models import clause as clauses
from clauses.models import union as unions
from tests import desk
from tests.factories import deployments, library, membership, people
from tracker import gaps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

DAY = "2025-12-31"
RESERVED = "training-on-work/wga-west/wga-mba-2023/writer"
ADDRESSES = (
    "/en/gaps/",
    f"/en/gaps/?as_of={DAY}&union=wga-west",
    "/en/gaps/table.csv",
    f"/en/gaps/{RESERVED}/",
    "/fr/gaps/",
)


@pytest.fixture
def member(client):
    person = membership.MemberFactory()
    client.force_login(person.user)
    return client


@pytest.fixture
def officer(client):
    client.force_login(people.StaffFactory())
    return client


def page(client, query="", *, language="en"):
    answer = client.get(f"/{language}/gaps/?as_of={DAY}{query}")
    assert answer.status_code == 200
    return answer


def lines_of(client, query=""):
    answer = client.get(f"/en/gaps/table.csv?as_of={DAY}{query}")
    assert answer.status_code == 200
    text = answer.content.decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def state_of(client, cell, *, day=DAY):
    answer = client.get(f"/en/gaps/{cell}/?as_of={day}")
    assert answer.status_code == 200
    return answer.context["opened"].cell.state


@pytest.mark.parametrize("address", ADDRESSES, ids=range(len(ADDRESSES)))
def test_a_stranger_is_sent_to_sign_in(client, address):
    answer = client.get(address)

    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
    assert "private" in answer["Cache-Control"]
    assert not answer.content


def test_what_a_union_opened_is_seen_by_everybody_and_nothing_else(client):
    unions.Union.objects.filter(slug="sag-aftra").update(opens_gaps=True)

    answer = client.get(f"/en/gaps/?as_of={DAY}&every=yes")

    assert answer.status_code == 200
    assert {body.union for body in answer.context["table"].bodies} == {"SAG-AFTRA"}
    assert {row["Union"] for row in lines_of(client, "&every=yes") if row["Role"]} == {"SAG-AFTRA"}
    refused = client.get(f"/en/gaps/{RESERVED}/")
    assert refused.status_code == 302
    assert "/login/" in refused["Location"]


def test_staff_of_a_union_open_its_gaps_at_the_desk_and_no_other_union_s(client):
    own, other = (unions.Union.objects.get(slug=slug) for slug in ("wga-west", "sag-aftra"))
    officer = desk.Desk(people.ReviewerFactory(unions=[own]))
    address = reverse("desk_unions:edit", args=[own.pk])
    form = desk.sent_by_browser(officer.get(address).context["form"])

    saved = officer.client.post(address, {**form, "opens_gaps": "on"})
    refused = officer.client.post(
        reverse("desk_unions:edit", args=[other.pk]), {**form, "opens_gaps": "on"}
    )

    assert (saved.status_code, refused.status_code) == (302, 302)
    assert gaps.opened_unions() == {"wga-west"}
    assert client.get("/en/gaps/").status_code == 200


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_member_reads_the_map_in_each_language(member, language):
    answer = page(member, language=language)

    text = answer.content.decode()
    assert text.count("<h1") == 1
    assert "<script" not in text
    assert "style=" not in text
    assert 'content="noindex"' in text
    assert answer["Cache-Control"].count("private") == 1
    assert "no-store" in answer["Cache-Control"]


def test_every_cell_has_a_number_or_says_why_not_and_opens(member):
    text = page(member).content.decode()

    cells = re.findall(r'<td data-n="(.)">(.*?)</td>', text, flags=re.DOTALL)
    assert len(cells) > 200
    for shade, inner in cells:
        shown = re.sub(r"<[^>]*>|\s", "", inner)
        assert shown.startswith("?") if shade == "x" else shown, (shade, inner)
        assert ("<a " in inner) == (shade != "-")


def test_the_gaps_stand_again_in_words(member):
    table = page(member, "&union=sag-aftra").context["table"]

    told = [gap for body in table.bodies for row in body.rows for gap in row.gaps]
    yellow = [
        square
        for body in table.bodies
        for row in body.rows
        for square in row.squares
        if square.shade == "0"
    ]
    assert len(told) == len(yellow) > 0


def test_reserved_cells_are_for_staff(client):
    client.force_login(people.StaffFactory())
    assert state_of(client, RESERVED) == "reserved"
    assert "Kept open" in page(client).content.decode()
    seen_by_staff = client.get(f"/en/gaps/{RESERVED}/?as_of={DAY}").content.decode()

    client.force_login(membership.MemberFactory().user)
    assert state_of(client, RESERVED) == "partial"
    seen = client.get(f"/en/gaps/{RESERVED}/?as_of={DAY}").content.decode()

    assert "wga23-training-rights-reserved" in seen_by_staff
    assert "wga23-training-rights-reserved" not in seen
    assert not [row for row in lines_of(client) if "reserved" in (row["Clauses"] or "")]
    assert "kept open" not in page(client).content.decode().lower()


def test_silence_and_ignorance_differ_and_the_day_decides(member):
    scanning = "performer-scanning/sag-aftra/sag-aftra-commercials-2025/background-actor"
    writing = "script-analysis/wga-west/wga-mba-2023/writer"

    assert state_of(member, scanning) == "silent"
    assert state_of(member, writing, day="2025-12-31") == "silent"
    assert state_of(member, writing, day="2023-01-01") == "unknown"
    assert state_of(member, writing, day="2026-11-22") == "unknown"


def test_a_cell_opens_its_clauses_and_the_live_deployments_behind_it(member):
    cell = "script-rewriting/wga-west/wga-mba-2023/writer"

    opened = member.get(f"/en/gaps/{cell}/?as_of={DAY}").context["opened"]

    named = {row.slug for group in opened.groups for row in group.rows}
    assert {*opened.cell.clauses, *opened.cell.sometimes} == named
    assert "wga23-no-forced-ai-use" in named
    assert opened.products == len({row.product for row in opened.deployments})


def test_cells_equal_what_the_clauses_and_products_say(member):
    """Recomputed from the rows of the database, one object at a time."""
    seen = gaps.on_day(day=datetime.date(2025, 12, 31), viewer=None)
    live = {one.product for one in seen.picture.live}
    for row in lines_of(member, "&union=sag-aftra"):
        if not row["Role"]:
            continue
        slugs = [slug for slug in row["Clauses"].split(", ") if slug]
        found = clauses.Clause.objects.filter(slug__in=slugs)
        assert len(slugs) == int(row["Clauses in force"]) == found.count()
        assert all(clause.elements for clause in found)
        products = [slug for slug in row["Products"].split(", ") if slug]
        assert len(products) == int(row["Live products"])
        assert set(products) <= live


def test_the_map_changes_when_a_clause_or_a_deployment_is_published(member):
    cell = "performer-scanning/sag-aftra/sag-aftra-commercials-2025/background-actor"
    assert state_of(member, cell) == "silent"
    agreement = agreements.Agreement.objects.get(slug="sag-aftra-commercials-2025")

    library.ClauseFactory(
        slug="scans-need-a-yes",
        agreement=agreement,
        roles=["background-actor"],
        elements=["consent"],
        main_uses=["performer-scanning"],
        effective_from=agreement.effective_from,
        effective_to=agreement.effective_to,
    )
    deployments.DeploymentFactory(
        slug="scan-booth",
        product=deployments.ProductFactory(slug="booth"),
        event_date=datetime.date(2025, 7, 1),
        phase="general-availability",
        uses=["performer-scanning"],
        roles=["background-actor"],
        sectors=["commercials"],
        places=["US"],
    )

    opened = member.get(f"/en/gaps/{cell}/?as_of={DAY}").context["opened"]
    assert opened.cell.clauses == ("scans-need-a-yes",)
    assert [row.slug for row in opened.deployments] == ["scan-booth"]


def test_families_of_uses_unfold_to_their_leaves_by_address(member):
    folded = page(member).context["table"]
    unfolded = page(member, "&unfold=digital-replica").context["table"]

    assert len(unfolded.columns) == len(folded.columns) + 3
    assert "background-replica" in [column.use for column in unfolded.columns]


def test_the_map_narrows_by_union_role_and_vendor(member):
    table = page(member, "&union=wga-west&role=writer").context["table"]
    by_vendor = page(member, "&vendor=runway").context["table"]

    assert [body.union for body in table.bodies] == ["Writers Guild of America West"]
    assert by_vendor.live_count == 2
    assert by_vendor.gap_count < page(member).context["table"].gap_count


@pytest.mark.parametrize(
    "query",
    ["union=sag", "role=nobody", "vendor=zz", "unfold=writing", "every=no", "zz=1", "as_of=1"],
    ids=lambda query: query,
)
def test_what_the_map_does_not_know_is_refused(member, query):
    assert member.get(f"/en/gaps/?{query}").status_code == 400


@pytest.mark.parametrize(
    "cell",
    [
        "writing/wga-west/wga-mba-2023/writer",
        "text-to-video/wga-west/wga-mba-2023/writer",
        "script-rewriting/nobody/wga-mba-2023/writer",
    ],
    ids=["a group", "not the role's work", "no such union"],
)
def test_a_cell_that_is_not_there_is_404(member, cell):
    assert member.get(f"/en/gaps/{cell}/").status_code == 404


def test_the_trend_names_its_peak(member):
    trend = page(member).context["trend"]

    assert str(trend.points[0].day) == "2023-01-01"
    assert trend.peak.gaps == max(point.gaps for point in trend.points) > 0
    assert str(trend.peak.gaps) in trend.sentence


def test_no_cell_of_the_file_runs_as_a_formula(member):
    unions.Union.objects.filter(slug="sag-aftra").update(name="=cmd()")

    assert {row["Union"] for row in lines_of(member, "&union=sag-aftra") if row["Role"]} == {
        "'=cmd()"
    }


def test_the_map_asks_the_database_a_constant_number_of_times(member):
    def cost(address):
        member.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert member.get(address).status_code == 200
        return len(queries)

    first = [cost(f"/en/gaps/?as_of={DAY}"), cost(f"/en/gaps/{RESERVED}/?as_of={DAY}")]
    for number in range(5):
        agreement = library.AgreementFactory(
            slug=f"more-{number}", unions=[unions.Union.objects.get(slug="sag-aftra")]
        )
        library.ClauseFactory.create_batch(3, agreement=agreement, elements=["pay"])
        deployments.DeploymentFactory(event_date=datetime.date(2025, 1, 1), roles=["performer"])
    again = [cost(f"/en/gaps/?as_of={DAY}"), cost(f"/en/gaps/{RESERVED}/?as_of={DAY}")]

    assert first == again
    assert first == [7, 9]
