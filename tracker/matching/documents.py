"""The answer as the JSON document of the public interface, in a reader's language."""

from tracker.matching import answers, questions, wording

Json = dict[str, object]


def of_answer(
    *,
    answer: answers.Answer,
    labels: wording.Labels,
    language: str = wording.DEFAULT,
    question: questions.Question | None = None,
) -> Json:
    """The whole answer: the day, entries in order, gaps, unknown names, and what to ask next."""
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
        "next_question": None
        if question is None
        else of_question(question=question, labels=labels, language=language),
    }


def of_question(*, question: questions.Question, labels: wording.Labels, language: str) -> Json:
    """A question, with how much each of its answers would change."""
    return {
        "field": question.field,
        "value": question.value,
        "name": question.name,
        "text": wording.open_question(asked=question, labels=labels, language=language),
        "changes": {"if_true": question.if_true, "if_false": question.if_false},
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
