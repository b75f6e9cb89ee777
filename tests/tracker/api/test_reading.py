"""Lists and details: what they hold, what narrows them, what they refuse."""

import datetime

import pytest

from tests.factories import deployments, library

KINDS = (
    "agreements",
    "statutes",
    "clauses",
    "parties",
    "vendors",
    "products",
    "deployments",
    "links",
    "taxonomy",
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_holds_the_record_and_says_what_every_answer_says(api, one_of_each, kind):
    page = api.read(f"{kind}/?limit=100" if kind != "taxonomy" else "taxonomy/")

    assert one_of_each[kind] in [record["slug"] for record in page["results"]]
    assert page["next"] is None
    assert page["previous"] is None
    assert "not legal advice" in page["disclaimer"]
    assert page["as_of"] in page["disclaimer"]
    assert page["disclaimer_url"].endswith("/api/v1/docs/#the-agreement-decides")
    assert "count" not in page


@pytest.mark.parametrize("kind", KINDS)
def test_a_detail_is_the_record_of_the_list(api, one_of_each, kind):
    slug = one_of_each[kind]

    record = api.read(f"{kind}/{slug}/")

    [listed] = [each for each in api.read(f"{kind}/")["results"] if each["slug"] == slug]
    answered = {name: record.pop(name) for name in ("as_of", "disclaimer", "disclaimer_url")}
    assert record == listed
    assert record["url"] == f"http://testserver/api/v1/{kind}/{slug}/"
    assert "not legal advice" in answered["disclaimer"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_slug_is_404_and_names_the_nearest(api, one_of_each, kind):
    slug = one_of_each[kind]
    wrong = f"{slug[:-1]}x" if kind != "links" else "mba-consent--other"

    answer = api.get(f"{kind}/{wrong}/")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["nearest"][0] == slug
    assert slug in answer.json()["detail"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("query", "name", "code"),
    [
        ("rol=writer", "rol", "unknown_parameter"),
        ("fields=sluk", "fields", "unknown_field"),
        ("fields=", "fields", "malformed_value"),
        ("lang=fx", "lang", "unknown_value"),
        ("lang=fr&lang=es", "lang", "repeated_parameter"),
    ],
)
def test_a_wrong_parameter_is_400_and_named(api, one_of_each, kind, query, name, code):
    for path in (f"{kind}/", f"{kind}/{one_of_each[kind]}/"):
        answer = api.get(f"{path}?{query}")

        assert answer.status_code == 400, path
        assert answer["Content-Type"] == "application/problem+json"
        [error] = answer.json()["errors"]
        assert (error["in"], error["name"], error["code"]) == ("query", name, code)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("as_of=2026-13-01", "malformed_date"),
        ("as_of=20260101", "malformed_date"),
        ("as_of=2026-1-1", "malformed_date"),
        ("as_of=", "malformed_value"),
        ("as_of=2026-01-01&as_of=2026-01-02", "repeated_parameter"),
        ("in_force_on=yesterday", "malformed_date"),
        ("updated_since=2026-01-01T10:00:00", "malformed_date"),
        ("updated_since=0001-01-01T00:00:00%2B14:00", "malformed_date"),
        ("limit=0", "malformed_value"),
        ("limit=101", "malformed_value"),
        ("limit=ten", "malformed_value"),
        ("limit=²", "malformed_value"),
        ("count=yes", "malformed_value"),
        ("q=%20", "malformed_value"),
        ("q=" + "x" * 201, "malformed_value"),
        ("q=a%00b", "malformed_value"),
        ("role=wrter", "unknown_value"),
        ("use=voice-clones", "unknown_value"),
        ("agreement=mba-2024", "unknown_value"),
        ("union=writers-gild", "unknown_value"),
        ("cursor=abc", "malformed_cursor"),
        ("cursor=%00", "malformed_value"),
        ("a%00b=1", "unknown_parameter"),
    ],
)
def test_a_malformed_value_is_400_with_its_reason(api, one_of_each, query, code):
    answer = api.get(f"clauses/?{query}")

    assert answer.status_code == 400
    assert [error["code"] for error in answer.json()["errors"]] == [code]


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("rol=writer", ["role"]),
        ("role=wrter", ["writer"]),
        ("use=voice-replicas", ["voice-replica"]),
        ("agreement=mba-2032", ["mba-2023"]),
        ("union=writers-gild", ["writers-guild"]),
        ("lang=en-GB", ["en"]),
        ("fields=titel", ["title"]),
    ],
)
def test_the_nearest_known_value_is_named(api, one_of_each, query, nearest):
    [error] = api.get(f"clauses/?{query}").json()["errors"]

    assert error["nearest"] == nearest
    assert f"“{nearest[0]}”" in error["detail"]


