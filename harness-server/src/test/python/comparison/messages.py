"""The server's handshake messages, parsed (RFC 8446 section 4, RFC 5246 section 7.4, RFC 8422 section 5)."""

import zlib
from dataclasses import dataclass, field

from .registry import ALERTS, EXTENSION_NAMES, GROUP_NAMES, SCHEME_NAMES, SUITE_NAMES, VERSION_NAMES, finite_field_name
from .wire import Malformed, Reader

SERVER_HELLO, NEW_SESSION_TICKET, ENCRYPTED_EXTENSIONS, CERTIFICATE, SERVER_KEY_EXCHANGE = 2, 4, 8, 11, 12
CERTIFICATE_REQUEST, SERVER_HELLO_DONE, CERTIFICATE_VERIFY, FINISHED, CERTIFICATE_STATUS = 13, 14, 15, 20, 22
CLIENT_KEY_EXCHANGE, COMPRESSED_CERTIFICATE = 16, 25

# SHA-256 of "HelloRetryRequest" (RFC 8446 section 4.1.3)
RETRY_RANDOM = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")


def named(names: dict[int, str], code: int) -> str:
    return names.get(code, f"0x{code:04x}")


def alert_name(code: int) -> str:
    return ALERTS.get(code, f"alert {code}")


def extensions(data: bytes) -> dict[str, bytes]:
    """The extensions by name, in their order. One that occurs twice is malformed."""
    found: dict[str, bytes] = {}
    reader = Reader(data)
    while len(reader):
        name = named(EXTENSION_NAMES, reader.number(2))
        if name in found:
            raise Malformed(f"the extension {name} occurs twice")
        found[name] = reader.vector(2)
    return found


@dataclass(frozen=True)
class ServerHello:
    legacy_version: str
    random: bytes
    session_id: bytes
    suite: str
    compression: int
    extensions: dict[str, bytes]

    @staticmethod
    def parse(body: bytes) -> "ServerHello":
        reader = Reader(body)
        version = named(VERSION_NAMES, reader.number(2))
        random, session_id = reader.take(32), reader.vector(1)
        suite, compression = named(SUITE_NAMES, reader.number(2)), reader.number(1)
        found = extensions(reader.vector(2)) if len(reader) else {}
        reader.end("ServerHello")
        return ServerHello(version, random, session_id, suite, compression, found)

    @property
    def is_retry(self) -> bool:
        return self.random == RETRY_RANDOM

    @property
    def version(self) -> str:
        selected = self.extensions.get("supported_versions")
        return self.legacy_version if selected is None else named(VERSION_NAMES, int.from_bytes(selected, "big"))

    @property
    def sentinel(self) -> str:
        """The mark of a downgrade in the random (RFC 8446 section 4.1.3)."""
        return {b"DOWNGRD\x01": "to TLSv1.2", b"DOWNGRD\x00": "to TLSv1.1 or below"}.get(self.random[-8:], "none")

    def key_share(self) -> tuple[str, bytes] | None:
        data = self.extensions.get("key_share")
        if data is None:
            return None
        reader = Reader(data)
        group = named(GROUP_NAMES, reader.number(2))
        return group, (reader.vector(2) if len(reader) else b"")


@dataclass(frozen=True)
class CertificateEntries:
    """The certificates as sent, and the extensions of each entry (TLS 1.3 only)."""

    certificates: list[bytes]
    extensions: list[dict[str, bytes]] = field(default_factory=list)

    @staticmethod
    def parse(body: bytes, tls13: bool) -> "CertificateEntries":
        reader = Reader(body)
        if tls13 and reader.vector(1):
            raise Malformed("a context in the server's Certificate message")
        entries, certificates, found = Reader(reader.vector(3)), [], []
        reader.end("Certificate")
        while len(entries):
            certificates.append(entries.vector(3))
            if tls13:
                found.append(extensions(entries.vector(2)))
        return CertificateEntries(certificates, found)


@dataclass(frozen=True)
class CertificateRequest:
    """What a server asks of the client's certificate (RFC 5246 section 7.4.4, RFC 8446 section 4.3.2)."""

    types: list[int] | None
    schemes: list[str] | None
    others: list[str]

    @staticmethod
    def parse(body: bytes, version: str) -> "CertificateRequest":
        reader, types, schemes, others = Reader(body), None, None, []
        if version == "TLSv1.3":
            if reader.vector(1):
                others.append("a context")
            found = extensions(reader.vector(2))
            if "signature_algorithms" in found:
                schemes = _schemes(Reader(found.pop("signature_algorithms")).vector(2))
            others += found
        else:
            types = list(reader.vector(1))
            if version == "TLSv1.2":
                schemes = _schemes(reader.vector(2))
            if reader.vector(2):
                others.append("names of authorities")
        reader.end("CertificateRequest")
        return CertificateRequest(types, schemes, others)


def _schemes(data: bytes) -> list[str]:
    reader, found = Reader(data), []
    while len(reader):
        found.append(named(SCHEME_NAMES, reader.number(2)))
    return found


def decompressed(body: bytes) -> tuple[str, bytes]:
    """The algorithm and the content of a CompressedCertificate (RFC 8879 section 4)."""
    reader = Reader(body)
    algorithm, length, data = reader.number(2), reader.number(3), reader.vector(3)
    reader.end("CompressedCertificate")
    if algorithm != 1:
        return f"algorithm {algorithm}", b""
    content = zlib.decompress(data)
    if len(content) != length:
        raise Malformed("a compressed certificate of another length than announced")
    return "zlib", content


def certificate_status(body: bytes) -> bytes:
    """The OCSP response of a CertificateStatus message or entry (RFC 6066 section 8)."""
    reader = Reader(body)
    if reader.number(1) != 1:
        raise Malformed("a certificate status that is not OCSP")
    response = reader.vector(3)
    reader.end("CertificateStatus")
    return response


@dataclass(frozen=True)
class ServerKeyExchange:
    group: str
    public: tuple[bytes, ...]
    signed: bytes
    scheme: str | None
    signature: bytes

    @staticmethod
    def parse(body: bytes, exchange: str, version: str) -> "ServerKeyExchange":
        reader = Reader(body)
        if exchange.startswith("EC"):
            if reader.number(1) != 3:
                raise Malformed("a ServerKeyExchange without a named curve")
            group = named(GROUP_NAMES, reader.number(2))
            public = (reader.vector(1),)
        else:
            public = reader.vector(2), reader.vector(2), reader.vector(2)
            group = finite_field_name(public[0].lstrip(b"\x00"))
            generator = int.from_bytes(public[1], "big")
            if generator != 2:
                group += f" with generator {generator}"
        signed = body[: len(body) - len(reader)]
        if exchange.endswith("anon"):
            reader.end("ServerKeyExchange")
            return ServerKeyExchange(group, public, signed, None, b"")
        scheme = named(SCHEME_NAMES, reader.number(2)) if version == "TLSv1.2" else None
        signature = reader.vector(2)
        reader.end("ServerKeyExchange")
        return ServerKeyExchange(group, public, signed, scheme, signature)
