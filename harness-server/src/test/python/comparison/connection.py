"""One connection: sends a ClientHello, and reads the server's first flight, encrypted or not."""

import hashlib
import hmac
import os
import socket
from dataclasses import dataclass, field

from . import messages, tls12, tls13
from .hello import ClientHello, Offer, client_hello
from .identity import ClientIdentity
from .keys import finite_field, key_share
from .registry import SCHEMES, VERSIONS, key_exchange
from .signatures import encrypted, handshake_signature_is_valid
from .wire import Malformed, Reader, number, vector

CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA = 20, 21, 22, 23
MAX_RESPONSE = 64 * 1024
HELLO_REQUEST = b"\x00\x00\x00\x00"


@dataclass(frozen=True)
class Place:
    """Where an endpoint listens, and the name that a client may send; None if it has none.

    The shared address and port are those where the server name chooses the endpoint, if it can be chosen there.
    """

    address: str
    port: int
    host: str
    server_name: str | None
    shared: tuple[str, int] | None = None


@dataclass
class Seen:
    """What came back. The end is 'flight' if the server's first flight arrived whole."""

    offer: Offer
    end: str = ""
    retry: str | None = None
    hello: messages.ServerHello | None = None
    echoes_session_id: bool = False
    encrypted_extensions: dict[str, bytes] = field(default_factory=dict)
    certificates: messages.CertificateEntries | None = None
    status: bytes | None = None
    exchange: messages.ServerKeyExchange | None = None
    request: messages.CertificateRequest | None = None
    compression: str | None = None
    asks_renegotiation: bool = False
    scheme: str | None = None
    signature_valid: bool | None = None
    finished_valid: bool | None = None
    unfinished: str | None = None
    cut_off: int = 0
    tickets: int = 0
    response: bytes | None = None
    records: int = 0
    close: str | None = None

    def ends(self, how: str) -> None:
        """Notes the end of the connection; that of the flight comes first."""
        if self.end:
            self.close = how
        else:
            self.end = how

    @property
    def asks_certificate(self) -> bool:
        return self.request is not None

    @property
    def chain(self) -> list[bytes]:
        return self.certificates.certificates if self.certificates else []

    @property
    def extensions(self) -> dict[str, bytes]:
        """The extensions of the connection, wherever the version puts them."""
        return {**(self.hello.extensions if self.hello else {}), **self.encrypted_extensions}

    @property
    def group(self) -> str | None:
        if self.exchange:
            return self.exchange.group
        share = self.hello.key_share() if self.hello else None
        return share[0] if share else None


def _signed_content(side: str, algorithm: str, transcript: bytes) -> bytes:
    """What a CertificateVerify signs (RFC 8446 section 4.4.3)."""
    return (
        b" " * 64
        + f"TLS 1.3, {side} CertificateVerify\x00".encode("ascii")
        + hashlib.new(algorithm, transcript).digest()
    )


class Ended(Exception):
    """The connection ended before the server's flight did."""


def look(
    place: Place, offer: Offer, timeout: float, request: bytes | None = None, identity: ClientIdentity | None = None
) -> Seen:
    """Connects once. With a request, which may be empty, it completes the handshake and sends the request.

    The identity is for a server of TLS 1.3 that asks for a certificate.
    """
    keys = {group: key_share(group) for group in offer.shares}
    hello = client_hello(offer, place.server_name, keys)
    seen = Seen(offer)
    try:
        with socket.create_connection((place.address, place.port), timeout) as connection:
            connection.sendall(hello.record())
            _Handshake(connection, place, hello, seen, identity).run(request)
    except Ended as ended:
        seen.ends(str(ended))
    except ConnectionResetError:
        seen.ends("reset")
    except TimeoutError:
        seen.ends("silence")
    except Malformed as malformed:
        seen.end = f"malformed: {malformed}"
    except (ValueError, LookupError) as error:
        seen.ends(f"not computed: {error}")
    return seen


