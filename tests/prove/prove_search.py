"""The search answers its table of questions, and the index stays what the records say."""

import pytest

from clauses.searching import index
from tests.clauses.searching import relevance


@pytest.mark.usefixtures("catalogue")
@pytest.mark.django_db
def prove_search_answers_its_questions_with_the_right_records_first(capsys):
    rows = list(relevance.answered())
    mean, first, five = (
        relevance.mean_reciprocal_rank(rows),
        relevance.success_at(1, rows),
        relevance.success_at(5, rows),
    )

    with capsys.disabled():
        print(
            f"\n  {len(rows)} questions: mean reciprocal rank {mean:.3f}, "
            f"first {first:.1%}, among five {five:.1%}"
        )
        for row in rows:
            if not 0 < row.place <= 5:
                print(f"  not among five: {row.ask} ({row.kind}), place {row.place or '–'}")
    assert index.differences() == []
    assert (mean >= 0.92, five >= 0.95) == (True, True)
