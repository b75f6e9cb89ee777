"""The answer as the JSON document of the public interface, in a reader's language."""

from tracker.matching import answers, wording

Json = dict[str, object]


def of_answer(
    *, answer: answers.Answer, labels: wording.Labels, language: str = wording.DEFAULT
) -> Json:
    """The whole answer: the day, entries in order, gaps, and names that we do not know."""
    return {
        "as_of": answer.as_of.isoformat(),
        "note": wording.silence(key=answer.silence, language=language),
        "clauses": [
            of_entry(entry=entry, labels=labels, language=language) for entry in answer.entries
        ],
        "gaps": [
            {"role": role, "text": wording.gap(role=role, labels=labels, language=language)}
            for role in answer.gaps
        ],
        "unmatched": list(answer.unmatched),
    }


def of_entry(*, entry: answers.Entry, labels: wording.Labels, language: str) -> Json:
    """One entry with its reasons and open questions."""
    return {
        "clause": entry.clause,
        "title": labels.of(kind="clause", slug=entry.clause, language=language)
        if entry.clause in labels.names.get("clause", {})
        else entry.title,
        "standing": entry.standing,
        "bearing": entry.bearing,
        "score": entry.score,
        "includes": list(entry.includes),
        "reasons": [
            {
                "facet": reason.facet,
                "matched": list(reason.matched),
                "how": reason.how,
                "text": wording.sentence(reason=reason, labels=labels, language=language),
            }
            for reason in entry.reasons
        ],
        "missing_facts": [
            {
                "fact": fact,
                "question": wording.question(fact=fact, labels=labels, language=language),
            }
            for fact in entry.missing_facts
        ],
        "citation": entry.citation,
        "grade": entry.grade,
    }
