"""Answers from the real catalogue: the history of Sora, boundary days, situations, viewers."""

import datetime

import pytest

from clauses import models as clauses
from tests.factories import library as library_factories
from tests.factories import people
from tracker import models, rulebook, situations, standing

DAY = datetime.date
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def of(slug, on=None, viewer=None):
    found = models.Deployment.objects.get(slug=slug)
    return standing.for_deployment(deployment=found, on=on, viewer=viewer)


def pairs(answer, *standings):
    return {
        entry.clause: entry.standing
        for entry in answer.entries
        if not standings or entry.standing in standings
    }


def ask(viewer=None, **situation):
    return standing.for_situation(situation=situation, viewer=viewer)


def test_the_sora_preview_raises_the_directors_and_the_performers_first_line():
    answer = of("openai-sora-preview-2024-02")

    assert answer.as_of == DAY(2024, 2, 15)
    assert pairs(answer) == {
        "dga23-consultation-creative": "conditional",
        "dga23-person-not-ai": "conditional",
        "sag23-synthetic-notice-bargain": "conditional",
        "sag23-icdr-consent": "possible",
        "sag23-prompt-by-name-consent": "possible",
    }
    assert "writer" in answer.gaps


def test_courting_studios_is_never_more_than_conditional():
    answer = of("openai-sora-hollywood-outreach-2024-03")

    assert set(pairs(answer).values()) == {"conditional", "possible"}
    assert {reason.how for entry in answer.entries for reason in entry.reasons} >= {"courted"}


def test_a_public_video_generator_raises_neither_writers_terms_nor_replica_pay():
    answer = of("openai-sora-2-app-launch-2025-09")

    assert not [entry.clause for entry in answer.entries if entry.clause.startswith("wga")]
    later = {
        clause.slug for clause in clauses.Clause.objects.filter(duty=clauses.Clause.Duty.LATER)
    }
    assert not later & set(pairs(answer))
    assert pairs(answer)["sag23-icdr-consent"] == "conditional"
    assert "binding" not in pairs(answer).values()


def test_a_character_licence_binds_nobody_who_only_holds_rights():
    answer = of("disney-openai-sora-licence-2025-12")

    assert pairs(answer, "binding") == {}
    assert pairs(answer)["dga23-consultation-creative"] == "conditional"


@pytest.mark.parametrize(
    ("slug", "silence"),
    [
        ("openai-sora-discontinuation-2026-03", "kind"),
        ("openai-sora-app-shutdown-2026-04", "kind"),
        ("openai-sora-1-us-retirement-2026-03", "phase"),
        ("disney-openai-licence-ended-2026-03", "phase"),
        ("midjourney-wbd-suit-2025-09", "kind"),
        ("netflix-genai-guidance-2025-08", "kind"),
        ("wme-loti-2024", "protection"),
        ("stability-cameron-board-2024-09", "no-employer"),
    ],
)
def test_what_brings_nothing_says_why(slug, silence):
    answer = of(slug)

    assert (answer.entries, answer.silence) == ((), silence)


def test_a_bound_network_that_takes_in_a_tool_owes_the_directors_duties():
    answer = of("amc-networks-runway-2025")

    assert answer.as_of == DAY(2025, 8, 31)
    assert pairs(answer, "binding") == {
        "dga23-consultation-creative": "binding",
        "dga23-person-not-ai": "binding",
        "dga23-semiannual-meetings": "binding",
    }


def test_netflix_is_bound_by_its_own_agreement_with_german_actors():
    answer = of("netflix-german-dubbing-ai-clause-2026-02")

    assert pairs(answer, "binding", "conditional") == {
        "bffs-nf25-no-use-without-consent": "binding",
        "bffs-nf25-separate-written-consent": "binding",
    }


def test_an_investment_raises_consultation_only():
    assert pairs(of("netflix-interpositive-2026-03")) == {
        "dga23-consultation-creative": "conditional",
        "iatse24-consultation": "conditional",
        "iatse24-impact-bargaining": "conditional",
        "iatse24-no-displacing-prompts": "conditional",
    }