def test_everything_wrong_is_said_at_once(api, one_of_each):
    errors = api.get("clauses/?rol=x&as_of=x&limit=x").json()["errors"]

    assert [error["name"] for error in errors] == ["rol", "as_of", "limit"]


def test_a_nul_in_a_path_is_400(api, one_of_each):
    answer = api.get("clauses/a%00b/")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["in"] == "path"


def test_another_address_is_404_as_problem_details(api):
    answer = api.get("nonsense/here/")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


def test_an_address_without_its_last_slash_is_redirected(api, one_of_each):
    assert api.get("clauses").headers["Location"] == "/api/v1/clauses/"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "post"])
def test_records_are_read_only(api, one_of_each, method):
    for path in ("clauses/", "clauses/mba-consent/", "changes/", "links/"):
        answer = getattr(api.client, method)(f"/api/v1/{path}")

        assert answer.status_code == 405
        assert answer["Content-Type"] == "application/problem+json"


def test_head_and_options_answer(api, one_of_each):
    head = api.client.head("/api/v1/clauses/")
    options = api.client.options("/api/v1/clauses/")

    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"]
    assert options.status_code == 200
    assert options["Allow"] == "GET, HEAD, OPTIONS"


def test_only_json_is_spoken(api, one_of_each):
    answer = api.get("clauses/", headers={"Accept": "text/csv"})

    assert answer.status_code == 406
    assert answer["Content-Type"] == "application/problem+json"


def test_fields_are_chosen_and_the_slug_always_comes(api, one_of_each):
    page = api.read("clauses/?fields=title,roles")
    record = api.read("clauses/mba-consent/?fields=section")

    assert {tuple(each) for each in page["results"]} == {("slug", "title", "roles")}
    assert set(record) == {"slug", "section", "as_of", "disclaimer", "disclaimer_url"}


def test_texts_come_in_the_language_asked_for(api, one_of_each):
    by_parameter = api.get("clauses/mba-consent/?lang=fr", headers={"Accept-Language": "es"})
    by_header = api.get("clauses/mba-consent/", headers={"Accept-Language": "de, fr-CA;q=0.8"})

    for answer in (by_parameter, by_header):
        record = answer.json()
        assert answer["Content-Language"] == "fr"
        assert record["title"] == "Une clause"
        assert record["language"] == "fr"
        assert record["translation"] == "unreviewed"
        assert "avis juridique" in record["disclaimer"]


def test_a_missing_translation_is_english_and_says_so(api, one_of_each):
    record = api.read("clauses/mba-consent/?lang=es")

    assert record["title"] == "Title of mba-consent"
    assert record["language"] == "en"
    assert record["translation"] == "original"
    assert "asesoramiento" in record["disclaimer"]


def test_a_translation_of_other_english_words_is_no_translation(api, one_of_each):
    clause = library.ClauseFactory(slug="revised")
    text = library.ClauseTextFactory(clause=clause, original_digest=clause.english_digest())
    assert api.read("clauses/revised/?lang=fr")["language"] == "fr"

    type(text).objects.filter(pk=text.pk).update(original_digest="of other words")

    record = api.read("clauses/revised/?lang=fr")
    assert record["title"] == clause.title
    assert (record["language"], record["translation"]) == ("en", "original")


def test_a_language_cookie_is_not_read(api, one_of_each):
    api.client.cookies["django_language"] = "fr"

    assert api.read("clauses/mba-consent/")["language"] == "en"


def test_a_time_limit_is_told_in_the_language_of_the_answer(api, one_of_each):
    clause = library.ClauseFactory(slug="limited")
    library.TimeLimitFactory(clause=clause)
    library.TimeLimitFactory(clause=clause, number=10, unit="business-days")
    library.ClauseTextFactory(
        clause=clause, time_limit_notes=[{"starts_from": "le scan", "applies_to": "préavis"}]
    )

    first, second = api.read("clauses/limited/?lang=fr")["time_limits"]

    assert (first["number"], first["starts_from"], first["applies_to"]) == (
        48,
        "le scan",
        "préavis",
    )
    assert (second["number"], second["starts_from"]) == (10, "the scan")


