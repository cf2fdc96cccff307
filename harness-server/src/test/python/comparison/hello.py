"""The ClientHellos: each offers every suite, group and signature scheme, and differs in one thing."""

import os
from dataclasses import dataclass, field, replace

from .registry import EXTENSIONS, GROUPS, SCHEMES, SUITES, VERSIONS
from .wire import number, numbers, vector


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
    as_apple: bool = False
    grease: bool = False
    padding: int = 0

    def but(self, **changes) -> "Offer":
        return replace(self, **changes)

    @property
    def long(self) -> bool:
        """Whether the message is longer than a TCP segment, whatever the server's name."""
        return self.padding > 0 or "X25519MLKEM768" in self.shares

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

# What Safari 26 offers, in its order (curl-impersonate), with GREASE (RFC 8701).
APPLE = Offer(
    "apple",
    supported_versions=("TLSv1.3", "TLSv1.2"),
    suites=(
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        "TLS_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_RSA_WITH_AES_256_CBC_SHA",
        "TLS_RSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
        "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
    ),
    groups=("X25519MLKEM768", "x25519", "secp256r1", "secp384r1", "secp521r1"),
    schemes=(
        "ecdsa_secp256r1_sha256",
        "rsa_pss_rsae_sha256",
        "rsa_pkcs1_sha256",
        "ecdsa_secp384r1_sha384",
        "rsa_pss_rsae_sha384",
        "rsa_pss_rsae_sha384",
        "rsa_pkcs1_sha384",
        "rsa_pss_rsae_sha512",
        "rsa_pkcs1_sha512",
        "rsa_pkcs1_sha1",
    ),
    shares=("X25519MLKEM768", "x25519"),
    alpn=("h2", "http/1.1"),
    as_apple=True,
    grease=True,
)

# Values of RFC 8701, which a server has to ignore; a group and its share have the same.
_GREASE_SUITE, _GREASE_GROUP, _GREASE_VERSION, _GREASE_FIRST, _GREASE_LAST = 0x2A2A, 0x3A3A, 0x4A4A, 0x5A5A, 0x6A6A


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
    suites = _values(offer, SUITES, offer.suites, _GREASE_SUITE)
    body = (
        number(min(VERSIONS[offer.legacy_version], 0x0303), 2)
        + random
        + vector(session_id, 1)
        + vector(suites, 2)
        + b"\x01\x00"
    )
    if offer.highest != "SSLv3":
        extensions = _apple_extensions if offer.as_apple else _extensions
        body += vector(b"".join(extensions(offer, host, keys, cookie)), 2)
    return ClientHello(offer, random, session_id, b"\x01" + vector(body, 3), keys)


def _values(offer: Offer, codes: dict[str, int], names: tuple[str, ...], grease: int) -> bytes:
    """Code points of two bytes each, with GREASE after one of its values."""
    return (number(grease, 2) if offer.grease else b"") + numbers((codes[name] for name in names), 2)


def _shares(offer: Offer, keys: dict) -> bytes:
    """The key shares; after a HelloRetryRequest it is one alone (RFC 8446 section 4.1.2)."""
    grease = number(_GREASE_GROUP, 2) + vector(b"\x00", 2) if offer.shares == APPLE.shares else b""
    return grease + b"".join(number(GROUPS[group], 2) + vector(keys[group].share, 2) for group in offer.shares)


def _extension(name: str, data: bytes) -> bytes:
    return number(EXTENSIONS[name], 2) + vector(data, 2)


def _apple_extensions(offer: Offer, host: str | None, keys: dict, cookie: bytes):
    """Apple's extensions in Apple's order."""
    yield number(_GREASE_FIRST, 2) + vector(b"", 2)
    if offer.server_name and host:
        yield _extension("server_name", vector(b"\x00" + vector(host.encode("ascii"), 2), 2))
    yield _extension("extended_master_secret", b"")
    yield _extension("renegotiation_info", b"\x00")
    yield _extension("supported_groups", vector(_values(offer, GROUPS, offer.groups, _GREASE_GROUP), 2))
    yield _extension("ec_point_formats", b"\x01\x00")
    yield _extension("alpn", vector(b"".join(vector(name.encode("ascii"), 1) for name in offer.alpn), 2))
    yield _extension("status_request", b"\x01\x00\x00\x00\x00")
    yield _extension("signature_algorithms", vector(numbers((SCHEMES[scheme] for scheme in offer.schemes), 2), 2))
    yield _extension("signed_certificate_timestamp", b"")
    yield _extension("key_share", vector(_shares(offer, keys), 2))
    yield _extension("psk_key_exchange_modes", b"\x01\x01")
    yield _extension(
        "supported_versions", vector(_values(offer, VERSIONS, offer.supported_versions, _GREASE_VERSION), 1)
    )
    if cookie:
        yield _extension("cookie", vector(cookie, 2))
    yield _extension("compress_certificate", vector(numbers((1,), 2), 1))
    yield number(_GREASE_LAST, 2) + vector(b"\x00", 2)


def _extensions(offer: Offer, host: str | None, keys: dict, cookie: bytes):
    if offer.server_name and host:
        yield _extension("server_name", vector(b"\x00" + vector(host.encode("ascii"), 2), 2))
    if offer.extended_master_secret:
        yield _extension("extended_master_secret", b"")
    if offer.renegotiation_info:
        yield _extension("renegotiation_info", b"\x00")
    yield _extension("supported_groups", vector(_values(offer, GROUPS, offer.groups, _GREASE_GROUP), 2))
    yield _extension("ec_point_formats", b"\x01\x00")
    yield _extension("signature_algorithms", vector(numbers((SCHEMES[scheme] for scheme in offer.schemes), 2), 2))
    if offer.alpn:
        yield _extension("alpn", vector(b"".join(vector(name.encode("ascii"), 1) for name in offer.alpn), 2))
    if offer.status_request:
        yield _extension("status_request", b"\x01\x00\x00\x00\x00")
    # Extensions that no scenario declares: the server has to leave them unanswered.
    yield _extension("signed_certificate_timestamp", b"")
    yield _extension("session_ticket", b"")
    yield _extension("next_protocol_negotiation", b"")
    yield _extension("encrypt_then_mac", b"")
    yield _extension("record_size_limit", b"\x40\x00")
    yield _extension("compress_certificate", vector(numbers((1, 2, 3), 2), 1))
    if offer.supported_versions:
        yield _extension("supported_versions", vector(numbers((VERSIONS[v] for v in offer.supported_versions), 2), 1))
    if "TLSv1.3" in offer.supported_versions:
        yield _extension("psk_key_exchange_modes", b"\x01\x01")
        yield _extension("key_share", vector(_shares(offer, keys), 2))
    if offer.grease:
        yield number(_GREASE_LAST, 2) + vector(b"", 2)
    if offer.padding:
        yield _extension("padding", bytes(offer.padding))
    if cookie:
        yield _extension("cookie", vector(cookie, 2))
