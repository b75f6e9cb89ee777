"""`POST match/` on the real catalogue: answers, and refusals that name the field."""

import pytest

SORA = "openai-sora-2-app-launch-2025-09"
pytestmark = pytest.mark.usefixtures("catalogue")


def test_a_deployment_is_judged_on_its_own_day(api):
    answer = api.ask({"deployment": SORA})

    body = answer.json()
    assert answer.status_code == 200
    assert body["as_of"] == "2025-09-30"
    assert "2025-09-30" in body["disclaimer"]
    standings = {entry["clause"]: entry["standing"] for entry in body["clauses"]}
    assert standings["actra25-consent-to-replica"] == "conditional"
    first = body["clauses"][0]
    assert set(first) == {
        *("clause", "title", "standing", "bearing", "score", "includes", "reasons"),
        *("missing_facts", "citation", "grade", "url"),
    }
    assert first["url"] == f"http://testserver/api/v1/clauses/{first['clause']}/"
    assert set(first["reasons"][0]) == {"facet", "matched", "how", "text"}


def test_a_deployment_is_judged_on_another_day(api):
    before = api.ask({"deployment": SORA, "as_of": "2025-09-29"}).json()

    assert before["as_of"] == "2025-09-29"
    assert before["clauses"] == []
    assert before["note"]


def test_a_situation_binds_whom_it_says_is_bound(api):
    answer = api.ask(
        {
            "date": "2025-06-01",
            "uses": ["rewriting"],
            "roles": ["writer"],
            "sectors": ["television"],
            "jurisdictions": ["US"],
            "deployers": ["Netflix", "A company nobody knows"],
            "bound_by": ["wga-mba-2023"],
            "facts": {"minor": None},
        }
    )

    body = answer.json()
    assert answer.status_code == 200
    assert body["unmatched"] == ["A company nobody knows"]
    assert body["clauses"][0]["standing"] == "binding"
    assert body["clauses"][0]["citation"].startswith("2023 WGA")


def test_reasons_come_in_the_language_asked_for(api):
    question = {"deployment": SORA}

    by_parameter = api.ask(question, query="?lang=fr")
    by_header = api.ask(question, headers={"Accept-Language": "fr"})

    assert by_parameter.json() == by_header.json()
    assert by_parameter["Content-Language"] == "fr"
    assert "avis juridique" in by_parameter.json()["disclaimer"]
    assert by_parameter.json()["clauses"][0]["reasons"][0]["text"].startswith(
        "La clause vise cet usage"
    )


@pytest.mark.parametrize(
    ("question", "name", "nearest"),
    [
        ({}, "date", None),
        ({"date": "2025-02-30"}, "date", None),
        ({"date": "tomorrow"}, "date", None),
        ({"date": 20250101}, "date", None),
        ({"date": "2025-01-01", "use": ["rewriting"]}, "use", "uses"),
        ({"date": "2025-01-01", "uses": ["voice-clon"]}, "uses", "voice-clone"),
        ({"date": "2025-01-01", "uses": "rewriting"}, "uses", None),
        ({"date": "2025-01-01", "uses": [1, {}]}, "uses.1", None),
        ({"date": "2025-01-01", "uses": ["a\x00b"]}, "uses.0", None),
        ({"date": "2025-01-01", "works": ["\ud800"]}, "works.0", None),
        ({"date": "2025-01-01", "works": ["x" * 301]}, "works.0", None),
        ({"date": "2025-01-01", "works": ["x"] * 101}, "works", None),
        ({"date": "2025-01-01", "roles": ["writr"]}, "roles", "writer"),
        ({"date": "2025-01-01", "bound_by": ["wga-mba-2032"]}, "bound_by", "wga-mba-2023"),
        ({"date": "2025-01-01", "jurisdictions": ["Atlantis"]}, "jurisdictions", None),
        ({"date": "2025-01-01", "offered": "maybe"}, "offered", None),
        ({"date": "2025-01-01", "facts": {"minr": True}}, "facts", "minor"),
        ({"date": "2025-01-01", "facts": {"minor": "perhaps"}}, "facts.minor", None),
        ({"date": "2025-01-01", "facts": []}, "facts", None),
        ({"deployment": "openai-sora-3"}, "deployment", None),
        ({"deployment": SORA, "date": "2025-01-01"}, "date", None),
        ({"deployment": SORA, "as_of": "soon"}, "as_of", None),
        ({"deployment": ["a"]}, "deployment", None),
        ({"deployment": "a\x00b"}, "deployment", None),
        ({"date": "2025-01-01", "a\x00b": 1}, "a␀b", None),
        ([], "", None),
        ("null", "", None),
    ],
)
def test_what_is_wrong_is_named(api, question, name, nearest):
    answer = api.ask(question)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    errors = answer.json()["errors"]
    assert name in [error["name"] for error in errors]
    assert {error["in"] for error in errors} == {"body"}
    if nearest is not None:
        assert nearest in errors[0]["nearest"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("{", 400),
        ("[" * 60_000, 400),
        (b'{"date": "\xff"}', 400),
        ('{"date": NaN}', 400),
        ('{"date": "2025-01-01", "works": ["' + "x" * 70_000 + '"]}', 413),
    ],
)
def test_a_broken_body_is_refused(api, body, status):
    answer = api.ask(body)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_only_json_bodies_and_known_parameters_are_taken(api):
    form = api.client.post("/api/v1/match/", data={"date": "2025-01-01"})
    query = api.ask({"date": "2025-01-01"}, query="?as_of=2025-01-01")

    assert form.status_code == 415
    assert query.status_code == 400
    assert query.json()["errors"][0]["in"] == "query"
    assert api.get("match/").status_code == 405


