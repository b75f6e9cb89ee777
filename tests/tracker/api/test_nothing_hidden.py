"""Nothing about members, staff, drafts or notes is reachable, whoever asks and however.

Everything that is hidden carries a mark; every address is read with every credential, and no answer
may hold the mark.
"""

import datetime

import pytest
from django.test import Client

from clauses.models import Change, Clause, Statute, TaxonomyTerm, Union
from tests.factories import deployments, library, membership, people, records
from tests.factories.records import publish
from tracker.api import keys, urls

MARK = "zzmark"
LISTS = [
    *("agreements", "statutes", "clauses", "parties", "vendors", "products"),
    *("deployments", "links", "taxonomy"),
]
DETAIL_OF_HIDDEN = {
    "agreements": ["zzmark-agreement-draft", "zzmark-agreement-staff"],
    "statutes": ["zzmark-statute"],
    "clauses": [
        "zzmark-clause-draft",
        "zzmark-clause-staff",
        "zzmark-clause-members",
        "zzmark-clause-of-hidden-agreement",
        "zzmark-statute",
    ],
    "parties": ["zzmark-party"],
    "vendors": ["zzmark-vendor"],
    "products": ["zzmark-product", "zzmark-product-of-hidden-vendor"],
    "deployments": ["zzmark-deployment", "zzmark-deployment-of-hidden-product"],
    "links": [
        "mba-consent--zzmark-deployment",
        "zzmark-clause-staff--tool-launch",
        "voices--tool-launch",
    ],
}


@pytest.fixture
def officer(one_of_each):
    return people.StaffFactory(
        email="zzmark-officer@example.org", first_name="Zzmark", last_name="Zzmark"
    )


@pytest.fixture
def hidden(one_of_each, officer):
    """Everything that must not be seen, each with the mark, tied to what is public."""
    _hidden_records()
    _hidden_parts_of_public_records()
    _hidden_links(officer)
    _people(officer)


def _hidden_records():
    draft = library.AgreementFactory(slug="zzmark-agreement-draft", live=False, name="Zzmark")
    staff = library.AgreementFactory(
        slug="zzmark-agreement-staff", visibility="staff", name="Zzmark", published=True
    )
    library.ClauseFactory(slug="zzmark-clause-draft", live=False)
    library.ClauseFactory(slug="zzmark-clause-staff", visibility="staff", published=True)
    library.ClauseFactory(slug="zzmark-clause-members", visibility="members", published=True)
    library.ClauseFactory(slug="zzmark-clause-of-hidden-agreement", agreement=staff)
    statute = library.StatuteFactory(slug="zzmark-statute", visibility="members")
    library.ClauseFactory(slug="zzmark-statute", agreement=None, statute=statute)
    library.PartyFactory(slug="zzmark-party", name="Zzmark Pictures", visibility="staff")
    vendor = deployments.VendorFactory(slug="zzmark-vendor", name="Zzmark", visibility="members")
    product = deployments.ProductFactory(slug="zzmark-product", name="Zzmark", live=False)
    deployments.ProductFactory(slug="zzmark-product-of-hidden-vendor", vendor=vendor)
    deployments.DeploymentFactory(slug="zzmark-deployment", live=False)
    deployments.DeploymentFactory(slug="zzmark-deployment-of-hidden-product", product=product)
    mba = library.AgreementFactory._meta.model.objects.get(slug="mba-2023")
    mba.preceded_by = draft
    mba.save()


def _hidden_parts_of_public_records():
    clause = Clause.objects.get(slug="mba-consent")
    draft = library.AgreementFactory._meta.model.objects.get(slug="zzmark-agreement-draft")
    clause.carried_into.set([draft])
    clause.builds_on.set([Clause.objects.get(slug="zzmark-clause-draft")])
    for note in ("confidence_note", "rules_note"):
        setattr(clause, note, "zzmark note")
    clause.source_values = {"zzmark": ["zzmark"]}
    clause.refinement = {"zzmark": "zzmark"}
    clause.save()
    publish(clause)
    clause.title = "Zzmark, a title that is still a draft"
    clause.save_revision()
    library.ClauseSourceFactory(clause=clause, tier="digest", title="Zzmark digest")
    law = Statute.objects.get(slug="ca-act")
    library.StatuteSourceFactory(statute=law, tier="mirror", title="Zzmark mirror")
    hidden_party = library.PartyFactory._meta.model.objects.get(slug="zzmark-party")
    party = library.PartyFactory(
        slug="small-studio",
        parent=hidden_party,
        vendor_slug="zzmark-vendor",
        note="zzmark note",
        confidence_note="zzmark note",
    )
    library.PartyMembershipFactory(party=party, body=hidden_party, note="zzmark")
    library.BindingFactory(party=party, agreement=draft, note="zzmark")
    library.BindingFactory(party=party, agreement=None, value="likely", scope="zzmark")
    digest = {"title": "zzmark", "tier": "digest"}
    library.BindingFactory(party=party, via=hidden_party, note="zzmark", sources=[digest])
    deployment = deployments.DeploymentFactory(
        slug="used",
        employers=["zzmark-party"],
        rights_holders=["zzmark-party", "small-studio"],
        related=[deployments.DeploymentFactory(slug="zzmark-related", visibility="staff")],
    )
    deployments.DeployerFactory(deployment=deployment, parties=["zzmark-party", "small-studio"])
    deployments.DeploymentSourceFactory(deployment=deployment, tier="mirror", title="Zzmark")
    library.UnionFactory(
        slug="contacted",
        name="Contacted",
        contact_name="Zzmark",
        contact_email="zzmark@example.org",
        contact_phone="",
        note="zzmark",
    )