def test_a_dead_actors_replica_leads_with_consent_after_death():
    answer = of("kilmer-as-deep-as-the-grave-2026-03")

    first = answer.entries[0]
    assert (first.clause, first.standing, first.bearing) == (
        "sag23-consent-after-death",
        "conditional",
        "main",
    )
    assert not [name for name in pairs(answer) if "ebdr" in name]


def test_before_the_event_there_is_nothing():
    answer = of("openai-sora-2-app-launch-2025-09", on=DAY(2025, 9, 29))

    assert (answer.entries, answer.silence) == ((), "not-yet")


WRITING = {
    "capabilities": ["text-generation"],
    "roles": ["writer"],
    "deployers": ["Disney"],
    "sectors": ["film"],
    "jurisdictions": ["US"],
    "facts": {"animated-work": False},
}
WRITERS_TERMS = {
    "wga23-ai-not-a-writer",
    "wga23-company-ai-policies",
    "wga23-disclose-gai-material",
    "wga23-gai-definition",
    "wga23-no-forced-ai-use",
    "wga23-not-assigned-material",
    "wga23-not-source-material",
    "wga23-output-not-literary-material",
    "wga23-separated-rights",
    "wga23-writer-use-needs-consent",
}


@pytest.mark.parametrize("on", ["2025-06-01", "2026-04-30", "2026-05-01", "2026-05-02"])
def test_the_writers_terms_bind_on_both_sides_of_the_boundary(on):
    answer = ask(date=on, **WRITING)

    assert set(pairs(answer, "binding")) == WRITERS_TERMS
    assert set(pairs(answer, "conditional")) == set()


def test_the_2026_clause_that_confirms_stands_under_those_it_confirms():
    before = ask(date="2026-05-01", **WRITING)
    after = ask(date="2026-05-02", **WRITING)

    def holding(answer):
        return {
            entry.clause
            for entry in answer.entries
            if "wga26-2023-protections-continue" in entry.includes
        }

    assert holding(before) == set()
    assert holding(after) == {
        "wga23-ai-not-a-writer",
        "wga23-disclose-gai-material",
        "wga23-no-forced-ai-use",
    }


@pytest.mark.parametrize(
    ("on", "binding", "upcoming"),
    [
        (
            "2026-06-30",
            {"sag23-synthetic-notice-bargain"},
            {
                "sag26-human-performance-principle",
                "sag26-significant-additional-value",
                "sag26-synthetic-arbitration",
                "sag26-synthetic-bargaining-clock",
                "sag26-synthetic-payment-to-plans",
                "sag26-synthetic-written-notice",
            },
        ),
        (
            "2026-07-01",
            {
                "sag26-human-performance-principle",
                "sag26-significant-additional-value",
                "sag26-synthetic-arbitration",
                "sag26-synthetic-bargaining-clock",
                "sag26-synthetic-payment-to-plans",
                "sag26-synthetic-written-notice",
            },
            set(),
        ),
    ],
)
def test_synthetic_performers_on_both_sides_of_the_boundary(on, binding, upcoming):
    answer = ask(
        date=on,
        uses=["synthetic-performer"],
        roles=["principal-performer"],
        deployers=["paramount"],
        sectors=["theatrical"],
        jurisdictions=["US"],
        facts={"human-role": True, "prompt-names-person": False},
    )

    assert set(pairs(answer, "binding")) == binding
    assert set(pairs(answer, "upcoming")) == upcoming


def test_a_use_that_is_what_a_tool_does_tells_the_tool():
    told = {
        "date": "2025-06-01",
        "roles": ["principal-performer"],
        "deployers": ["paramount"],
        "sectors": ["theatrical"],
        "jurisdictions": ["US"],
    }

    by_use = ask(uses=["text-to-video"], **told)
    by_capability = ask(capabilities=["text-to-video"], **told)

    assert by_use == by_capability
    assert pairs(by_use) == {
        "sag23-icdr-consent": "possible",
        "sag23-prompt-by-name-consent": "possible",
        "sag23-synthetic-notice-bargain": "possible",
    }


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_answered(on):
    answer = ask(date=on, uses=["script-rewriting"], roles=["writer"], jurisdictions=["CA"])

    assert pairs(answer) == {}


