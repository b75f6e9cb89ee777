"""The message catalogues of pages and alerts: extract, merge, compile; no GNU gettext needed.

Run `python -m tests.texts` after changing words: it adds new ones to the .po files, drops unused
ones and compiles the .mo files, which are committed so that a fresh machine needs no compiler.
"""

import io
import pathlib
from collections.abc import Iterator

from babel.messages import catalog, extract, mofile, pofile
from django.utils.translation import template as translated_templates

ROOT = pathlib.Path(__file__).resolve().parent.parent
LANGUAGES = {"fr": "French", "es": "Spanish"}
# What readers and members see. The desk speaks Wagtail's languages, and English where it is ours.
SOURCES = (
    "tracker/web",
    "tracker/alerts",
    "tracker/members",
    "clauses/mistakes.py",
    "clauses/revised.py",
)
HELP_TEXTS = ("tracker/alerts/models", "tracker/members/models.py")
KEYWORDS = dict(extract.DEFAULT_KEYWORDS) | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def path_of(*, language: str, ending: str = "po") -> pathlib.Path:
    """Return the file of one language."""
    return ROOT / "tracker" / "locale" / language / "LC_MESSAGES" / f"django.{ending}"


def extracted() -> catalog.Catalog:
    """Read every text that readers may see out of code and templates."""
    found = catalog.Catalog(charset="utf-8")
    for path in _files():
        name = path.relative_to(ROOT).as_posix()
        source = path.read_text("utf-8")
        if path.suffix != ".py":
            marked = translated_templates.templatize(source, origin=name)
            source = "\n".join(line.strip() for line in marked.splitlines())
        lines = io.BytesIO(source.encode("utf-8"))
        for _line, message, comments, context in extract.extract(
            "python", lines, keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            found.add(message, locations=[(name, None)], user_comments=comments, context=context)
    return found


def _files() -> Iterator[pathlib.Path]:
    for source in SOURCES:
        place = ROOT / source
        if place.is_file():
            yield place
            continue
        for path in sorted(place.rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if "/migrations/" in name or name.startswith(HELP_TEXTS):
                continue
            if path.suffix in (".py", ".html", ".txt"):
                yield path


def read(*, language: str) -> catalog.Catalog:
    """Read the catalogue of a language as it is kept."""
    with path_of(language=language).open("rb") as stream:
        return pofile.read_po(stream, locale=language, domain="django")


def compiled(*, texts: catalog.Catalog) -> bytes:
    """Compile a catalogue as gettext reads it."""
    stream = io.BytesIO()
    mofile.write_mo(stream, texts)
    return stream.getvalue()


def update(*, language: str, template: catalog.Catalog) -> list[str]:
    """Merge new texts into a language's files; return those that still have no translation."""
    place = path_of(language=language)
    place.parent.mkdir(parents=True, exist_ok=True)
    texts = read(language=language) if place.exists() else catalog.Catalog(language)
    texts.project, texts.version, texts.fuzzy = "AI Safeguard Tracker", "1", False
    texts.last_translator, texts.language_team = "unreviewed", LANGUAGES[language]
    texts.msgid_bugs_address, texts.revision_date = "", texts.creation_date
    texts.update(template, no_fuzzy_matching=True, update_creation_date=False)
    texts.obsolete.clear()
    texts.header_comment = f"# Pages and alerts in {texts.language_team}; not yet reviewed."
    with place.open("wb") as stream:
        pofile.write_po(
            stream, texts, width=100, sort_output=True, omit_header=False, include_lineno=False
        )
    path_of(language=language, ending="mo").write_bytes(compiled(texts=read(language=language)))
    return [str(message.id) for message in texts if message.id and not _is_done(message)]


def _is_done(message: catalog.Message) -> bool:
    parts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(parts) and not message.fuzzy


def main() -> None:
    """Update every language and say what is missing."""
    template = extracted()
    for language in LANGUAGES:
        missing = update(language=language, template=template)
        print(f"{language}: {len(template)} texts, {len(missing)} not translated")
        for text in missing:
            print(f"  {text}")


if __name__ == "__main__":
    main()