def _hidden_links(officer):
    public = Clause.objects.get(slug="mba-consent")
    settled = {"state": "confirmed", "decided_by": officer, "decided_at": records.PUBLISHED_AT}
    used = deployments.DeploymentFactory._meta.model.objects.get(slug="used")
    launch = deployments.DeploymentFactory._meta.model.objects.get(slug="tool-launch")
    deployments.LinkFactory(
        clause=public,
        deployment=used,
        note="zzmark",
        includes=["zzmark-clause-staff", "mba-consent"],
        **settled,
    )
    deployments.LinkFactory(
        clause=public,
        deployment=deployments.DeploymentFactory._meta.model.objects.get(slug="zzmark-deployment"),
        **settled,
    )
    deployments.LinkFactory(
        clause=Clause.objects.get(slug="zzmark-clause-staff"), deployment=launch, **settled
    )
    deployments.LinkFactory(
        clause=library.ClauseFactory(slug="voices"),
        deployment=launch,
        reasons=[{"facet": "use", "matched": ["zzmark"], "how": "direct", "text": "zzmark"}],
    )
    deployments.LinkFactory(
        clause=Clause.objects.get(slug="ca-act"),
        deployment=launch,
        state="rejected",
        decided_by=officer,
        decided_at=records.PUBLISHED_AT,
        note="zzmark",
    )


def _people(officer):
    user = people.UserFactory(email="zzmark@example.org", first_name="Zzmark")
    member = membership.MemberFactory(user=user)
    membership.MembershipFactory(member=member, roles=["writer"])
    Change.objects.record(
        kind="clause.revised",
        record_kind="clause",
        record_id=Clause.objects.get(slug="mba-consent").pk,
        slug="mba-consent",
        at=records.PUBLISHED_AT + datetime.timedelta(days=1),
        by=officer,
        note="zzmark",
        silence_reason="zzmark",
        changed_fields=["title"],
    )
    Change.objects.record(
        kind="member.joined",
        record_kind="member",
        record_id=1,
        slug="zzmark-member",
        at=records.PUBLISHED_AT,
        by=officer,
    )
    Change.objects.record(
        kind="clause.published",
        record_kind="clause",
        record_id=Clause.objects.get(slug="zzmark-clause-draft").pk,
        slug="zzmark-clause-draft",
        at=records.PUBLISHED_AT,
        by=officer,
    )
    library.MistakeReportFactory(message="zzmark", slug="mba-consent")


@pytest.fixture(params=["anybody", "partner", "staff", "administrator", "member"])
def client(request, db, now, settings):
    """One client for each kind of credential."""
    settings.API_RATES = {"anonymous": 10_000, "key": 10_000}
    if request.param == "partner":
        token = keys.create(
            organisation="Zzmark Union", scopes=["read", "webhooks", "export"], now=now
        ).token
        return Client(headers={"Authorization": f"Bearer {token}"})
    client = Client()
    if request.param == "staff":
        client.force_login(people.StaffFactory())
    if request.param == "administrator":
        client.force_login(people.StaffFactory(is_superuser=True))
    if request.param == "member":
        client.force_login(membership.MemberFactory().user)
    return client


def addresses():
    """Every address that answers with data, and some ways of narrowing it."""
    yield from ("", "changes/", "changes/?limit=100", "changes/head/", "schema/", "docs/")
    for kind in LISTS:
        yield f"{kind}/"
    for kind in set(LISTS) - {"taxonomy"}:
        yield f"{kind}/?limit=100&count=true"
        yield f"{kind}/?limit=100&as_of=2025-01-01&lang=fr"
    for kind in ("agreements", "clauses", "deployments", "links"):
        yield f"{kind}/?limit=100&known_at=2026-11-20"
    yield "clauses/mba-consent/history/"
    yield "clauses/mba-consent/lineage/"


def test_every_address_is_swept():
    named = {route.name for route in urls.urlpatterns}

    assert named == {
        *("root", "match", "changes", "changes-head", "schema", "docs", "nowhere"),
        "clauses-history",
        "clauses-lineage",
        "exposure",
        *(f"{kind}-list" for kind in LISTS),
        *(f"{kind}-detail" for kind in LISTS),
    }


def test_no_list_holds_anything_hidden(client, hidden):
    for path in addresses():
        answer = client.get(f"/api/v1/{path}")

        assert answer.status_code == 200, path
        assert MARK not in answer.content.decode().lower(), path


