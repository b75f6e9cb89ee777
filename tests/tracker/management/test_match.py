"""manage.py match: a table to read, one JSON document, and clear refusals."""

import json

import pytest
from django.core.management import CommandError, call_command

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def run(capsys, *arguments):
    call_command("match", *arguments)
    return capsys.readouterr().out


def test_the_table_shows_standing_title_citation_grade_and_reasons(capsys):
    printed = run(capsys, "openai-sora-preview-2024-02")

    assert "as of 15 February 2024" in printed
    assert (
        "CONDITIONAL Consult the director before using AI on creative elements"
        " [dga23-consultation-creative]" in printed
    )
    assert "grade B" in printed
    assert "It is written for this use: " in printed
    assert "The tool is only offered: no work under the agreement is shown." in printed
    assert "Ask your union." in printed


def test_the_table_leads_with_main_and_says_once_what_an_agreements_clauses_share(capsys):
    printed = run(capsys, "openai-sora-preview-2024-02")

    main, also = printed.split("What goes on applying beside it\n")
    assert "[dga23-consultation-creative]" in main
    assert "[dga23-person-not-ai]" in main
    assert main.count("It protects those affected: Crew and Director.") == 1
    assert "[sag23-icdr-consent]" in also
    assert "[dga23" not in also
    assert "Duties of members go to people [dga23-person-not-ai]\n            grade A\n\n" in main


def test_json_is_one_document_and_nothing_else(capsys):
    printed = run(capsys, "openai-sora-2-app-launch-2025-09", "--format", "json")

    document = json.loads(printed)
    assert set(document) == {
        *("as_of", "note", "clauses", "gaps", "unmatched", "next_question"),
    }
    assert document["as_of"] == "2025-09-30"
    first = document["clauses"][0]
    assert set(first) == {
        "clause",
        "title",
        "standing",
        "bearing",
        "score",
        "includes",
        "reasons",
        "missing_facts",
        "citation",
        "grade",
    }
    assert set(first["reasons"][0]) == {"facet", "matched", "how", "text"}


def test_before_the_event_no_clauses_not_yet_happened_on_that_day(capsys):
    printed = run(capsys, "openai-sora-2-app-launch-2025-09", "--as-of", "2025-09-29")

    assert "Not yet happened on that day." in printed
    assert "[" not in printed


def test_another_day_another_answer(capsys):
    printed = run(capsys, "openai-sora-preview-2024-02", "--as-of", "2026-07-01")

    assert "as of 1 July 2026" in printed
    assert "[sag26-synthetic-written-notice]" in printed


def test_a_situation_from_a_file(capsys, tmp_path):
    file = tmp_path / "scan.json"
    file.write_text(
        json.dumps(
            {
                "date": "2026-08-01",
                "uses": ["performer-scanning"],
                "roles": ["principal-performer"],
                "deployers": ["Netflix", "Acme Pictures"],
                "jurisdictions": ["US"],
                "facts": {"hired-for-this-work": True},
            }
        )
    )

    document = json.loads(run(capsys, "--situation", str(file), "--format", "json"))
    table = run(capsys, "--situation", str(file))

    assert document["unmatched"] == ["Acme Pictures"]
    assert document["clauses"][0]["clause"] == "sag23-48-hour-notice"
    assert document["clauses"][0]["standing"] == "binding"
    assert "Not in our records, taken as not bound: Acme Pictures" in table


def test_the_public_view_leaves_out_what_staff_note(capsys):
    staff = run(capsys, "meta-movie-gen-blumhouse-2024-10")
    public = run(capsys, "meta-movie-gen-blumhouse-2024-10", "--public")

    assert "Our note on Blumhouse" in staff
    assert "Our note on" not in public


def test_another_language(capsys):
    printed = run(capsys, "openai-sora-preview-2024-02", "--language", "es")

    assert "La cláusula trata de este uso: " in printed


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["openai-sora-preview"], "Nearest: openai-sora-preview-2024-02"),
        (["openai-sora-preview-2024-02", "--as-of", "2024-02-30"], "is not a date"),
        (["openai-sora-preview-2024-02", "--as-of", "tomorrow"], "write YYYY-MM-DD"),
        ([], "Give either the slug of a deployment or --situation FILE."),
        (["--situation", "/nowhere/situation.json"], "Cannot read"),
    ],
)
def test_a_wrong_call_is_refused_with_a_sentence(capsys, arguments, sentence):
    with pytest.raises(CommandError) as refused:
        call_command("match", *arguments)

    assert sentence in str(refused.value)
    assert refused.value.returncode == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "is not JSON"),
        ("[]", "must hold one JSON object"),
        ('{"date": "2026-08-01", "role": ["writer"]}', "Nearest: roles"),
        ('{"roles": ["writer"]}', "date: is missing"),
    ],
)
def test_a_faulty_situation_is_refused_with_a_sentence(tmp_path, content, sentence):
    file = tmp_path / "situation.json"
    file.write_text(content)

    with pytest.raises(CommandError) as refused:
        call_command("match", "--situation", str(file))

    assert sentence in str(refused.value)


def test_a_situation_says_its_own_date(tmp_path):
    file = tmp_path / "situation.json"
    file.write_text('{"date": "2026-08-01"}')

    with pytest.raises(CommandError, match="leave out --as-of"):
        call_command("match", "--situation", str(file), "--as-of", "2026-08-01")