class TestTheDay:
    def test_a_term_is_judged_on_the_day(self, api, one_of_each):
        days = {"2023-09-24": False, "2023-09-25": True, "2026-05-01": True, "2026-05-02": False}

        for path in ("agreements/mba-2023/", "clauses/mba-consent/"):
            for day, is_in_force in days.items():
                record = api.read(f"{path}?as_of={day}")
                assert (record["as_of"], record["is_in_force"]) == (day, is_in_force)

    def test_a_term_that_a_later_agreement_keeps_is_in_force_after_its_own_end(self, api, words):
        later = library.AgreementFactory(
            slug="later",
            effective_from=datetime.date(2026, 5, 2),
            effective_to=datetime.date(2030, 5, 1),
        )
        library.ClauseFactory(slug="kept", carried_into=[later])
        library.ClauseFactory(slug="ended")

        page = api.read("clauses/?in_force_on=2027-01-01&as_of=2027-01-01")

        [record] = page["results"]
        assert record["slug"] == "kept"
        assert record["is_in_force"] is True
        assert record["carried_into"] == ["later"]

    def test_a_bill_is_never_in_force(self, api, words):
        bill = library.StatuteFactory(slug="bill", stage="bill")
        library.ClauseFactory(slug="bill", agreement=None, statute=bill)

        assert api.slugs("statutes/?in_force_on=2026-01-01") == []
        assert api.slugs("clauses/?in_force_on=2026-01-01") == []
        assert api.read("statutes/bill/?as_of=2026-01-01")["is_in_force"] is False

    def test_today_is_that_of_the_catalogue(self, api, one_of_each, time_machine):
        time_machine.move_to(datetime.datetime(2026, 5, 2, 3, 0, tzinfo=datetime.UTC), tick=False)

        assert api.read("agreements/mba-2023/")["as_of"] == "2026-05-01"
        assert api.read("agreements/mba-2023/")["is_in_force"] is True

    def test_a_product_shows_its_latest_event_by_the_day(self, api, one_of_each):
        product = deployments.ProductFactory(slug="other")
        deployments.DeploymentFactory(
            product=product, slug="first", phase="preview", event_date=datetime.date(2024, 1, 1)
        )
        deployments.DeploymentFactory(
            product=product, slug="second", phase="withdrawn", event_date=datetime.date(2025, 1, 1)
        )

        at = {
            day: api.read(f"products/other/?as_of={day}")["latest_event"]
            for day in ("2023-12-31", "2024-06-01", "2025-01-01")
        }

        assert at["2023-12-31"] is None
        assert at["2024-06-01"]["deployment"] == "first"
        assert at["2025-01-01"] == {
            "deployment": "second",
            "phase": "withdrawn",
            "event_date": "2025-01-01",
        }

    def test_a_binding_says_whether_the_day_is_in_its_period(self, api, one_of_each):
        library.BindingFactory(
            party=library.PartyFactory(slug="other"),
            effective_from=datetime.date(2023, 1, 1),
            effective_to=datetime.date(2024, 1, 1),
        )

        for day, is_in_period in (("2024-01-01", True), ("2024-01-02", False)):
            [binding] = api.read(f"parties/other/?as_of={day}")["bindings"]
            assert binding["is_in_period"] is is_in_period

    def test_what_is_to_come_is_listed_and_says_so(self, api, one_of_each):
        deployments.DeploymentFactory(slug="to-come", event_date=datetime.date(2030, 1, 1))

        page = api.read("deployments/?as_of=2026-01-01")

        assert [(each["slug"], each["has_happened"]) for each in page["results"]] == [
            ("to-come", False),
            ("tool-launch", True),
        ]


