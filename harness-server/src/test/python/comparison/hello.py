"""The ClientHellos: each offers every suite, group and signature scheme, and differs in one thing."""

import os
from dataclasses import dataclass, field, replace

from .registry import EXTENSIONS, GROUPS, SCHEMES, SUITES, VERSIONS
from .wire import number, numbers, vector

# One of the values that RFC 8701 reserves for suites, groups and extensions alike.
GREASE = b"\x3a\x3a"


@dataclass(frozen=True)
class Offer:
    """What a ClientHello offers. Names are those of the IANA registries."""

    name: str
    legacy_version: str = "TLSv1.2"
    supported_versions: tuple[str, ...] = ()
    suites: tuple[str, ...] = tuple(SUITES)
    groups: tuple[str, ...] = tuple(GROUPS)
    schemes: tuple[str, ...] = tuple(SCHEMES)
    shares: tuple[str, ...] = ()
    alpn: tuple[str, ...] = ("http/1.1", "h2")
    server_name: bool = True
    extended_master_secret: bool = True
    renegotiation_info: bool = True
    status_request: bool = True
    grease: bool = False
    padding: int = 0

    def but(self, **changes) -> "Offer":
        return replace(self, **changes)

    @property
    def highest(self) -> str:
        return max(self.versions, key=VERSIONS.get)

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions that the offer contains: those listed, or all up to the one named (RFC 5246 appendix E.1)."""
        if self.supported_versions:
            return self.supported_versions
        return tuple(v for v in VERSIONS if VERSIONS[v] <= VERSIONS[self.legacy_version])


MODERN = Offer("modern", supported_versions=("TLSv1.3", "TLSv1.2"), shares=("x25519",))
TLS12 = Offer("tls12", supported_versions=("TLSv1.2",))


@dataclass(frozen=True)
class ClientHello:
    """The encoded message, and the values that the answer is checked against."""

    offer: Offer
    random: bytes
    session_id: bytes
    message: bytes
    keys: dict = field(compare=False, default_factory=dict)

    def record(self) -> bytes:
        version = 0x0300 if self.offer.highest == "SSLv3" else 0x0301
        return b"\x16" + number(version, 2) + vector(self.message, 2)


def client_hello(
    offer: Offer, host: str | None, keys: dict, random: bytes = b"", session_id: bytes = b"", cookie: bytes = b""
) -> ClientHello:
    """Encodes the offer. The host is None where no server name can be sent; keys are those of the key shares."""
    random = random or os.urandom(32)
    if offer.highest == "TLSv1.3":
        session_id = session_id or os.urandom(32)  # RFC 8446 appendix D.4
    suites = (GREASE if offer.grease else b"") + numbers((SUITES[suite] for suite in offer.suites), 2)
    body = (
        number(min(VERSIONS[offer.legacy_version], 0x0303), 2)
        + random
        + vector(session_id, 1)
        + vector(suites, 2)
        + b"\x01\x00"
    )
    if offer.highest != "SSLv3":
        body += vector(b"".join(_extensions(offer, host, keys, cookie)), 2)
    return ClientHello(offer, random, session_id, b"\x01" + vector(body, 3), keys)


def _extensions(offer: Offer, host: str | None, keys: dict, cookie: bytes):
    def extension(name: str, data: bytes) -> bytes:
        return number(EXTENSIONS[name], 2) + vector(data, 2)

    if offer.server_name and host:
        yield extension("server_name", vector(b"\x00" + vector(host.encode("ascii"), 2), 2))
    if offer.extended_master_secret:
        yield extension("extended_master_secret", b"")
    if offer.renegotiation_info:
        yield extension("renegotiation_info", b"\x00")
    groups = (GREASE if offer.grease else b"") + numbers((GROUPS[group] for group in offer.groups), 2)
    yield extension("supported_groups", vector(groups, 2))
    yield extension("ec_point_formats", b"\x01\x00")
    yield extension("signature_algorithms", vector(numbers((SCHEMES[scheme] for scheme in offer.schemes), 2), 2))
    if offer.alpn:
        yield extension("alpn", vector(b"".join(vector(name.encode("ascii"), 1) for name in offer.alpn), 2))
    if offer.status_request:
        yield extension("status_request", b"\x01\x00\x00\x00\x00")
    # Extensions that no scenario declares: the server has to leave them unanswered.
    yield extension("signed_certificate_timestamp", b"")
    yield extension("session_ticket", b"")
    yield extension("next_protocol_negotiation", b"")
    yield extension("encrypt_then_mac", b"")
    yield extension("record_size_limit", b"\x40\x00")
    yield extension("compress_certificate", vector(numbers((1, 2, 3), 2), 1))
    if offer.supported_versions:
        yield extension("supported_versions", vector(numbers((VERSIONS[v] for v in offer.supported_versions), 2), 1))
    if "TLSv1.3" in offer.supported_versions:
        yield extension("psk_key_exchange_modes", b"\x01\x01")
        shares = b"".join(number(GROUPS[group], 2) + vector(keys[group].share, 2) for group in offer.shares)
        yield extension("key_share", vector(shares, 2))
    if offer.grease:
        yield GREASE + vector(b"", 2)
    if offer.padding:
        yield extension("padding", bytes(offer.padding))
    if cookie:
        yield extension("cookie", vector(cookie, 2))