def test_a_scan_leads_with_the_scan_clauses():
    answer = ask(
        date="2026-08-01",
        uses=["performer-scanning"],
        roles=["principal-performer"],
        deployers=["netflix"],
        sectors=["tv"],
        jurisdictions=["US"],
        facts={"hired-for-this-work": True, "minor": False},
    )

    leading = [
        entry.clause
        for entry in answer.entries
        if entry.bearing == "main" and entry.standing == "binding"
    ]
    assert leading == [
        "sag23-48-hour-notice",
        "sag23-ebdr-clear-consent",
        "sag23-reasonably-specific-description",
        "sag26-scan-business-reason",
        "sag23-scan-time-is-work-time",
    ]


def test_a_strike_question_leads_with_the_strike_clause():
    answer = ask(
        date="2026-08-01",
        uses=["digital-replica-employment"],
        roles=["principal-performer"],
        deployers=["netflix"],
        sectors=["tv"],
        jurisdictions=["US"],
        facts={"during-strike": True},
    )

    assert [entry.clause for entry in answer.entries if entry.bearing == "main"] == [
        "sag26-strike-no-replica"
    ]
    assert answer.entries[0].clause == "sag26-strike-no-replica"


def test_training_on_scripts_heads_with_notice_once_the_licence_is_known():
    training = {
        "uses": ["training-on-work"],
        "roles": ["writer"],
        "deployers": ["disney"],
        "jurisdictions": ["US"],
    }

    unknown = ask(date="2026-06-01", **training)
    known = ask(date="2026-06-01", **training, facts={"training-licence": True})

    assert pairs(unknown)["wga23-training-rights-reserved"] == "binding"
    assert pairs(unknown)["wga26-training-licence-notice"] == "possible"
    assert pairs(known)["wga26-training-licence-notice"] == "binding"
    assert "wga23-training-rights-reserved" not in pairs(known)


def test_the_german_terms_have_lapsed_without_a_known_successor():
    answer = ask(
        date="2026-08-01",
        uses=["digital-replica-employment"],
        roles=["principal-performer"],
        deployers=["Constantin"],
        jurisdictions=["DE"],
    )

    assert pairs(answer, "lapsed") == {
        "de25-consent-replica": "lapsed",
        "de25-day-equivalent-pay": "lapsed",
        "de25-transparency-review": "lapsed",
    }
    assert answer.unmatched == ("Constantin",)
    document = standing.document(answer=answer, viewer=None)
    lapsed = [entry for entry in document["clauses"] if entry["standing"] == "lapsed"]
    sentences = [reason["text"] for entry in lapsed for reason in entry["reasons"]]
    assert any("ended on 30 June 2026. We found no successor." in text for text in sentences)


def test_british_columbias_agreement_stands_in_for_actras_where_it_binds():
    replica = {
        "uses": ["digital-replica-employment"],
        "roles": ["principal-performer"],
        "jurisdictions": ["CA"],
        "date": "2026-08-01",
    }

    neither = ask(**replica)
    british_columbia = ask(**replica, bound_by=["ubcp-bcmpa-2025"])

    assert {name.partition("-")[0] for name in pairs(neither)} == {"actra25"}
    assert {name.partition("-")[0] for name in pairs(british_columbia)} == {"ubcp25"}
    assert pairs(british_columbia)["ubcp25-informed-consent"] == "binding"


def test_words_of_the_source_files_are_understood():
    words = ask(
        date="2026-08-01",
        uses=["voice-clone"],
        roles=["voice performer"],
        sectors=["tv"],
        jurisdictions=["UK", "US"],
    )
    ids = ask(
        date="2026-08-01",
        uses=["voice-replica"],
        roles=["voice-performer"],
        sectors=["television", "streaming"],
        jurisdictions=["GB", "US"],
    )

    assert words == ids
    assert words.entries != ()


