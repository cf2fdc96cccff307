"""Key shares of TLS 1.3 (RFC 8446 section 4.2.8)."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from kyber_py.ml_kem import ML_KEM_768

_CURVES = {"secp224r1": ec.SECP224R1, "secp256r1": ec.SECP256R1, "secp384r1": ec.SECP384R1, "secp521r1": ec.SECP521R1}

# The elliptic curves of TLS 1.3 of which a share can be sent.
ELLIPTIC = ("x25519", "secp256r1", "secp384r1", "secp521r1")


@dataclass(frozen=True)
class KeyShare:
    """A key share that was sent, and the function from the server's share to the shared secret."""

    share: bytes
    agree: Callable[[bytes], bytes]


def key_share(group: str) -> KeyShare | None:
    """A new share; None for a group that this program cannot compute."""
    if group == "x25519":
        return _x25519()
    if group in _CURVES:
        return _elliptic(_CURVES[group]())
    if group == "X25519MLKEM768":
        return _hybrid()
    return None


def finite_field(prime: bytes, generator: bytes) -> KeyShare:
    """A share of a finite-field group; the secret is without leading zeros (RFC 5246 section 8.1.2)."""
    p, g = int.from_bytes(prime, "big"), int.from_bytes(generator, "big")
    private = int.from_bytes(os.urandom(32), "big")

    def encoded(value: int) -> bytes:
        return value.to_bytes((value.bit_length() + 7) // 8, "big")

    return KeyShare(encoded(pow(g, private, p)), lambda peer: encoded(pow(int.from_bytes(peer, "big"), private, p)))


def _x25519() -> KeyShare:
    private = x25519.X25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return KeyShare(public, lambda peer: private.exchange(x25519.X25519PublicKey.from_public_bytes(peer)))


def _elliptic(curve) -> KeyShare:
    private = ec.generate_private_key(curve)
    public = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return KeyShare(
        public, lambda peer: private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(curve, peer))
    )


def _hybrid() -> KeyShare:
    """ML-KEM-768 first, then X25519 (draft-ietf-tls-ecdhe-mlkem)."""
    classic = _x25519()
    encapsulation, decapsulation = ML_KEM_768.keygen()
    ciphertext = 1088

    def agree(peer: bytes) -> bytes:
        return ML_KEM_768.decaps(decapsulation, peer[:ciphertext]) + classic.agree(peer[ciphertext:])

    return KeyShare(encapsulation + classic.share, agree)
