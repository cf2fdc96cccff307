"""The key schedule and the record protection of TLS 1.3 (RFC 8446 sections 5 and 7)."""

import hashlib
import hmac
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305

from .wire import Malformed, number, vector

APPLICATION_DATA = 23


@dataclass(frozen=True)
class Suite:
    hash: str
    key_length: int
    aead: type
    tag_length: int = 16

    def cipher(self, key: bytes):
        return self.aead(key) if self.aead is not AESCCM else AESCCM(key, tag_length=self.tag_length)


SUITES = {
    "TLS_AES_128_GCM_SHA256": Suite("sha256", 16, AESGCM),
    "TLS_AES_256_GCM_SHA384": Suite("sha384", 32, AESGCM),
    "TLS_CHACHA20_POLY1305_SHA256": Suite("sha256", 32, ChaCha20Poly1305),
    "TLS_AES_128_CCM_SHA256": Suite("sha256", 16, AESCCM),
    "TLS_AES_128_CCM_8_SHA256": Suite("sha256", 16, AESCCM, 8),
}


class Protection:
    """The keys of one direction."""

    def __init__(self, suite: Suite, secret: bytes):
        self._tag_length = suite.tag_length
        self._cipher = suite.cipher(expand_label(suite.hash, secret, "key", b"", suite.key_length))
        self._iv = int.from_bytes(expand_label(suite.hash, secret, "iv", b"", 12), "big")
        self._sequence = 0

    def _nonce(self) -> bytes:
        nonce = number(self._iv ^ self._sequence, 12)
        self._sequence += 1
        return nonce

    def open(self, header: bytes, data: bytes) -> tuple[int, bytes]:
        """The content type and the content of a protected record."""
        try:
            plain = self._cipher.decrypt(self._nonce(), data, header)
        except InvalidTag as wrong:
            raise Malformed("a record that cannot be decrypted") from wrong
        content = plain.rstrip(b"\x00")
        if not content:
            raise Malformed("a protected record without content")
        return content[-1], content[:-1]

    def seal(self, content_type: int, content: bytes) -> bytes:
        inner = content + number(content_type, 1)
        header = b"\x17\x03\x03" + number(len(inner) + self._tag_length, 2)
        sealed = self._cipher.encrypt(self._nonce(), inner, header)
        return b"\x17\x03\x03" + vector(sealed, 2)


def expand_label(algorithm: str, secret: bytes, label: str, context: bytes, length: int) -> bytes:
    """HKDF-Expand-Label (RFC 8446 section 7.1)."""
    info = number(length, 2) + vector(b"tls13 " + label.encode("ascii"), 1) + vector(context, 1)
    block, output, counter = b"", b"", 1
    while len(output) < length:
        block = hmac.new(secret, block + info + bytes([counter]), algorithm).digest()
        output += block
        counter += 1
    return output[:length]


class KeySchedule:
    """The secrets of a handshake without a pre-shared key."""

    def __init__(self, suite: str, shared: bytes):
        self.suite = SUITES[suite]
        self.hash = self.suite.hash
        self._size = hashlib.new(self.hash).digest_size
        early = self._extract(bytes(self._size), bytes(self._size))
        self._handshake = self._extract(self._derived(early), shared)

    def _extract(self, salt: bytes, material: bytes) -> bytes:
        return hmac.new(salt, material, self.hash).digest()

    def _derived(self, secret: bytes) -> bytes:
        return expand_label(self.hash, secret, "derived", hashlib.new(self.hash).digest(), self._size)

    def _secret(self, base: bytes, label: str, transcript: bytes) -> bytes:
        return expand_label(self.hash, base, label, hashlib.new(self.hash, transcript).digest(), self._size)

    def handshake_secret(self, side: str, transcript: bytes) -> bytes:
        return self._secret(self._handshake, f"{side} hs traffic", transcript)

    def application_secret(self, side: str, transcript: bytes) -> bytes:
        master = self._extract(self._derived(self._handshake), bytes(self._size))
        return self._secret(master, f"{side} ap traffic", transcript)

    def finished(self, secret: bytes, transcript: bytes) -> bytes:
        """The verify_data of a Finished message (RFC 8446 section 4.4.4)."""
        key = expand_label(self.hash, secret, "finished", b"", self._size)
        return hmac.new(key, hashlib.new(self.hash, transcript).digest(), self.hash).digest()

    def protection(self, secret: bytes) -> Protection:
        return Protection(self.suite, secret)


def after_retry(algorithm: str, first_hello: bytes, retry: bytes) -> bytes:
    """The start of the transcript after a HelloRetryRequest (RFC 8446 section 4.4.1)."""
    return b"\xfe" + vector(hashlib.new(algorithm, first_hello).digest(), 3) + retry
