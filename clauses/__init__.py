"""The library: agreements, statutes, clauses, parties, publications and the change log. It never imports tracker."""
