"""Reading from other origins: allowed to all, without cookies."""


def test_any_origin_may_read(api, one_of_each):
    for path in ("", "clauses/", "clauses/mba-consent/", "changes/", "schema/", "nowhere/"):
        answer = api.get(path, headers={"Origin": "https://elsewhere.example"})

        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer
        assert "Set-Cookie" not in answer


def test_a_preflight_is_answered(api, db):
    answer = api.client.options(
        "/api/v1/match/",
        headers={
            "Origin": "https://elsewhere.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )

    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Methods"] == "POST, OPTIONS"
    assert "Content-Type" in answer["Access-Control-Allow-Headers"]
    assert "Authorization" in answer["Access-Control-Allow-Headers"]


def test_refusals_can_be_read_too(api, one_of_each):
    for path in ("clauses/nope/", "clauses/?rol=x"):
        assert api.get(path)["Access-Control-Allow-Origin"] == "*"


def test_an_unchanged_answer_can_be_read_too(api, one_of_each):
    tag = api.get("clauses/")["ETag"]

    answer = api.get("clauses/", headers={"If-None-Match": tag})

    assert answer.status_code == 304
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_answers_may_be_kept_and_must_be_asked_again(api, one_of_each):
    assert api.get("clauses/")["Cache-Control"] == "no-cache"
    assert api.get("clauses/nope/")["Cache-Control"] == "no-store"
    assert "Accept-Language" in api.get("clauses/")["Vary"]
