"""Keys and record protection of TLS 1.0 to 1.2 (RFC 5246 sections 5, 6 and 8, RFC 7627, RFC 7366)."""

import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.decrepit.ciphers.algorithms import Camellia, TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.ciphers.algorithms import AES

from .registry import VERSIONS
from .wire import Malformed, number, vector


class Unsupported(Exception):
    """A cipher or a version that this program cannot compute."""


@dataclass(frozen=True)
class Suite:
    """The sizes and functions of a suite, read from its name."""

    cipher: str
    key: int
    mac: str | None
    prf: str
    tag: int = 16

    @staticmethod
    def of(name: str, version: str) -> "Suite":
        if version not in ("TLSv1.0", "TLSv1.1", "TLSv1.2"):
            raise Unsupported(f"{version} is not computed by this program")
        cipher = name.split("_WITH_")[1]
        prf = ("sha384" if cipher.endswith("SHA384") else "sha256") if version == "TLSv1.2" else "md5+sha1"
        key = 32 if "_256_" in cipher else 24 if cipher.startswith("3DES") else 16
        for prefix, kind in (("AES", "AES"), ("CAMELLIA", "Camellia"), ("3DES", "3DES")):
            if cipher.startswith(prefix) and "_CBC_" in cipher:
                return Suite(
                    kind, key, cipher.rsplit("_", 1)[1].lower().replace("sha", "sha1", cipher.endswith("_SHA")), prf
                )
        if cipher.startswith("AES") and "_GCM_" in cipher:
            return Suite("GCM", key, None, prf)
        if cipher.startswith("AES") and "_CCM" in cipher:
            return Suite("CCM", key, None, prf, 8 if cipher.endswith("CCM_8") else 16)
        if cipher.startswith("CHACHA20_POLY1305"):
            return Suite("ChaCha20", 32, None, prf)
        if cipher.startswith("NULL_"):
            return Suite("NULL", 0, "sha256" if cipher.endswith("SHA256") else "sha1", prf)
        raise Unsupported(f"{name} is not computed by this program")

    @property
    def mac_key(self) -> int:
        return hashlib.new(self.mac).digest_size if self.mac else 0

    @property
    def block(self) -> int:
        return {"AES": 16, "Camellia": 16, "3DES": 8}.get(self.cipher, 0)


def digest(prf: str, data: bytes) -> bytes:
    """The hash of the transcript."""
    if prf == "md5+sha1":
        return hashlib.md5(data).digest() + hashlib.sha1(data).digest()
    return hashlib.new(prf, data).digest()


def _p_hash(algorithm: str, secret: bytes, seed: bytes, length: int) -> bytes:
    output, a = b"", seed
    while len(output) < length:
        a = hmac.new(secret, a, algorithm).digest()
        output += hmac.new(secret, a + seed, algorithm).digest()
    return output[:length]


def prf(kind: str, secret: bytes, label: str, seed: bytes, length: int) -> bytes:
    """The pseudorandom function (RFC 5246 section 5, RFC 4346 section 5)."""
    seed = label.encode("ascii") + seed
    if kind != "md5+sha1":
        return _p_hash(kind, secret, seed, length)
    half = (len(secret) + 1) // 2
    parts = _p_hash("md5", secret[:half], seed, length), _p_hash("sha1", secret[-half:], seed, length)
    return bytes(a ^ b for a, b in zip(*parts))


