"""Files that cannot or must not be read, made anew each time."""

import io
import zipfile
import zlib

import docx
import pypdf
from reportlab.lib import colors
from reportlab.pdfgen import canvas

LETTERS = "The Producer shall pay the Performer for every day of work under this Agreement. " * 4
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(pages: int = 3) -> bytes:
    """An honest PDF."""
    stream = io.BytesIO()
    drawn = canvas.Canvas(stream, invariant=1)
    for page in range(pages):
        text = drawn.beginText(72, 700)
        text.textLines(f"Page {page + 1}. {LETTERS}")
        drawn.drawText(text)
        drawn.showPage()
    drawn.save()
    return stream.getvalue()


def pictures() -> bytes:
    """A PDF as a scanner makes it: shapes and no text."""
    stream = io.BytesIO()
    drawn = canvas.Canvas(stream)
    for _ in range(4):
        drawn.setFillColor(colors.grey)
        drawn.rect(50, 50, 500, 700, fill=1)
        drawn.showPage()
    drawn.save()
    return stream.getvalue()


def encrypted(*, password: str) -> bytes:
    """A PDF that opens with this password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def objects(*bodies: bytes) -> bytes:
    """A PDF of these objects, numbered from one; the first is the catalogue."""
    written, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(bodies) + 1,
        start,
    )


def stream(content: bytes, *, more: bytes = b"") -> bytes:
    """The body of a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def page_tree_loop() -> bytes:
    """Pages that are their own children."""
    return objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1 /Parent 2 0 R >>",
    )


def millions_of_pages() -> bytes:
    """Says that it has millions."""
    return objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 4000000 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
    )


def doubling_tree(depth: int = 40) -> bytes:
    """Every node has its child twice, so that forty nodes are a million million pages."""
    nodes = [
        b"<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count 2 >>" % (number + 1, number + 1)
        for number in range(2, depth + 2)
    ]
    page = b"<< /Type /Page /MediaBox [0 0 612 792] >>"
    return objects(b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, page)


def bomb() -> bytes:
    """A page of 400 kB that unpacks to 400 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"BT ET\n" * 170_000) for _ in range(400)) + packer.flush()
    return objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        stream(packed, more=b"/Filter /FlateDecode"),
    )


def deep_nesting() -> bytes:
    """Arrays in arrays, a hundred thousand deep."""
    depth = 100_000
    return objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /X " + b"[" * depth + b"]" * depth + b" >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
    )


def form_loop() -> bytes:
    """A page whose drawing draws itself, twice each time."""
    return objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /XObject << /A 5 0 R >> >> >>",
        stream(b"/A Do /A Do"),
        stream(
            b"/A Do /A Do",
            more=b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
            b" /Resources << /XObject << /A 5 0 R >> >>",
        ),
    )


def word_file() -> bytes:
    """An honest DOCX."""
    document = docx.Document()
    for _ in range(4):
        document.add_paragraph(LETTERS)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def packed(body: bytes | str, *, more: dict[str, bytes] | None = None) -> bytes:
    """A DOCX whose document is this XML."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", body)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return stream.getvalue()


def paragraphs(inner: str) -> str:
    """A document of these paragraphs' XML."""
    return f'<w:document xmlns:w="{WORD}"><w:body>{inner}</w:body></w:document>'


def zip_bomb() -> bytes:
    """A DOCX of a few hundred kB that unpacks to 400 MB."""
    return packed(paragraphs(""), more={"word/media/image1.png": bytes(400_000_000)})


def text_bomb() -> bytes:
    """A DOCX whose text unpacks to 30 MB, below every limit of the archive but the text's own."""
    words = "".join(f"{n * 7919 % 99991} " for n in range(20_000)) * 260
    return packed(paragraphs(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"))


def billion_laughs() -> bytes:
    """Entities of entities."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return packed(
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{lines}]>'
        + paragraphs("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>")
    )


def outside_entity() -> bytes:
    """An entity that names a file of this machine."""
    return packed(
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        + paragraphs("<w:p><w:r><w:t>&f;</w:t></w:r></w:p>")
    )


def deep_word() -> bytes:
    """Elements in elements without end."""
    return packed(paragraphs("<w:p>" * 50_000 + "</w:p>" * 50_000))


def spreadsheet() -> bytes:
    """A ZIP that is another kind of office file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES.replace("wordprocessingml", "spreadsheetml"))
        archive.writestr("word/document.xml", "<x/>")
    return stream.getvalue()
