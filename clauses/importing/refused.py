"""Why a file is refused, in words that say what to do."""

from django.utils.translation import gettext_lazy as _

from clauses.importing.reading.refusals import Reason

WORDS = {
    Reason.ENCRYPTED: _(
        "The file is locked with a password. Save a copy without the password and upload that."
    ),
    Reason.DAMAGED: _(
        "The file is damaged or was cut off. Download it again from where it came from, or save "
        "it anew."
    ),
    Reason.NO_TEXT: _(
        "The file holds pictures of pages and no text, as a scanner makes them. Run text "
        "recognition (OCR) over it and upload the result."
    ),
    Reason.NEITHER: _("The file is neither a PDF nor a DOCX, whatever its name says."),
    Reason.OLD_WORD: _(
        "The file is of an older Word, or locked with a password. Save it as DOCX without one."
    ),
    Reason.TOO_LARGE: _("The file is larger than this site takes."),
    Reason.TOO_MANY_PAGES: _("The file has more pages than this site reads: 5,000."),
    Reason.TOO_MUCH_TEXT: _("The file holds more text than any agreement does."),
    Reason.UNPACKS_TOO_FAR: _(
        "The file unpacks to far more than its size, as files do that are made to fill a disk. "
        "It was not unpacked."
    ),
    Reason.HOSTILE: _(
        "The file is built in a way that would keep a reader busy without end. It was not read."
    ),
    Reason.TOO_LONG: _("The file could not be read within the time that one page may take."),
    Reason.TOO_MUCH_MEMORY: _("The file needs more memory to be read than a file may take."),
    Reason.LOST: _("The file is no longer where it was kept. Upload it again."),
    Reason.GAVE_UP: _(
        "Reading the file failed several times at the same place. Save it anew, for instance by "
        "printing it to a PDF, and upload that."
    ),
    Reason.NO_ROOM: _("There is no room left on the disk. Tell whoever keeps the server."),
}


def words(reason: str) -> str:
    """Return the sentence for a reason."""
    return str(WORDS[Reason(reason)])