def test_only_staff_see_what_is_noted_of_a_company_alone():
    staff = people.StaffFactory()

    def noted(viewer):
        answer = of("meta-movie-gen-blumhouse-2024-10", viewer=viewer)
        return {
            reason.key
            for entry in answer.entries
            for reason in entry.reasons
            if reason.key.startswith("party.company")
        }

    assert noted(None) == set()
    assert noted(staff) == {"party.company.unknown"}


def test_a_clause_that_is_for_staff_reaches_nobody_else():
    clauses.Clause.objects.filter(slug="dga23-person-not-ai").update(visibility="staff")
    staff = people.StaffFactory()

    public = pairs(of("openai-sora-preview-2024-02"))
    within = pairs(of("openai-sora-preview-2024-02", viewer=staff))

    assert "dga23-person-not-ai" not in public
    assert within["dga23-person-not-ai"] == "conditional"


def test_the_library_is_kept_until_the_catalogue_changes(django_assert_num_queries):
    first = standing.library(viewer=None)

    with django_assert_num_queries(1):
        assert standing.library(viewer=None) is first

    clauses.Clause.objects.filter(slug="dga23-person-not-ai").update(priority=1)
    second = standing.library(viewer=None)
    assert second is not first
    assert second.clauses["dga23-person-not-ai"].priority == 1


def test_a_new_binding_is_seen_at_once():
    answer = of("house-of-david-s1")
    assert pairs(answer)["iatse24-consultation"] == "conditional"

    library_factories.BindingFactory(
        party=clauses.Party.objects.get(slug="prime-video"),
        agreement=clauses.Agreement.objects.get(slug="iatse-basic-2024"),
        effective_from=DAY(2024, 8, 4),
    )

    assert pairs(of("house-of-david-s1"))["iatse24-consultation"] == "binding"


def test_a_deployment_is_answered_in_few_queries(django_assert_max_num_queries):
    found = models.Deployment.objects.get(slug="openai-sora-2-app-launch-2025-09")
    standing.library(viewer=None)

    with django_assert_max_num_queries(3):
        standing.for_deployment(deployment=found, viewer=None)


def test_an_unknown_deployment_names_the_nearest():
    with pytest.raises(standing.UnknownDeploymentError) as refused:
        standing.deployment(slug="openai-sora-preview-2024", viewer=None)

    assert refused.value.nearest[0] == "openai-sora-preview-2024-02"


@pytest.mark.parametrize(
    ("situation", "field", "nearest"),
    [
        ({}, "date", None),
        ({"date": "2026-13-01"}, "date", None),
        ({"date": 20260801}, "date", None),
        ({"date": "2026-08-01", "role": ["writer"]}, "role", "roles"),
        ({"date": "2026-08-01", "roles": ["writr"]}, "roles", "writer"),
        ({"date": "2026-08-01", "uses": ["voice-replicas"]}, "uses", "voice-replica"),
        ({"date": "2026-08-01", "sectors": ["televison"]}, "sectors", "television"),
        ({"date": "2026-08-01", "stages": ["producton"]}, "stages", "production"),
        ({"date": "2026-08-01", "jurisdictions": ["Germany"]}, "jurisdictions", None),
        ({"date": "2026-08-01", "bound_by": ["wga-mba-2025"]}, "bound_by", "wga-mba-2023"),
        ({"date": "2026-08-01", "facts": {"minors": True}}, "facts", "minor"),
        ({"date": "2026-08-01", "facts": {"minor": "yes"}}, "facts", None),
        ({"date": "2026-08-01", "facts": ["minor"]}, "facts", None),
        ({"date": "2026-08-01", "uses": [1]}, "uses", None),
        ({"date": "2026-08-01", "offered": "no"}, "offered", None),
        ({"deployment": "openai-sora"}, "deployment", "openai-sora-preview-2024-02"),
        ({"deployment": "openai-sora-preview-2024-02", "on": "2026-01-01"}, "on", None),
        ({"deployment": "openai-sora-preview-2024-02", "as_of": "soon"}, "as_of", None),
    ],
)
def test_what_is_not_understood_is_refused_with_field_and_nearest_value(situation, field, nearest):
    with pytest.raises(situations.SituationRefusedError) as refused:
        standing.for_situation(situation=situation, viewer=None)

    (fault,) = refused.value.faults
    assert fault.field == field
    assert fault.message
    if nearest:
        assert nearest in fault.nearest


