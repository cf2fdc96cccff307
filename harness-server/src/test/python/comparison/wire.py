"""Reading and writing the vectors of TLS (RFC 8446 section 3)."""


class Malformed(Exception):
    """Bytes that do not have the form that the standard requires."""


class Reader:
    """Reads a byte string from the front, and refuses to read past its end."""

    def __init__(self, data: bytes):
        self._data = data
        self._at = 0

    def __len__(self) -> int:
        return len(self._data) - self._at

    def take(self, length: int) -> bytes:
        if length > len(self):
            raise Malformed(f"{length} bytes announced, {len(self)} there")
        self._at += length
        return self._data[self._at - length : self._at]

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def vector(self, size: int) -> bytes:
        """An opaque vector whose length has this many bytes."""
        return self.take(self.number(size))

    def rest(self) -> bytes:
        return self.take(len(self))

    def end(self, what: str) -> None:
        if len(self):
            raise Malformed(f"{len(self)} bytes too many in {what}")


def number(value: int, size: int) -> bytes:
    return value.to_bytes(size, "big")


def vector(data: bytes, size: int) -> bytes:
    return number(len(data), size) + data


def numbers(values, size: int) -> bytes:
    return b"".join(number(value, size) for value in values)
