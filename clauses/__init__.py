"""The library: agreements, statutes, clauses, parties, publications, changes; never tracker's."""
