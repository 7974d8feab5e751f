"""Every byte behind the issued ones has a place: objects of the cross-reference table, the table itself, the end mark.

What no table names is not drawn today, but a later change could bring it out (“hide and replace”): it is refused.
"""

import re

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.misc import PdfReadError, read_non_whitespace
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.pdf_utils.xref import ObjStreamRef, read_object_header

FILLER = re.compile(rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]{0,120}[\r\n])*")
LONGEST_FILLER = 400  # bytes: line ends, and the line in which a signer's program names itself
END = re.compile(rb"[\x00\t\n\x0c\r ]*startxref[\r\n ]+(\d+)[\r\n ]+%%EOF[\r\n]{0,2}")
TRAILER_KEYS = frozenset({"/Size", "/Root", "/Info", "/ID", "/Prev", "/DocChecksum"})
STREAM_KEYS = frozenset({"/Type", "/W", "/Index", "/Length", "/Filter", "/DecodeParms"})


class HiddenBytes(Exception):
    """Bytes that belong to nothing, or a part that is not built as parts are; the text says where."""


def check_parts(reader: PdfFileReader, issued: PdfFileReader, data: bytes, length: int) -> None:
    """Walks through all that follows the first `length` bytes of `data`, part by part.

    Raises HiddenBytes unless the issued document's own parts come first, unchanged, and each later part is whole.
    """
    ours = issued.total_revisions
    if _starts(reader, min(ours, reader.total_revisions)) != _starts(issued, ours):
        raise HiddenBytes("the chain of cross-reference tables does not lead to the issued document")
    position = length
    for number in range(ours, reader.total_revisions):
        position = _check_part(reader, number, data, position)
    if position != len(data):
        raise HiddenBytes(f"bytes after the end of the last part, at {position}")


def _starts(reader: PdfFileReader, count: int) -> list[int]:
    return [reader.xrefs.get_startxref_for_revision(number) for number in range(count)]


def _check_part(reader: PdfFileReader, number: int, data: bytes, position: int) -> int:
    """Checks one part that begins at `position`; gives where it ends."""
    revision = reader.get_historical_resolver(number)
    table = reader.xrefs.get_xref_container_info(number)
    starts = _offsets(reader, number)
    for start, ref in sorted(starts.items()):
        if start == table.start_location:
            continue
        _check_filler(data, position, start)
        position = _end_of_object(reader, ref, start)
    _check_filler(data, position, table.start_location)
    position = _end_of_table(reader, number, revision)
    for stream in reader.xrefs.object_streams_used_in(number):
        _check_object_stream(reader, number, revision, stream)
    # A program may name itself in a line before the end mark.
    named = FILLER.match(data, position)
    if named is not None and named.end() - position <= LONGEST_FILLER and b"obj" not in named[0]:
        position = named.end()
    end = END.match(data, position)
    if end is None or int(end[1]) != table.declared_startxref:
        raise HiddenBytes(f"no end mark at {position}")
    return end.end()


def _offsets(reader: PdfFileReader, number: int) -> dict[int, generic.Reference]:
    found: dict[int, generic.Reference] = {}
    for ref in reader.xrefs.explicit_refs_in_revision(number):
        place = reader.xrefs.get_historical_ref(ref, number)
        if isinstance(place, int):
            if place in found:
                raise HiddenBytes(f"two objects at {place}")
            found[place] = ref
    return found


def _check_filler(data: bytes, start: int, stop: int) -> None:
    gap = data[start:stop] if start <= stop else b""
    if start > stop or len(gap) > LONGEST_FILLER or b"obj" in gap or not FILLER.fullmatch(gap):
        raise HiddenBytes(f"bytes between {start} and {stop} belong to no object")


def _end_of_object(reader: PdfFileReader, ref: generic.Reference, start: int) -> int:
    stream = reader.stream
    stream.seek(start)
    if read_object_header(stream, strict=True) != (ref.idnum, ref.generation):
        raise HiddenBytes(f"another object stands at {start}")
    generic.read_object(stream, generic.Reference(ref.idnum, ref.generation, reader))
    read_non_whitespace(stream, seek_back=True)
    if stream.read(6) != b"endobj":
        raise HiddenBytes(f"the object at {start} does not end")
    return int(stream.tell())


def _end_of_table(reader: PdfFileReader, number: int, revision: HistoricalResolver) -> int:
    table, stream = reader.xrefs.get_xref_container_info(number), reader.stream
    if table.declared_startxref != table.start_location or reader.xrefs.hybrid_xrefs_present:
        raise HiddenBytes("a cross-reference table is not where it is said to be")
    if table.stream_ref is not None:
        stream.seek(table.start_location)
        read_object_header(stream, strict=True)
        trailer = generic.read_object(stream, generic.Reference(*_ids(table.stream_ref), reader))
        read_non_whitespace(stream, seek_back=True)
        if stream.read(6) != b"endobj":
            raise HiddenBytes("a cross-reference stream does not end")
        allowed = TRAILER_KEYS | STREAM_KEYS
    else:
        stream.seek(table.end_location)
        trailer = generic.DictionaryObject.read_from_stream(stream, generic.TrailerReference(reader))
        allowed = TRAILER_KEYS
    if not isinstance(trailer, generic.DictionaryObject) or not trailer.keys() <= allowed:
        raise HiddenBytes("a trailer says more than it should")
    if trailer.raw_get("/Root") != reader.get_historical_resolver(0).trailer_view.raw_get("/Root"):
        raise HiddenBytes("a trailer names another catalogue")
    return int(stream.tell())


def _ids(ref: generic.Reference) -> tuple[int, int]:
    return ref.idnum, ref.generation


def _check_object_stream(
    reader: PdfFileReader, number: int, revision: HistoricalResolver, ref: generic.Reference
) -> None:
    """Every object in an object stream is one that the table of its part names there."""
    stream = revision.get_object(ref)
    if not isinstance(stream, generic.StreamObject):
        raise PdfReadError(f"{ref} is no object stream")
    head = stream.read_data(DecodePurpose.OBJECT_STREAM)[: int(stream.raw_get("/First"))].split()
    named = {
        entry.idnum
        for entry in reader.xrefs.explicit_refs_in_revision(number)
        if isinstance(place := reader.xrefs.get_historical_ref(entry, number), ObjStreamRef)
        and place.obj_stream_id == ref.idnum
    }
    held = [int(word) for word in head[::2]]
    if len(held) != len(set(held)) or set(held) != named or len(held) != int(stream.raw_get("/N")):
        raise HiddenBytes(f"the object stream {ref.idnum} holds what no table names")
