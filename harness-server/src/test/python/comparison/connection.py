"""One connection: sends a ClientHello, and reads the server's first flight, encrypted or not."""

import hmac
import socket
from dataclasses import dataclass, field

from . import messages, tls13
from .hello import ClientHello, Offer, client_hello
from .keys import key_share
from .registry import key_exchange
from .signatures import handshake_signature_is_valid
from .wire import Malformed, Reader, vector

CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA = 20, 21, 22, 23
MAX_RESPONSE = 64 * 1024


@dataclass(frozen=True)
class Place:
    """Where an endpoint listens, and the name that a client may send; None if it has none."""

    address: str
    port: int
    host: str
    server_name: str | None


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
    asks_certificate: bool = False
    scheme: str | None = None
    signature_valid: bool | None = None
    finished_valid: bool | None = None
    cut_off: int = 0
    tickets: int = 0
    response: bytes | None = None
    close: str | None = None

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


class Ended(Exception):
    """The connection ended before the server's flight did."""


def look(place: Place, offer: Offer, timeout: float, request: bytes = b"") -> Seen:
    """Connects once. A request is sent, over TLS 1.3, if there is one."""
    keys = {group: key_share(group) for group in offer.shares}
    hello = client_hello(offer, place.server_name, keys)
    seen = Seen(offer)
    try:
        with socket.create_connection((place.address, place.port), timeout) as connection:
            connection.sendall(hello.record())
            _Handshake(connection, place, hello, seen).run(request)
    except Ended as ended:
        seen.end = seen.end or str(ended)
    except ConnectionResetError:
        seen.end = seen.end or "reset"
    except (socket.timeout, TimeoutError):
        seen.end = seen.end or "silence"
    except Malformed as malformed:
        seen.end = f"malformed: {malformed}"
    return seen


class _Handshake:
    """The client's side of a handshake up to the server's Finished or ServerHelloDone."""

    def __init__(self, connection: socket.socket, place: Place, hello: ClientHello, seen: Seen):
        self._socket = connection
        self._place = place
        self._hello = hello
        self._seen = seen
        self._transcript = hello.message
        self._buffer = b""
        self._open: tls13.Protection | None = None

    def run(self, request: bytes) -> None:
        self._server_hello(self._message(messages.SERVER_HELLO))
        if self._seen.hello.version == "TLSv1.3":
            self._encrypted(request)
        else:
            self._clear()
        self._seen.end = self._seen.end or "flight"

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
        if self._open and content_type == APPLICATION_DATA:
            content_type, data = self._open.open(header, data)
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
        self._hello = client_hello(offer, self._place.server_name, {group: share}, first.random, first.session_id, cookie)
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
                    seen.signature_valid = handshake_signature_is_valid(seen.chain[0], seen.scheme, signed, seen.exchange.signature)
            elif kind == messages.CERTIFICATE_REQUEST:
                seen.asks_certificate = True
            elif kind == messages.SERVER_HELLO_DONE:
                return
            else:
                raise Malformed(f"message {kind} in the server's flight")

    # TLS 1.3

    def _encrypted(self, request: bytes) -> None:
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
                seen.asks_certificate = True
            elif kind == messages.CERTIFICATE:
                seen.certificates = messages.CertificateEntries.parse(body, True)
                leaf = seen.certificates.extensions[0] if seen.chain else {}
                if "status_request" in leaf:
                    seen.status = messages.certificate_status(leaf["status_request"])
            elif kind == messages.CERTIFICATE_VERIFY:
                self._verify(schedule.hash, before, body)
            elif kind == messages.FINISHED:
                seen.finished_valid = hmac.compare_digest(schedule.finished(server, before), body)
                break
            else:
                raise Malformed(f"message {kind} in the server's flight")
        seen.end = "flight"
        if request:
            self._ask(schedule, client, request)

    def _verify(self, algorithm: str, transcript: bytes, body: bytes) -> None:
        reader = Reader(body)
        self._seen.scheme = messages.named(messages.SCHEME_NAMES, reader.number(2))
        signature = reader.vector(2)
        digest = tls13.hashlib.new(algorithm, transcript).digest()
        signed = b" " * 64 + b"TLS 1.3, server CertificateVerify\x00" + digest
        self._seen.signature_valid = handshake_signature_is_valid(self._seen.chain[0], self._seen.scheme, signed, signature)

    def _ask(self, schedule: tls13.KeySchedule, client: bytes, request: bytes) -> None:
        """Finishes the handshake, without a certificate if one is asked for, and sends a request."""
        flight = b"\x14" + b"\x03\x03\x00\x01\x01"
        seal = schedule.protection(client)
        server_finished = self._transcript
        if self._seen.asks_certificate:
            empty = bytes([messages.CERTIFICATE]) + vector(vector(b"", 1) + vector(b"", 3), 3)
            flight += seal.seal(HANDSHAKE, empty)
            self._transcript += empty
        finished = bytes([messages.FINISHED]) + vector(schedule.finished(client, self._transcript), 3)
        flight += seal.seal(HANDSHAKE, finished)
        self._open = schedule.protection(schedule.application_secret("s", server_finished))
        flight += schedule.protection(schedule.application_secret("c", server_finished)).seal(APPLICATION_DATA, request)
        self._socket.sendall(flight)
        self._read_response()

    def _read_response(self) -> None:
        seen = self._seen
        seen.response = b""
        try:
            while len(seen.response) < MAX_RESPONSE:
                content_type, data = self._record()
                if content_type == APPLICATION_DATA:
                    seen.response += data
                elif content_type == HANDSHAKE:
                    seen.tickets += data[:1] == bytes([messages.NEW_SESSION_TICKET])
        except Ended as ended:
            seen.close = str(ended)
        except ConnectionResetError:
            seen.close = "reset"
        except (socket.timeout, TimeoutError):
            seen.close = "silence"
