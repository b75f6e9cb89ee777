"""One writer at a time to the search index: who changes the catalogue takes this before any row."""

from django.db import connection

HOLD = "SELECT clauses_search_hold()"


def hold() -> None:
    """Wait until nobody else writes entries, before a row is locked that they may be waiting for.

    A statement that writes a record takes it by a trigger; whoever locks a record's row before
    writing it calls this first, so that no two of them wait for each other. It ends with the
    transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLD)
