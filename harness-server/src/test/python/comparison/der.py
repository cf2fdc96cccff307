"""A parser of DER (ITU-T X.690), as far as certificates need it. It refuses what is BER and not DER."""

from dataclasses import dataclass

from .wire import Malformed, Reader

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, NULL, OBJECT_IDENTIFIER = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06
UTC_TIME, GENERALIZED_TIME, SEQUENCE, SET = 0x17, 0x18, 0x30, 0x31


@dataclass(frozen=True)
class Value:
    """A value with its tag; raw is the whole encoding."""

    tag: int
    content: bytes
    raw: bytes

    def expect(self, tag: int) -> "Value":
        if self.tag != tag:
            raise Malformed(f"tag 0x{self.tag:02x} in place of 0x{tag:02x}")
        return self

    def children(self) -> list["Value"]:
        return parse_all(self.content)

    def sequence(self) -> list["Value"]:
        return self.expect(SEQUENCE).children()

    def integer(self) -> int:
        content = self.expect(INTEGER).content
        if not content or (len(content) > 1 and content[0] in (0x00, 0xFF) and (content[0] ^ content[1]) < 0x80):
            raise Malformed("an INTEGER that is not the shortest one")
        return int.from_bytes(content, "big", signed=True)

    def boolean(self) -> bool:
        if self.expect(BOOLEAN).content not in (b"\x00", b"\xff"):
            raise Malformed("a BOOLEAN that is neither 00 nor ff")
        return self.content == b"\xff"

    def bits(self) -> tuple[int, bytes]:
        """The number of unused bits, and the bytes."""
        content = self.expect(BIT_STRING).content
        if not content or content[0] > 7:
            raise Malformed("a BIT STRING without a count of unused bits")
        return content[0], content[1:]

    def octets_of_bits(self) -> bytes:
        unused, data = self.bits()
        if unused:
            raise Malformed("a BIT STRING that is not whole octets")
        return data

    def oid(self) -> str:
        content = self.expect(OBJECT_IDENTIFIER).content
        numbers, value = [], 0
        for byte in content:
            value = (value << 7) | (byte & 0x7F)
            if byte < 0x80:
                numbers.append(value)
                value = 0
        first = min(numbers[0] // 40, 2)
        return ".".join(map(str, [first, numbers[0] - 40 * first, *numbers[1:]]))


def _next(reader: Reader) -> Value:
    start = reader.take(2)
    tag, length = start[0], start[1]
    if tag & 0x1F == 0x1F:
        raise Malformed("a tag of several bytes")
    if length >= 0x80:
        size = length & 0x7F
        more = reader.take(size)
        start += more
        length = int.from_bytes(more, "big")
        if size == 0 or length < 0x80 or more[0] == 0:
            raise Malformed("a length that is not DER")
    content = reader.take(length)
    return Value(tag, content, start + content)


def parse(data: bytes) -> Value:
    """The one value that the bytes encode."""
    reader = Reader(data)
    value = _next(reader)
    reader.end("DER")
    return value


def parse_all(data: bytes) -> list[Value]:
    reader, values = Reader(data), []
    while len(reader):
        values.append(_next(reader))
    return values
