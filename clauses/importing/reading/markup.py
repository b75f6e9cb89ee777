"""XML as a stream of events, without document types, entities or deep nesting."""

from collections.abc import Iterator
from xml.parsers import expat

from clauses.importing.reading import limits, refusals


def events(pieces: Iterator[bytes]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield ("start", name, attributes), ("end", name, {}) and ("text", characters, {}).

    Names are without namespace. Raises Refused at a document type, an entity, or deep nesting.
    """
    found: list[tuple[str, str, dict[str, str]]] = []
    depth = 0

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.DEEPEST:
            raise refusals.Refused(refusals.Reason.HOSTILE)
        found.append(("start", _plain(name), {_plain(key): value for key, value in given.items()}))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        found.append(("end", _plain(name), {}))

    def characters(text: str) -> None:
        found.append(("text", text, {}))

    def document_type(*_: object) -> None:
        raise refusals.Refused(refusals.Reason.HOSTILE)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = document_type
    parser.EntityDeclHandler = document_type
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            yield from found
            found.clear()
        parser.Parse(b"", True)
        yield from found
    except expat.ExpatError:
        raise refusals.Refused(refusals.Reason.DAMAGED) from None


def elements(pieces: Iterator[bytes]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the name and attributes of every element."""
    for what, name, given in events(pieces):
        if what == "start":
            yield name, given


def _plain(name: str) -> str:
    return name.rpartition(" ")[2]
