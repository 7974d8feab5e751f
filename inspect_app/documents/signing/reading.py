"""pyHanko's reader, strict, with the index of each object stream read once.

pyHanko reads the whole index anew for each object in it. A tagged paper has thousands of objects in one stream: 1,600 of
them took fifteen seconds of processor, and the effort grows with their square.
"""

from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

Index = list[tuple[int, int]]


class StrictReader(PdfFileReader):
    """Reads a PDF strictly. Raises PdfReadError for whatever is not as the standard has it."""

    def __init__(self, data: bytes) -> None:
        # Before the base reads anything: the catalogue itself may stand in an object stream.
        self._streams: dict[int, tuple[Index, bytes]] = {}
        super().__init__(BytesIO(data), strict=True)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> generic.PdfObject:
        if stmnum not in self._streams:
            self._streams[stmnum] = self._opened(stmnum)
        index, data = self._streams[stmnum]
        if not 0 <= idx < len(index) or index[idx][0] != idnum:
            raise PdfReadError(f"object {idnum} is not at place {idx} of the object stream {stmnum}")
        stream = BytesIO(data)
        stream.seek(index[idx][1])
        held = generic.read_object(stream, generic.Reference(idnum, 0, self))
        if isinstance(held, (generic.StreamObject, generic.IndirectObject)):
            raise PdfReadError(f"the object stream {stmnum} holds what it may not")
        return held

    def _opened(self, stmnum: int) -> tuple[Index, bytes]:
        """The numbers and places of the objects of a stream, and its bytes."""
        stream = generic.Reference(stmnum, 0, self).get_object()
        if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
            raise PdfReadError(f"{stmnum} is no object stream")
        data, first, count = stream.read_data(DecodePurpose.OBJECT_STREAM), int(stream["/First"]), int(stream["/N"])
        words = data[:first].split()
        if not 0 <= first <= len(data) or len(words) != 2 * count:
            raise PdfReadError(f"the index of the object stream {stmnum} is broken")
        numbers = [int(word) for word in words]
        return [(number, first + place) for number, place in zip(numbers[::2], numbers[1::2], strict=True)], data