class Protection:
    """One direction of a connection."""

    def __init__(self, suite: Suite, version: str, mac_key: bytes, key: bytes, iv: bytes, encrypt_then_mac: bool):
        self._suite, self._version = suite, number(VERSIONS[version], 2)
        self._mac_key, self._key, self._iv = mac_key, key, iv
        self._encrypt_then_mac = encrypt_then_mac and suite.block > 0
        self._chained = version == "TLSv1.0"
        self._sequence = 0

    def _header(self, content_type: int, length: int) -> bytes:
        return number(self._sequence, 8) + number(content_type, 1) + self._version + number(length, 2)

    def _mac(self, content_type: int, data: bytes) -> bytes:
        return hmac.new(self._mac_key, self._header(content_type, len(data)) + data, self._suite.mac).digest()

    def seal(self, content_type: int, content: bytes) -> bytes:
        sealed = self._seal_block(content_type, content) if self._suite.mac else self._seal_aead(content_type, content)
        self._sequence += 1
        return number(content_type, 1) + self._version + vector(sealed, 2)

    def open(self, header: bytes, data: bytes) -> tuple[int, bytes]:
        content_type = header[0]
        content = self._open_block(content_type, data) if self._suite.mac else self._open_aead(content_type, data)
        self._sequence += 1
        return content_type, content

    # AEAD

    def _aead(self):
        if self._suite.cipher == "GCM":
            return AESGCM(self._key)
        if self._suite.cipher == "CCM":
            return AESCCM(self._key, tag_length=self._suite.tag)
        return ChaCha20Poly1305(self._key)

    def _nonce(self, explicit: bytes) -> bytes:
        if self._suite.cipher == "ChaCha20":
            return number(int.from_bytes(self._iv, "big") ^ self._sequence, 12)
        return self._iv + explicit

    def _seal_aead(self, content_type: int, content: bytes) -> bytes:
        explicit = b"" if self._suite.cipher == "ChaCha20" else number(self._sequence, 8)
        return explicit + self._aead().encrypt(self._nonce(explicit), content, self._header(content_type, len(content)))

    def _open_aead(self, content_type: int, data: bytes) -> bytes:
        size = 0 if self._suite.cipher == "ChaCha20" else 8
        explicit, sealed = data[:size], data[size:]
        try:
            header = self._header(content_type, len(sealed) - self._suite.tag)
            return self._aead().decrypt(self._nonce(explicit), sealed, header)
        except (InvalidTag, ValueError, OverflowError) as wrong:
            raise Malformed("a record that cannot be decrypted") from wrong

    # Block ciphers, and no cipher

    def _algorithm(self):
        return {"AES": AES, "Camellia": Camellia, "3DES": TripleDES}[self._suite.cipher](self._key)

    def _seal_block(self, content_type: int, content: bytes) -> bytes:
        if not self._suite.block:
            return content + self._mac(content_type, content)
        plain = content if self._encrypt_then_mac else content + self._mac(content_type, content)
        padding = self._suite.block - 1 - len(plain) % self._suite.block
        plain += bytes([padding]) * (padding + 1)
        iv = self._iv if self._chained else os.urandom(self._suite.block)
        encryptor = Cipher(self._algorithm(), modes.CBC(iv)).encryptor()
        sealed = encryptor.update(plain) + encryptor.finalize()
        self._iv = sealed[-self._suite.block :]
        sealed = sealed if self._chained else iv + sealed
        return sealed + (self._mac(content_type, sealed) if self._encrypt_then_mac else b"")

    def _open_block(self, content_type: int, data: bytes) -> bytes:
        size = self._suite.mac_key
        if not self._suite.block:
            return self._checked(content_type, data[:-size], data[-size:])
        if self._encrypt_then_mac:
            data = self._checked(content_type, data[:-size], data[-size:])
        iv = self._iv if self._chained else data[: self._suite.block]
        sealed = data if self._chained else data[self._suite.block :]
        if not sealed or len(sealed) % self._suite.block:
            raise Malformed("a record that is not whole blocks")
        decryptor = Cipher(self._algorithm(), modes.CBC(iv)).decryptor()
        plain = decryptor.update(sealed) + decryptor.finalize()
        self._iv = sealed[-self._suite.block :]
        padding = plain[-1]
        if len(plain) < padding + 1 or plain[-padding - 1 :] != bytes([padding]) * (padding + 1):
            raise Malformed("a record with wrong padding")
        plain = plain[: -padding - 1]
        return plain if self._encrypt_then_mac else self._checked(content_type, plain[:-size], plain[-size:])

    def _checked(self, content_type: int, data: bytes, mac: bytes) -> bytes:
        if not hmac.compare_digest(self._mac(content_type, data), mac):
            raise Malformed("a record with a wrong MAC")
        return data


class Secrets:
    """The keys of a connection."""

    def __init__(
        self,
        suite_name: str,
        version: str,
        premaster: bytes,
        client_random: bytes,
        server_random: bytes,
        session: bytes | None,
    ):
        """'session' is the transcript for the extended master secret, or None without it."""
        self.suite = Suite.of(suite_name, version)
        self._version = version
        self._randoms = client_random, server_random
        if session is None:
            self._master = prf(self.suite.prf, premaster, "master secret", client_random + server_random, 48)
        else:
            self._master = prf(self.suite.prf, premaster, "extended master secret", digest(self.suite.prf, session), 48)

    def finished(self, side: str, transcript: bytes) -> bytes:
        return prf(self.suite.prf, self._master, f"{side} finished", digest(self.suite.prf, transcript), 12)

    def protections(self, encrypt_then_mac: bool) -> tuple[Protection, Protection]:
        """The client's and the server's direction."""
        suite = self.suite
        iv = {"GCM": 4, "CCM": 4, "ChaCha20": 12}.get(suite.cipher, suite.block if self._version == "TLSv1.0" else 0)
        sizes = [suite.mac_key, suite.mac_key, suite.key, suite.key, iv, iv]
        block = prf(suite.prf, self._master, "key expansion", self._randoms[1] + self._randoms[0], sum(sizes))
        parts = []
        for size in sizes:
            parts.append(block[:size])
            block = block[size:]
        return tuple(Protection(suite, self._version, *parts[side::2], encrypt_then_mac) for side in (0, 1))