class _Handshake:
    """The client's side of a handshake up to the server's Finished or ServerHelloDone."""

    def __init__(
        self, connection: socket.socket, place: Place, hello: ClientHello, seen: Seen, identity: ClientIdentity | None
    ):
        self._socket = connection
        self._place = place
        self._hello = hello
        self._seen = seen
        self._identity = identity
        self._transcript = hello.message
        self._buffer = b""
        self._open: tls12.Protection | tls13.Protection | None = None
        self._pending: tls12.Protection | None = None

    def run(self, request: bytes | None) -> None:
        self._server_hello(self._message(messages.SERVER_HELLO))
        if self._seen.hello.version == "TLSv1.3":
            self._encrypted(request)
        else:
            self._clear()
            self._seen.end = "flight"
            if request is not None:
                self._complete(request)

    # Records and messages

    def _bytes(self, length: int) -> bytes:
        data = b""
        while len(data) < length:
            try:
                more = self._socket.recv(length - len(data))
            finally:
                self._seen.cut_off = len(data)
            if not more:
                raise Ended("closed")
            data += more
        self._seen.cut_off = 0
        return data

    def _record(self) -> tuple[int, bytes]:
        header = self._bytes(1)
        if header[0] not in (CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA):
            raise Ended("clear text")
        header += self._bytes(4)
        content_type, data = header[0], self._bytes(int.from_bytes(header[3:], "big"))
        if self._open and (content_type == APPLICATION_DATA or isinstance(self._open, tls12.Protection)):
            content_type, data = self._open.open(header, data)
        if content_type == CHANGE_CIPHER_SPEC and self._pending:
            self._open, self._pending = self._pending, None
        if content_type == ALERT:
            raise Ended(f"alert {messages.alert_name(data[1])}" if len(data) == 2 else "malformed alert")
        return content_type, data

    def _more(self) -> None:
        content_type, data = self._record()
        if content_type == HANDSHAKE:
            self._buffer += data
        elif content_type != CHANGE_CIPHER_SPEC:
            raise Malformed(f"a record of type {content_type} within the handshake")

    def _next(self) -> tuple[int, bytes]:
        """The next handshake message, which joins the transcript."""
        while len(self._buffer) < 4 or len(self._buffer) < 4 + int.from_bytes(self._buffer[1:4], "big"):
            self._more()
        length = 4 + int.from_bytes(self._buffer[1:4], "big")
        message, self._buffer = self._buffer[:length], self._buffer[length:]
        self._last = message
        self._transcript += message
        return message[0], message[4:]

    def _message(self, wanted: int) -> bytes:
        kind, body = self._next()
        if kind != wanted:
            raise Malformed(f"message {kind} in place of {wanted}")
        return body

    # The hello

    def _server_hello(self, body: bytes) -> None:
        hello = messages.ServerHello.parse(body)
        if hello.is_retry:
            hello = self._retry(hello)
        self._seen.hello = hello
        self._seen.echoes_session_id = bool(hello.session_id) and hello.session_id == self._hello.session_id

    def _retry(self, retry: messages.ServerHello) -> messages.ServerHello:
        group, _ = retry.key_share() or ("none", b"")
        self._seen.retry = group
        share = key_share(group)
        if share is None:
            raise Ended(f"a HelloRetryRequest for {group}, which this program cannot compute")
        algorithm = tls13.SUITES[retry.suite].hash
        first = self._hello
        cookie = Reader(retry.extensions["cookie"]).vector(2) if "cookie" in retry.extensions else b""
        offer = first.offer.but(shares=(group,))
        self._hello = client_hello(
            offer, self._place.server_name, {group: share}, first.random, first.session_id, cookie
        )
        self._socket.sendall(self._hello.record())
        self._transcript = tls13.after_retry(algorithm, first.message, self._last) + self._hello.message
        second = messages.ServerHello.parse(self._message(messages.SERVER_HELLO))
        if second.is_retry:
            raise Malformed("a second HelloRetryRequest")
        return second

    # TLS 1.2 and earlier

    def _clear(self) -> None:
        seen = self._seen
        exchange = key_exchange(seen.hello.suite)
        while True:
            kind, body = self._next()
            if kind == messages.CERTIFICATE:
                seen.certificates = messages.CertificateEntries.parse(body, False)
            elif kind == messages.CERTIFICATE_STATUS:
                seen.status = messages.certificate_status(body)
            elif kind == messages.SERVER_KEY_EXCHANGE:
                seen.exchange = messages.ServerKeyExchange.parse(body, exchange, seen.hello.version)
                seen.scheme = seen.exchange.scheme
                if seen.chain:
                    signed = self._hello.random + seen.hello.random + seen.exchange.signed
                    seen.signature_valid = handshake_signature_is_valid(
                        seen.chain[0], seen.scheme, signed, seen.exchange.signature
                    )
            elif kind == messages.CERTIFICATE_REQUEST:
                seen.request = messages.CertificateRequest.parse(body, seen.hello.version)
            elif kind == messages.SERVER_HELLO_DONE:
                return
            else:
                raise Malformed(f"message {kind} in the server's flight")

    def _complete(self, request: bytes) -> None:
        """Finishes the handshake, without a certificate if one is asked for, and sends a request."""
        seen, hello = self._seen, self._seen.hello
        try:
            tls12.Suite.of(hello.suite, hello.version)
            premaster, exchange = self._premaster()
        except tls12.Unsupported as unsupported:
            seen.unfinished = str(unsupported)
            return
        flight = b""
        if seen.asks_certificate:
            flight += self._client_message(messages.CERTIFICATE, vector(b"", 3))
        flight += self._client_message(messages.CLIENT_KEY_EXCHANGE, exchange)
        session = self._transcript if "extended_master_secret" in hello.extensions else None
        secrets = tls12.Secrets(hello.suite, hello.version, premaster, self._hello.random, hello.random, session)
        client, server = secrets.protections("encrypt_then_mac" in hello.extensions)
        finished = bytes([messages.FINISHED]) + vector(secrets.finished("client", self._transcript), 3)
        self._transcript += finished
        version = number(VERSIONS[hello.version], 2)
        self._socket.sendall(flight + b"\x14" + version + b"\x00\x01\x01" + client.seal(HANDSHAKE, finished))
        self._pending = server
        before = self._transcript
        kind, body = self._next()
        if kind == messages.NEW_SESSION_TICKET:
            seen.tickets += 1
            before = self._transcript
            kind, body = self._next()
        if kind != messages.FINISHED:
            raise Malformed(f"message {kind} in place of Finished")
        seen.finished_valid = hmac.compare_digest(secrets.finished("server", before), body)
        self._request(b"", client, request)

    def _client_message(self, kind: int, body: bytes) -> bytes:
        message = bytes([kind]) + vector(body, 3)
        self._transcript += message
        return b"\x16" + number(VERSIONS[self._seen.hello.version], 2) + vector(message, 2)

    def _premaster(self) -> tuple[bytes, bytes]:
        """The premaster secret, and the body of the ClientKeyExchange."""
        exchange = self._seen.exchange
        if exchange is None:
            secret = number(min(VERSIONS[self._hello.offer.legacy_version], 0x0303), 2) + os.urandom(46)
            return secret, vector(encrypted(self._seen.chain[0], secret), 2)
        if len(exchange.public) == 3:
            share = finite_field(*exchange.public[:2])
            return share.agree(exchange.public[2]), vector(share.share, 2)
        share = key_share(exchange.group)
        if share is None:
            raise tls12.Unsupported(f"{exchange.group} is not computed by this program")
        return share.agree(exchange.public[0]), vector(share.share, 1)

    # TLS 1.3

    def _encrypted(self, request: bytes | None) -> None:
        seen = self._seen
        group, share = seen.hello.key_share() or ("none", b"")
        if group not in self._hello.keys:
            raise Malformed(f"a key share for {group}, for which none was sent")
        schedule = tls13.KeySchedule(seen.hello.suite, self._hello.keys[group].agree(share))
        client = schedule.handshake_secret("c", self._transcript)
        server = schedule.handshake_secret("s", self._transcript)
        self._open = schedule.protection(server)
        while True:
            before = self._transcript
            kind, body = self._next()
            if kind == messages.ENCRYPTED_EXTENSIONS:
                seen.encrypted_extensions = messages.extensions(Reader(body).vector(2))
            elif kind == messages.CERTIFICATE_REQUEST:
                seen.request = messages.CertificateRequest.parse(body, seen.hello.version)
            elif kind in (messages.CERTIFICATE, messages.COMPRESSED_CERTIFICATE):
                if kind == messages.COMPRESSED_CERTIFICATE:
                    seen.compression, body = messages.decompressed(body)
                if "server_certificate_type" in seen.encrypted_extensions:
                    continue  # it is a key
                seen.certificates = messages.CertificateEntries.parse(body, True)
                leaf = seen.certificates.extensions[0] if seen.chain else {}
                if "status_request" in leaf:
                    seen.status = messages.certificate_status(leaf["status_request"])
            elif kind == messages.CERTIFICATE_VERIFY and seen.scheme is None:
                self._verify(schedule.hash, before, body)
            elif kind == messages.FINISHED:
                seen.finished_valid = hmac.compare_digest(schedule.finished(server, before), body)
                break
            else:
                raise Malformed(f"message {kind} in the server's flight")
        seen.end = "flight"
        if request is not None:
            self._ask(schedule, client, request)

    def _verify(self, algorithm: str, transcript: bytes, body: bytes) -> None:
        reader = Reader(body)
        self._seen.scheme = messages.named(messages.SCHEME_NAMES, reader.number(2))
        signature = reader.vector(2)
        signed = _signed_content("server", algorithm, transcript)
        if self._seen.chain:
            self._seen.signature_valid = handshake_signature_is_valid(
                self._seen.chain[0], self._seen.scheme, signed, signature
            )

    def _ask(self, schedule: tls13.KeySchedule, client: bytes, request: bytes) -> None:
        """Finishes the handshake, without a certificate if one is asked for, and sends a request."""
        flight = b"\x14" + b"\x03\x03\x00\x01\x01"
        seal = schedule.protection(client)
        server_finished = self._transcript
        if self._seen.asks_certificate:
            flight += seal.seal(HANDSHAKE, self._client_certificate(schedule.hash))
        finished = bytes([messages.FINISHED]) + vector(schedule.finished(client, self._transcript), 3)
        flight += seal.seal(HANDSHAKE, finished)
        self._open = schedule.protection(schedule.application_secret("s", server_finished))
        client_application = schedule.protection(schedule.application_secret("c", server_finished))
        self._request(flight, client_application, request)

    def _client_certificate(self, algorithm: str) -> bytes:
        """The Certificate message, empty without an identity, and with one also the CertificateVerify."""
        entry = vector(self._identity.certificate, 3) + vector(b"", 2) if self._identity else b""
        certificate = bytes([messages.CERTIFICATE]) + vector(vector(b"", 1) + vector(entry, 3), 3)
        self._transcript += certificate
        if not self._identity:
            return certificate
        signature = self._identity.sign(_signed_content("client", algorithm, self._transcript))
        verify = bytes([messages.CERTIFICATE_VERIFY]) + vector(
            number(SCHEMES[self._identity.scheme], 2) + vector(signature, 2), 3
        )
        self._transcript += verify
        return certificate + verify

    def _request(self, flight: bytes, protection, request: bytes) -> None:
        """Sends what ends the handshake and the request, and reads the answer; an empty request is close_notify."""
        flight += protection.seal(APPLICATION_DATA, request) if request else protection.seal(ALERT, b"\x01\x00")
        self._socket.sendall(flight)
        self._read_response()

    def _read_response(self) -> None:
        """Reads to the end of the connection."""
        seen = self._seen
        seen.response = b""
        while len(seen.response) < MAX_RESPONSE:
            content_type, data = self._record()
            if content_type == APPLICATION_DATA:
                seen.response += data
                seen.records += 1
            elif content_type == HANDSHAKE:
                seen.tickets += data[:1] == bytes([messages.NEW_SESSION_TICKET])
                seen.asks_renegotiation = data == HELLO_REQUEST
                if seen.asks_renegotiation:
                    raise Ended("HelloRequest")