def test_all_faults_are_told_at_once():
    with pytest.raises(situations.SituationRefusedError) as refused:
        ask(date="never", roles=["writr"], uses=["voice"])

    assert [fault.field for fault in refused.value.faults] == ["date", "uses", "roles"]


def test_a_named_deployment_is_judged_on_the_day_asked_for():
    answer = ask(deployment="openai-sora-preview-2024-02", as_of="2026-07-01")

    assert answer.as_of == DAY(2026, 7, 1)
    assert "sag26-synthetic-written-notice" in pairs(answer)
    assert "sag23-synthetic-notice-bargain" not in pairs(answer)


def test_an_answer_is_told_in_the_readers_language():
    answer = ask(date="2026-08-01", **WRITING)

    document = standing.document(answer=answer, viewer=None, language="fr")

    first = document["clauses"][0]
    assert (
        first["title"]
        == clauses.ClauseText.objects.get(clause__slug=first["clause"], language="fr").title
    )
    assert first["reasons"][0]["text"].startswith("La clause vise cet usage : ")


def test_every_deployment_has_an_answer_in_every_language():
    book = rulebook.for_viewer(viewer=None)
    for found in models.Deployment.objects.prefetch_related("deployers"):
        answer = standing.for_deployment(deployment=found, viewer=None)
        for language in ("en", "fr", "es"):
            document = standing.document(answer=answer, viewer=None, language=language)
            for entry in document["clauses"]:
                assert entry["clause"] in book.library.clauses
                assert all("{" not in reason["text"] for reason in entry["reasons"])


def test_an_extension_that_staff_found_keeps_the_terms_in_force():
    replica = {
        "uses": ["digital-replica-employment"],
        "roles": ["principal-performer"],
        "jurisdictions": ["DE"],
        "date": "2026-08-01",
    }
    german = clauses.Agreement.objects.filter(slug="de-produktionsallianz-ki-2025")
    german.update(
        after_expiry=clauses.Agreement.AfterExpiry.EXTENDED_UNTIL,
        after_expiry_until=DAY(2026, 12, 31),
        after_expiry_source="https://example.org/extension",
    )

    assert pairs(ask(**replica))["de25-consent-replica"] == "conditional"
    assert pairs(ask(**{**replica, "date": "2027-01-01"}))["de25-consent-replica"] == "lapsed"


def test_what_has_no_start_date_and_what_is_only_a_bill_never_stand():
    everything = ask(
        date="2026-08-01",
        uses=["voice-replica", "digital-replica-independent", "digital-replica-employment"],
        roles=["voice-performer"],
        jurisdictions=["US", "US-IL"],
        bound_by=["sag-aftra-narrativ-2024"],
    )

    assert not {
        "narrativ24-opt-in-control",
        "narrativ24-commercials-floor",
        "il-hb-4762",
        "us-no-fakes-act",
    } & set(pairs(everything))


def test_a_hidden_company_is_taken_as_not_in_our_records():
    clauses.Party.objects.filter(slug="netflix").update(visibility="staff")
    replica = {
        "uses": ["digital-replica-employment"],
        "roles": ["principal-performer"],
        "jurisdictions": ["US"],
        "deployers": ["Netflix"],
        "date": "2026-08-01",
    }

    assert ask(**replica).unmatched == ("Netflix",)
    assert pairs(ask(viewer=people.StaffFactory(), **replica), "binding") != {}
    assert pairs(ask(**replica), "binding") == {}
