"""Looks at one endpoint with all hellos. It knows only where the endpoint listens, and whether it stalls."""

import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from . import x509
from .connection import Place, Seen, look
from .hello import APPLE, MODERN, TLS12, Offer
from .identity import client_identity
from .keys import ELLIPTIC
from .registry import GROUPS, SCHEMES, SUITES, WEAK_SCHEMES
from .revocation import looked_up

TIMEOUT = 20.0
# Much less than the time for which the harness stalls, so that a slow machine does not see the end of the stall.
STALL = 5.0

_REVERSED = dict(
    suites=tuple(reversed(SUITES)),
    schemes=tuple(reversed(SCHEMES)),
    groups=tuple(reversed(GROUPS)),
    alpn=("h2", "acme-tls/1", "http/1.1"),
)

_RSA_SCHEMES = tuple(scheme for scheme in SCHEMES if scheme.startswith("rsa_"))
_OTHER_SCHEMES = tuple(scheme for scheme in SCHEMES if not scheme.startswith("rsa_"))

HELLOS = (
    MODERN,
    APPLE,
    APPLE.but(name="apple-tls12", supported_versions=("TLSv1.2",)),
    MODERN.but(name="modern-without-sni", server_name=False),
    MODERN.but(name="modern-all-shares-reversed", shares=ELLIPTIC, **_REVERSED),
    MODERN.but(
        name="all-versions",
        supported_versions=("TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"),
        extended_master_secret=False,
    ),
    MODERN.but(name="modern-greased", grease=True),
    # Longer than a TCP segment, whatever the server's name.
    MODERN.but(name="modern-long", padding=1500),
    TLS12,
    TLS12.but(name="tls12-unlisted", supported_versions=(), status_request=False),
    TLS12.but(name="tls12-without-ems", extended_master_secret=False),
    TLS12.but(name="tls12-without-sni", server_name=False),
    TLS12.but(name="tls12-reversed", renegotiation_info=False, **_REVERSED),
    TLS12.but(name="tls12-without-alpn", alpn=()),
    # A server with two certificates shows the other one.
    MODERN.but(name="modern-rsa", schemes=_RSA_SCHEMES),
    MODERN.but(name="modern-not-rsa", schemes=_OTHER_SCHEMES),
    TLS12.but(name="tls12-rsa", schemes=_RSA_SCHEMES),
    TLS12.but(name="tls12-not-rsa", schemes=_OTHER_SCHEMES, suites=tuple(s for s in SUITES if "RSA" not in s)),
    Offer("tls11", legacy_version="TLSv1.1"),
    Offer("tls10", legacy_version="TLSv1.0"),
    Offer("ssl3", legacy_version="SSLv3"),
)
NAMES = {hello.name: hello for hello in HELLOS}

# The hellos whose handshake is completed, without a certificate of the client.
FINISHED = {"modern", "tls12", "tls12-without-ems", "tls11", "tls10"}

# What looks at a server that breaks the protocol: the offers of an ordinary client, which leave something out.
TYPICAL = tuple(
    hello.but(
        name=f"{hello.name}-typical",
        suites=(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        ),
        schemes=tuple(scheme for scheme in SCHEMES if scheme not in WEAK_SCHEMES),
        groups=("x25519", "secp256r1", "secp384r1", "secp521r1"),
    )
    for hello in (MODERN, TLS12)
)

# An ordinary client of TLS 1.3 alone.
TYPICAL_TLS13_ALONE = TYPICAL[0].but(
    name="tls13-alone-typical",
    supported_versions=("TLSv1.3",),
    suites=("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"),
)

# The hello that asks for one version alone, or for none above it.
OF_VERSION = {"TLSv1.3": "modern", "TLSv1.2": "tls12", "TLSv1.1": "tls11", "TLSv1.0": "tls10", "SSLv3": "ssl3"}


@dataclass
class Answer:
    """An HTTP response. The way says how it was got; without a status it says why there is none."""

    way: str
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    close: str | None = None
    records: int = 0
    tickets: int = 0


@dataclass
class Survey:
    """Everything that was seen at an endpoint."""

    place: Place
    seen: dict[str, Seen] = field(default_factory=dict)
    suites: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    answer: Answer | None = None
    resumption: str | None = None
    statuses: dict[str, str] = field(default_factory=dict)
    shared: Seen | None = None


def request(host: str) -> bytes:
    return f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("ascii")


def survey(place: Place, stalls: bool, misbehaves: bool = False) -> Survey:
    """Looks at an endpoint; only few hellos look at one that is declared to stall or to misbehave."""
    found = Survey(place)
    if misbehaves:
        found.seen = {hello.name: look(place, hello, TIMEOUT, b"") for hello in (*TYPICAL, TYPICAL_TLS13_ALONE)}
        return found
    if stalls:
        with ThreadPoolExecutor() as threads:
            seen = threads.map(lambda hello: look(place, hello, STALL), (MODERN, TLS12))
        found.seen = {one.offer.name: one for one in seen}
        return found
    with_request = _ask(place)
    if with_request.end == "clear text":
        found.seen[MODERN.name] = with_request
        found.answer = _clear_answer(place)
        return found
    for hello in HELLOS:
        found.seen[hello.name] = look(place, hello, TIMEOUT, b"" if hello.name in FINISHED else None)
    for version, name in OF_VERSION.items():
        found.suites[version] = _suites(place, version, NAMES[name], found.seen[name])
    for version in ("TLSv1.3", "TLSv1.2"):
        found.groups[version] = _groups(place, version, NAMES[OF_VERSION[version]])
    if with_request.response:
        found.answer = parse_response(with_request.response, "own client", with_request.close)
        found.answer.tickets, found.answer.records = with_request.tickets, with_request.records
    elif with_request.unfinished:
        found.answer = _openssl_answer(place)
    else:
        found.answer = Answer(f"own client: {with_request.close or with_request.end}", close=with_request.close)
    if place.shared:
        found.shared = look(Place(*place.shared, place.host, place.server_name), MODERN, TIMEOUT)
    by_id = any(s.hello and s.hello.session_id and not s.echoes_session_id for s in found.seen.values())
    by_ticket = any(s.tickets for s in (with_request, *found.seen.values()))
    if by_id or by_ticket:
        found.resumption = _resumption(place, by_ticket)
    chain = found.seen[TLS12.name].chain or found.seen[MODERN.name].chain
    if len(chain) > 1:
        found.statuses = looked_up(x509.parse(chain[0]), x509.parse(chain[1]), TIMEOUT)
    return found