@pytest.mark.parametrize("is_opened", [True, False], ids=["opened", "closed"])
def test_exposure_holds_nothing_hidden_whoever_asks(client, hidden, is_opened):
    Union.objects.update(opens_gaps=is_opened, represents=["writer"])
    writing = library.TaxonomyTermFactory(vocabulary="uses", slug="writing")
    TaxonomyTerm.objects.filter(slug="text-generation").update(parent=writing)

    answer = client.get("/api/v1/exposure/?as_of=2025-01-01")

    is_signed_in = "sessionid" in client.cookies
    assert answer.status_code == (200 if is_opened or is_signed_in else 403)
    assert MARK not in answer.content.decode().lower()
    if answer.status_code == 200:
        assert {"tool"} <= {
            one["product"] for unit in answer.json()["units"] for one in unit["products"]
        }


def test_no_detail_of_what_is_public_holds_anything_hidden(client, hidden):
    for kind in LISTS:
        for record in client.get(f"/api/v1/{kind}/").json()["results"]:
            answer = client.get(record["url"].removeprefix("http://testserver"))

            assert answer.status_code == 200
            assert MARK not in answer.content.decode().lower(), record["url"]


def test_what_is_hidden_is_404_like_what_does_not_exist(client, hidden):
    for kind, slugs in DETAIL_OF_HIDDEN.items():
        for slug in slugs:
            answer = client.get(f"/api/v1/{kind}/{slug}/")
            nothing = client.get(f"/api/v1/{kind}/{slug.replace(MARK, 'qqqqqq')}x/")

            assert answer.status_code == 404, slug
            said = {**answer.json(), "detail": "", "nearest": []}
            assert said == {**nothing.json(), "detail": "", "nearest": []}
            assert not [near for near in answer.json().get("nearest", []) if MARK in near]


def test_what_is_hidden_cannot_be_searched_counted_or_narrowed_by(client, hidden):
    for kind in set(LISTS) - {"taxonomy", "links"}:
        page = client.get(f"/api/v1/{kind}/?q={MARK}&count=true").json()
        assert (page["results"], page["count"]) == ([], 0), kind
    for path, nothing in (
        ("clauses/?agreement=zzmark-agreement-staff", "clauses/?agreement=qqqqqq"),
        ("deployments/?vendor=zzmark-vendor", "deployments/?vendor=qqqqqq"),
        ("links/?clause=zzmark-clause-staff", "links/?clause=qqqqqq"),
        ("parties/?agreement=zzmark-agreement-draft", "parties/?agreement=qqqqqq"),
    ):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 400
        [error] = answer.json()["errors"]
        [other] = client.get(f"/api/v1/{nothing}").json()["errors"]
        assert error["code"] == other["code"] == "unknown_value"
        assert not [near for near in error.get("nearest", []) if MARK in near]


def test_counts_are_those_of_what_is_shown(client, hidden):
    for kind in set(LISTS) - {"taxonomy"}:
        page = client.get(f"/api/v1/{kind}/?limit=100&count=true").json()

        assert page["count"] == len(page["results"]), kind


def test_no_name_of_a_hidden_thing_may_be_asked_of_match(client, hidden):
    def ask(question):
        return client.post("/api/v1/match/", data=question, content_type="application/json")

    for slug in DETAIL_OF_HIDDEN["deployments"]:
        answer = ask({"deployment": slug})
        assert answer.status_code == 400
        [error] = answer.json()["errors"]
        assert not [near for near in error.get("nearest", []) if MARK in near]
    by_name = ask({"date": "2025-01-01", "deployers": ["Zzmark Pictures", "Nobody at all"]})
    assert set(by_name.json()["unmatched"]) == {"Zzmark Pictures", "Nobody at all"}
    bound = ask({"date": "2025-01-01", "bound_by": ["zzmark-agreement-staff"]})
    assert bound.status_code == 400
    plain = ask({"date": "2025-01-01", "uses": ["script-generation"], "roles": ["writer"]})
    assert plain.status_code == 200
    assert MARK not in plain.content.decode().lower()
    named = ask({"deployment": "used", "as_of": "2025-01-01"})
    assert named.status_code == 200
    assert MARK not in named.content.decode().lower()


def test_no_credential_sees_another_etag(hidden, now):
    partner = keys.create(organisation="Sister Union", now=now).token
    staff = Client()
    staff.force_login(people.StaffFactory())
    clients = [Client(), staff, Client(headers={"Authorization": f"Bearer {partner}"})]

    tags = {client.get("/api/v1/clauses/?limit=100")["ETag"] for client in clients}

    assert len(tags) == 1


def test_the_feed_tells_of_the_public_record_and_of_nobody(api, hidden):
    page = api.read("changes/?limit=100")

    told = [(change["kind"], change["slug"]) for change in page["results"]]
    assert told == [("clause.published", "mba-consent"), ("clause.revised", "mba-consent")]
    assert set(page["results"][0]) == {
        *("id", "kind", "record_kind", "slug", "at", "changed_fields", "url")
    }
