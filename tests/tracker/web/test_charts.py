"""Geometry of the drawings."""

import datetime

import pytest

from tracker.web import charts

TODAY = datetime.date(2026, 11, 22)


def family(*terms: tuple[str, str | None]) -> charts.Family:
    return charts.Family(
        name="Agreement",
        terms=tuple(
            charts.Term(
                first=datetime.date.fromisoformat(first),
                last=datetime.date.fromisoformat(last) if last else None,
                last_text=f"to {last}" if last else "",
                is_live=last is None or last >= TODAY.isoformat(),
            )
            for first, last in terms
        ),
    )


def test_a_later_term_begins_where_the_earlier_one_ends():
    drawing = charts.wide(
        families=[family(("2023-09-25", "2026-05-01"), ("2026-05-02", "2030-05-01"))], day=TODAY
    )

    earlier, later = drawing.rows[0].bars

    assert float(earlier.x) + float(earlier.width) == pytest.approx(float(later.x), abs=0.3)
    assert (earlier.is_live, later.is_live) == (False, True)


def test_words_never_stand_under_the_line_of_the_day():
    drawing = charts.wide(families=[family(("2026-10-01", "2030-05-01"))], day=TODAY)

    bar = drawing.rows[0].bars[0]

    assert float(bar.text_x) > float(drawing.day_x) + 4


def test_a_term_without_an_end_reaches_the_edge():
    drawing = charts.wide(families=[family(("2024-01-01", None))], day=TODAY)

    bar = drawing.rows[0].bars[0]

    assert float(bar.x) + float(bar.width) == pytest.approx(charts.WIDE_RIGHT, abs=0.3)


def test_no_agreement_draws_no_row():
    assert charts.narrow(families=[], day=TODAY).rows == ()


def test_columns_start_at_zero_and_mark_the_first_peak():
    columns = charts.columns(counts=[0, 4, 4, 2])

    assert [column.is_peak for column in columns] == [False, True, False, False]
    assert [column.height for column in columns] == ["0.0", "26.0", "26.0", "13.0"]
