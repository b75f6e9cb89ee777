"""Judges translations, and finds what lacks one; a record is loaded without its translation."""

from clauses.loading import judging, library, problems, reading

KINDS = ("agreements", "clauses", "statutes")


def check(*, judge: judging.Judge, catalogue: library.Library) -> None:
    """Judge that a translation's notes on time limits are as many as the time limits."""
    for document in catalogue.translations.values():
        for kind in ("clauses", "statutes"):
            records = getattr(catalogue, kind)
            for slug, texts in document.value[kind].items():
                if slug not in records or "time_limit_notes" not in texts:
                    continue
                limits = len(records[slug].value.get("time_limits", []))
                notes = len(texts["time_limit_notes"])
                if notes != limits:
                    judge.problems.append(
                        document.problem(
                            (kind, slug, "time_limit_notes"),
                            f"The clause {slug} has {limits} time limits, not {notes}.",
                        )
                    )


def gaps(*, catalogue: library.Library) -> list[problems.Gap]:
    """List records without a translation, and translations of no record."""
    found = []
    for language, document in catalogue.translations.items():
        for kind in KINDS:
            found += of_kind(document=document, kind=kind, records=getattr(catalogue, kind))
        found += missing_notes(document=document, language=language, catalogue=catalogue)
    return found


def of_kind(
    *, document: reading.Document, kind: str, records: dict[str, reading.Entry]
) -> list[problems.Gap]:
    """List what a translation file of one language lacks or has too much for one kind."""
    language = document.value["language"]
    texts = document.value[kind]
    without = tuple(slug for slug in records if slug not in texts)
    of_nothing = tuple(slug for slug in texts if slug not in records)
    found = []
    if without:
        found.append(problems.Gap(f"{kind} without a translation ({language})", without))
    if of_nothing:
        found.append(problems.Gap(f"translations ({language}) of no {kind}", of_nothing))
    return found


def missing_notes(
    *, document: reading.Document, language: str, catalogue: library.Library
) -> list[problems.Gap]:
    """List translated clauses and statutes whose notes on time limits are not translated."""
    untranslated = tuple(
        slug
        for kind in ("clauses", "statutes")
        for slug, entry in getattr(catalogue, kind).items()
        if entry.value.get("time_limits")
        and slug in document.value[kind]
        and "time_limit_notes" not in document.value[kind][slug]
    )
    if not untranslated:
        return []
    return [problems.Gap(f"time limits without a translation ({language})", untranslated)]