def _ask(place: Place) -> Seen:
    """Sends a request over the best version that the server has."""
    offer, identity = MODERN.but(alpn=("http/1.1",)), None
    older = iter(("tls11", "tls10", "ssl3"))
    while True:
        seen = look(place, offer, TIMEOUT, request(place.host), identity)
        if seen.end == "alert protocol_version" and (name := next(older, None)):
            offer = NAMES[name].but(alpn=offer.alpn)
        elif seen.end == "alert no_application_protocol" and offer.alpn:
            offer = offer.but(alpn=())
        elif seen.close in ("alert bad_record_mac", "alert decrypt_error") and offer.extended_master_secret:
            offer = offer.but(extended_master_secret=False)
        elif seen.asks_certificate and identity is None:
            identity = client_identity()
        else:
            return seen


def _suites(place: Place, version: str, hello: Offer, first: Seen) -> list[str]:
    """The suites that the server accepts for a version, in the order in which it takes them."""
    accepted: list[str] = []
    if not first.hello or first.hello.version != version:
        return accepted
    if version == "TLSv1.3":
        hello = hello.but(shares=(), supported_versions=("TLSv1.3",))  # the HelloRetryRequest names the suite
    while True:
        seen = look(place, hello, TIMEOUT)
        if not seen.hello or seen.hello.version != version or seen.hello.suite in accepted:
            return accepted
        accepted.append(seen.hello.suite)
        hello = hello.but(suites=tuple(suite for suite in hello.suites if suite != seen.hello.suite))


def _groups(place: Place, version: str, hello: Offer) -> list[str]:
    """The groups that the server takes for a version, one after the other."""
    accepted: list[str] = []
    hello = hello.but(shares=(), supported_versions=(version,))
    while True:
        seen = look(place, hello, TIMEOUT)
        if seen.hello and seen.hello.version != version:
            return accepted
        group = seen.retry if version == "TLSv1.3" else seen.group
        if not group or group in accepted or group not in GROUPS:
            return accepted + ([group] if group and group not in GROUPS else [])
        accepted.append(group)
        if group not in hello.groups:
            return accepted
        hello = hello.but(groups=tuple(one for one in hello.groups if one != group))


def parse_response(data: bytes, way: str, close: str | None) -> Answer:
    if data[:3] == b"\x00\x00\x17" or not data.startswith(b"HTTP/1."):
        return Answer(f"{way}: an answer that is not HTTP/1.1", close=close)
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(way, int(first.split()[1]), headers, body, close)


def _read_to_end(connection) -> tuple[bytes, str]:
    data = b""
    try:
        while more := connection.recv(65536):
            data += more
    except ssl.SSLEOFError:
        return data, "closed"
    except ConnectionResetError:
        return data, "reset"
    except TimeoutError:
        return data, "silence"
    return data, "alert close_notify" if isinstance(connection, ssl.SSLSocket) else "closed"


def _clear_answer(place: Place) -> Answer:
    with socket.create_connection((place.address, place.port), TIMEOUT) as connection:
        connection.sendall(request(place.host))
        data, close = _read_to_end(connection)
    return parse_response(data, "clear text", close)


def _openssl(place: Place) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:COMPLEMENTOFALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_TICKET
    context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
    return context


def _openssl_answer(place: Place) -> Answer:
    """Asks by Python's ssl module, which is OpenSSL and has ciphers that this program has not."""
    try:
        with (
            socket.create_connection((place.address, place.port), TIMEOUT) as raw,
            _openssl(place).wrap_socket(
                raw, server_hostname=place.server_name, suppress_ragged_eofs=False
            ) as connection,
        ):
            connection.sendall(request(place.host))
            data, close = _read_to_end(connection)
    except (ssl.SSLError, ConnectionError) as refused:
        return Answer(f"OpenSSL: {getattr(refused, 'reason', None) or refused}")
    return parse_response(data, "OpenSSL", close)


def _resumption(place: Place, by_ticket: bool) -> str:
    """Whether a second connection resumes the session of the first, by OpenSSL."""
    context = _openssl(place)
    if by_ticket:
        context.options &= ~ssl.OP_NO_TICKET
        context.maximum_version = ssl.TLSVersion.TLSv1_3
    with socket.create_connection((place.address, place.port), TIMEOUT) as raw:
        with context.wrap_socket(raw, server_hostname=place.server_name) as connection:
            connection.sendall(request(place.host))
            _read_to_end(connection)
            session = connection.session
    try:
        with socket.create_connection((place.address, place.port), TIMEOUT) as raw:
            with context.wrap_socket(raw, server_hostname=place.server_name, session=session) as connection:
                return "resumed" if connection.session_reused else "not resumed"
    except ssl.SSLError as refused:
        return f"refused: {refused.reason}"