class TestFacets:
    @pytest.fixture(autouse=True)
    def _records(self, one_of_each):
        guild = library.UnionFactory(slug="actors-guild", represents=["performer"])
        agreement = library.AgreementFactory(slug="codified", unions=[guild])
        library.ClauseFactory(
            slug="voices",
            agreement=agreement,
            roles=["performer"],
            uses=["voice-replica"],
            safeguard_types=["notice"],
        )
        library.ClauseFactory(
            slug="everyones", agreement=agreement, roles=[], is_for_everyone=True, uses=[]
        )
        library.ClauseFactory(slug="drafted", roles=["screenwriter"], uses=["text-generation"])
        deployments.DeploymentFactory(
            slug="preview",
            phase="preview",
            roles=["performer"],
            uses=["voice-replica"],
            event_date=datetime.date(2024, 1, 1),
        )

    @pytest.mark.parametrize(
        ("query", "slugs"),
        [
            ("role=performer", ["everyones", "voices"]),
            ("role=writer", ["ca-act", "drafted", "mba-consent"]),
            ("role=screenwriter", ["drafted"]),
            ("role=screenwriter&role=performer", ["drafted", "everyones", "voices"]),
            ("use=voice-replica", ["voices"]),
            ("use=voice-clone", ["voices"]),
            ("use=text-generation", ["ca-act", "drafted", "mba-consent"]),
            ("use=script-generation", ["ca-act", "mba-consent"]),
            ("type=notice", ["voices"]),
            ("agreement=codified", ["everyones", "voices"]),
            ("statute=ca-act", ["ca-act"]),
            ("union=writers-guild", ["mba-consent"]),
            ("union=writers-guild&union=actors-guild", ["everyones", "mba-consent", "voices"]),
            ("role=performer&use=voice-replica", ["voices"]),
            ("q=voices", ["voices"]),
            ("q=resume+clause", ["mba-consent"]),
            ("q=Résumé", ["mba-consent"]),
        ],
    )
    def test_clauses_are_narrowed(self, api, query, slugs):
        assert api.slugs(f"clauses/?{query}") == slugs

    @pytest.mark.parametrize(
        ("path", "slugs"),
        [
            ("deployments/?phase=preview", ["preview"]),
            ("deployments/?role=performer", ["preview"]),
            ("deployments/?use=voice-clone", ["preview"]),
            ("deployments/?vendor=maker", ["tool-launch"]),
            ("deployments/?product=tool", ["tool-launch"]),
            ("deployments/?type=product-release", ["tool-launch", "preview"]),
            ("deployments/?q=maker", ["tool-launch"]),
            ("agreements/?union=actors-guild", ["codified"]),
            ("agreements/?q=basic", ["mba-2023"]),
            ("products/?vendor=maker", ["tool"]),
            ("vendors/?q=maker", ["maker"]),
            ("parties/?agreement=mba-2023", ["big-studio"]),
            ("parties/?q=big+one", ["big-studio"]),
            ("parties/?type=studio", ["big-studio"]),
            ("links/?clause=mba-consent", ["mba-consent--tool-launch"]),
            ("links/?agreement=mba-2023", ["mba-consent--tool-launch"]),
            ("links/?agreement=codified", []),
            ("links/?vendor=maker", ["mba-consent--tool-launch"]),
            ("links/?union=writers-guild", ["mba-consent--tool-launch"]),
            ("links/?standing=binding", []),
            ("links/?standing=conditional", ["mba-consent--tool-launch"]),
            ("links/?deployment=tool-launch", ["mba-consent--tool-launch"]),
        ],
    )
    def test_other_lists_are_narrowed(self, api, path, slugs):
        assert api.slugs(path) == slugs

    def test_only_what_changed_since_then(self, api, time_machine):
        time_machine.move_to(datetime.datetime(2031, 1, 1, tzinfo=datetime.UTC), tick=False)
        library.ClauseFactory(slug="newest")

        assert api.slugs("clauses/?updated_since=2030-12-31") == ["newest"]
        assert api.slugs("clauses/?updated_since=2031-01-01T01:00:00%2B01:00") == ["newest"]
        assert api.slugs("clauses/?updated_since=2031-01-01T00:00:00+00:00") == ["newest"]
        assert api.slugs("clauses/?updated_since=2031-01-01T00:00:01Z") == []


class TestSources:
    def test_retellings_are_for_staff(self, api, words):
        clause = library.ClauseFactory(slug="retold")
        for tier in ("mirror", "digest", "aggregator-or-blog", "founding-document"):
            library.ClauseSourceFactory(clause=clause, tier=tier, title=f"A {tier}")

        record = api.read("clauses/retold/")

        assert record["sources"] == []
        assert record["evidence"]["is_second_hand"] is True
        assert "second-hand" in record["evidence"]["note"]

    def test_a_page_that_nobody_opened_is_told_without_link(self, api, words):
        clause = library.ClauseFactory(slug="unread")
        library.ClauseSourceFactory(clause=clause, was_seen=False)

        [source] = api.read("clauses/unread/")["sources"]

        assert (source["tier"], source["was_read"], source["url"]) == ("primary", False, "")

    def test_a_deployment_shows_its_press_and_no_mirror(self, api, words):
        deployment = deployments.DeploymentFactory(slug="covered")
        deployments.DeploymentSourceFactory(deployment=deployment, tier="press", title="Press")
        deployments.DeploymentSourceFactory(deployment=deployment, tier="mirror", title="Mirror")

        sources = api.read("deployments/covered/")["sources"]

        assert [(source["tier"], source["title"]) for source in sources] == [("press", "Press")]

    def test_a_binding_shows_no_digest(self, api, words):
        party = library.PartyFactory(slug="bound")
        library.BindingFactory(
            party=party,
            sources=[
                {"title": "A digest", "tier": "digest", "url": "https://example.org/digest"},
                {"title": "A list", "tier": "primary", "url": "https://example.org/list"},
            ],
        )

        [binding] = api.read("parties/bound/")["bindings"]

        assert [source["title"] for source in binding["sources"]] == ["A list"]
