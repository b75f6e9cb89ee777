"""Cases labelled by hand from the rules of standing before the program was asked."""

import pathlib

import pytest
import yaml

from tracker import models, standing

CASES = yaml.safe_load((pathlib.Path(__file__).parent / "labelled_cases.yaml").read_text())
DOUBTS = {"likely", "partly", "unknown", "through-parent"}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def answer_to(case):
    if "deployment" in case:
        deployment = models.Deployment.objects.get(slug=case["deployment"])
        return standing.for_deployment(deployment=deployment, on=case.get("as_of"), viewer=None)
    return standing.for_situation(situation=case["situation"], viewer=None)


def hows(entry, facet):
    return {reason.how for reason in entry.reasons if reason.facet == facet}


def wrongly_listed(case, entries):
    labelled = {slug: name for name, slugs in case["stands"].items() for slug in slugs}
    for slug, name in labelled.items():
        said = entries[slug].standing if slug in entries else "missing"
        if said != name:
            yield f"{slug} is {said}, not {name}"
    unwanted = set(case.get("absent", ()))
    if case.get("only"):
        unwanted |= set(entries) - set(labelled) - set(case.get("may", ()))
    yield from (f"{slug} should not be listed" for slug in sorted(unwanted & set(entries)))


def wrongly_told(case, entries):
    for bearing in ("main", "also"):
        for slug in case.get(bearing, ()):
            if entries[slug].bearing != bearing:
                yield f"{slug} is not {bearing}"
    for slug in case.get("asks", ()):
        if not hows(entries[slug], "party") & DOUBTS:
            yield f"{slug} does not ask who is signatory"
    for slug in case.get("retroactive", ()):
        if "retroactive" not in hows(entries[slug], "term"):
            yield f"{slug} does not say that it counts from its first day"
    for slug, heads in case.get("within", {}).items():
        yield from (
            f"{slug} is not within {head}" for head in heads if slug not in entries[head].includes
        )


def differences(case):
    """What the answer says otherwise than the label, in words."""
    answer = answer_to(case)
    entries = {entry.clause: entry for entry in answer.entries}
    found = list(wrongly_listed(case, entries)) or list(wrongly_told(case, entries))
    if "first" in case and answer.entries[0].clause != case["first"]:
        found.append(f"{answer.entries[0].clause} leads")
    if answer.unmatched != tuple(case.get("unmatched", ())):
        found.append(f"not in our records: {answer.unmatched}")
    return found


@pytest.mark.parametrize("kind", ["deployment", "situation"])
def test_the_program_says_what_the_labels_say(kind):
    cases = [case for case in CASES if kind in case]

    found = {case.get("name", case.get(kind)): differences(case) for case in cases}

    assert len(found) == len(cases) >= 50
    assert {name: said for name, said in found.items() if said} == {}
