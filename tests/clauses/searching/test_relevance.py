"""The search answers real questions with the right records first."""

import pytest

from tests.clauses.searching import relevance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def test_the_right_record_comes_first_for_nearly_every_question():
    rows = list(relevance.answered())

    missed = [(row.ask, row.kind, row.place, row.first) for row in rows if not 0 < row.place <= 5]
    assert len(rows) >= 70
    assert relevance.mean_reciprocal_rank(rows) >= 0.92, missed
    assert relevance.success_at(5, rows) >= 0.95, missed