SCAN = {
    "date": "2026-11-20",
    "uses": ["performer-scanning"],
    "roles": ["background-actor"],
    "jurisdictions": ["US"],
    "sectors": ["television"],
}


def reply(situation, question, so):
    """The situation with one more reply: yes, no, or None for who does not know."""
    if so is None:
        return situation | {"not_known": [*situation.get("not_known", []), question["name"]]}
    if question["field"] == "facts":
        return situation | {"facts": {**situation.get("facts", {}), question["value"]: so}}
    field = question["field"] if so else f"not_{question['field']}"
    return situation | {field: [*situation.get(field, []), question["value"]]}


@pytest.mark.parametrize("so", [True, False, None])
def test_the_next_question_is_asked_until_no_reply_would_change_the_answer(api, so):
    situation, names = SCAN, []
    body = api.ask(situation).json()
    while body["next_question"] is not None:
        names.append(body["next_question"]["name"])
        situation = reply(situation, body["next_question"], so)
        body = api.ask(situation).json()

    open_facts = {
        f"facts:{missing['fact']}"
        for entry in body["clauses"]
        if entry["standing"] == "possible"
        for missing in entry["missing_facts"]
    }
    assert 2 <= len(names) == len(set(names)) < 30
    assert open_facts <= set(situation.get("not_known", []))


def test_the_next_question_says_what_it_asks_in_the_language_and_what_would_change(api):
    english = api.ask(SCAN).json()["next_question"]
    french = api.ask(SCAN, query="?lang=fr").json()["next_question"]

    assert set(english) == {"field", "value", "name", "text", "changes"}
    assert english["text"].endswith("?")
    assert french["text"] != english["text"]
    assert french["name"] == english["name"] == f"{english['field']}:{english['value']}"
    assert max(english["changes"].values()) > 0


def test_a_fact_that_is_null_is_not_asked(api):
    asked = api.ask(SCAN).json()["next_question"]
    assert asked["field"] == "facts"

    again = api.ask(SCAN | {"facts": {asked["value"]: None}}).json()

    assert again["next_question"]["name"] != asked["name"]


def test_nothing_is_asked_about_a_deployment(api):
    assert api.ask({"deployment": SORA}).json()["next_question"] is None


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"not_jurisdictions": ["Atlantis"]}, "not_jurisdictions"),
        ({"not_jurisdictions": ["US"]}, "not_jurisdictions"),
        ({"not_sectors": ["television"]}, "not_sectors"),
        ({"not_bound_by": ["wga-mba-2032"]}, "not_bound_by"),
        ({"not_known": ["minor"]}, "not_known"),
    ],
)
def test_what_is_ruled_out_must_be_known_and_not_told_as_well(api, more, name):
    answer = api.ask(SCAN | more)

    assert answer.status_code == 400
    assert [error["name"] for error in answer.json()["errors"]] == [name]
