"""Verifies signatures of certificates and of handshakes. RSA is computed here, whatever the size of the key."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519

from . import x509

_DIGEST_INFO = {
    "md5": "3020300c06082a864886f70d020505000410", "sha1": "3021300906052b0e03021a05000414",
    "sha224": "302d300d06096086480165030402040500041c", "sha256": "3031300d060960864801650304020105000420",
    "sha384": "3041300d060960864801650304020205000430", "sha512": "3051300d060960864801650304020305000440",
}  # fmt: skip
_CURVES = {
    "p-192": ec.SECP192R1, "p-224": ec.SECP224R1, "p-256": ec.SECP256R1, "p-384": ec.SECP384R1, "p-521": ec.SECP521R1,
    "secp256k1": ec.SECP256K1, "brainpoolP256r1": ec.BrainpoolP256R1,
}  # fmt: skip
_HASHES = {
    "sha1": hashes.SHA1, "sha224": hashes.SHA224, "sha256": hashes.SHA256, "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}  # fmt: skip


def is_signed_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the issuer's key made the certificate's signature."""
    name = certificate.signature_algorithm
    data, signature = certificate.signed, certificate.signature
    if name.endswith("WithRSAEncryption"):
        return _is_rsa(issuer) and _rsa_pkcs1(issuer, name.removesuffix("WithRSAEncryption"), data, signature)
    if name.startswith("rsassaPss-with-"):
        return _is_rsa(issuer) and _rsa_pss(issuer, name.removeprefix("rsassaPss-with-").lower(), data, signature)
    if name.startswith("ecdsa-with-"):
        return _ecdsa(issuer, name.removeprefix("ecdsa-with-").lower(), data, signature)
    return _eddsa(issuer, name.removeprefix("id-").lower(), data, signature)


def handshake_signature_is_valid(leaf: bytes, scheme: str | None, data: bytes, signature: bytes) -> bool:
    """Whether the leaf's key made a handshake's signature; without a scheme, by the rules before TLS 1.2."""
    certificate = x509.parse(leaf)
    if scheme is None:
        if not _is_rsa(certificate):
            return _ecdsa(certificate, "sha1", data, signature)
        digest = hashlib.md5(data).digest() + hashlib.sha1(data).digest()
        return hmac.compare_digest(_pad(certificate, digest), _rsa(certificate, signature))
    if scheme.startswith("rsa_pkcs1_"):
        return _is_rsa(certificate) and _rsa_pkcs1(certificate, scheme.removeprefix("rsa_pkcs1_"), data, signature)
    if scheme.startswith("rsa_pss_"):
        kind = "rsa-pss-" if scheme.startswith("rsa_pss_pss_") else "rsa-"
        return certificate.key.rstrip("0123456789") == kind and _rsa_pss(
            certificate, scheme.split("_")[-1], data, signature
        )
    if scheme.startswith("ecdsa_"):
        return _ecdsa(certificate, scheme.split("_")[-1], data, signature)
    return _eddsa(certificate, scheme, data, signature)


def encrypted(leaf: bytes, secret: bytes) -> bytes:
    """A secret encrypted with the leaf's RSA key (RFC 8017 section 7.2.1)."""
    certificate = x509.parse(leaf)
    padding = bytes(1 + byte % 255 for byte in os.urandom(_size(certificate) - 3 - len(secret)))
    return _rsa(certificate, b"\x00\x02" + padding + b"\x00" + secret)


def _is_rsa(certificate: x509.Certificate) -> bool:
    return certificate.key.startswith("rsa-")


def _size(certificate: x509.Certificate) -> int:
    return (certificate.rsa_numbers[0].bit_length() + 7) // 8


def _rsa(certificate: x509.Certificate, signature: bytes) -> bytes:
    modulus, exponent = certificate.rsa_numbers
    return pow(int.from_bytes(signature, "big"), exponent, modulus).to_bytes(_size(certificate), "big")


def _pad(certificate: x509.Certificate, content: bytes) -> bytes:
    """EMSA-PKCS1-v1_5 (RFC 8017 section 9.2)."""
    return b"\x00\x01" + b"\xff" * (_size(certificate) - 3 - len(content)) + b"\x00" + content


def _rsa_pkcs1(certificate: x509.Certificate, digest: str, data: bytes, signature: bytes) -> bool:
    content = bytes.fromhex(_DIGEST_INFO[digest]) + hashlib.new(digest, data).digest()
    return len(signature) == _size(certificate) and hmac.compare_digest(
        _pad(certificate, content), _rsa(certificate, signature)
    )


def _rsa_pss(certificate: x509.Certificate, digest: str, data: bytes, signature: bytes) -> bool:
    """EMSA-PSS-VERIFY with a salt as long as the digest (RFC 8017 section 9.1.2)."""
    if len(signature) != _size(certificate):
        return False
    bits = certificate.rsa_numbers[0].bit_length() - 1
    encoded = _rsa(certificate, signature)[-((bits + 7) // 8) :]
    size = hashlib.new(digest).digest_size
    masked, hashed = encoded[: -size - 1], encoded[-size - 1 : -1]
    block = bytearray(a ^ b for a, b in zip(masked, _mask(digest, hashed, len(masked))))
    block[0] &= 0xFF >> (8 * len(encoded) - bits)
    salt = bytes(block[-size:])
    expected = hashlib.new(digest, bytes(8) + hashlib.new(digest, data).digest() + salt).digest()
    padding = bytes(len(block) - size - 1) + b"\x01"
    return encoded[-1] == 0xBC and bytes(block[:-size]) == padding and hmac.compare_digest(hashed, expected)


def _mask(digest: str, seed: bytes, length: int) -> bytes:
    """MGF1 (RFC 8017 appendix B.2.1)."""
    output, counter = b"", 0
    while len(output) < length:
        output += hashlib.new(digest, seed + counter.to_bytes(4, "big")).digest()
        counter += 1
    return output[:length]


def _ecdsa(certificate: x509.Certificate, digest: str, data: bytes, signature: bytes) -> bool:
    curve = _CURVES.get(certificate.key.split()[0])
    if curve is None:
        return False
    key = ec.EllipticCurvePublicKey.from_encoded_point(curve(), certificate.key_bits)
    try:
        key.verify(signature, data, ec.ECDSA(_HASHES[digest]()))
    except InvalidSignature:
        return False
    return True


def _eddsa(certificate: x509.Certificate, curve: str, data: bytes, signature: bytes) -> bool:
    if certificate.key != curve:
        return False
    kind = ed25519.Ed25519PublicKey if curve == "ed25519" else ed448.Ed448PublicKey
    try:
        kind.from_public_bytes(certificate.key_bits).verify(signature, data)
    except InvalidSignature:
        return False
    return True
