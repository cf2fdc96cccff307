"""Names and code points of TLS, from the IANA registries."""

from pathlib import Path

VERSIONS = {"SSLv3": 0x0300, "TLSv1.0": 0x0301, "TLSv1.1": 0x0302, "TLSv1.2": 0x0303, "TLSv1.3": 0x0304}
VERSION_NAMES = {code: name for name, code in VERSIONS.items()}

GROUPS = {
    "sect163k1": 1, "sect233k1": 6, "sect283r1": 10, "secp160k1": 15, "secp160r1": 16, "secp160r2": 17,
    "secp192k1": 18, "secp192r1": 19, "secp224k1": 20, "secp224r1": 21, "secp256k1": 22, "secp256r1": 23,
    "secp384r1": 24, "secp521r1": 25, "brainpoolP256r1": 26, "brainpoolP384r1": 27, "brainpoolP512r1": 28,
    "x25519": 29, "x448": 30, "brainpoolP256r1tls13": 31, "brainpoolP384r1tls13": 32, "brainpoolP512r1tls13": 33,
    "curveSM2": 41, "ffdhe2048": 256, "ffdhe3072": 257, "ffdhe4096": 258, "ffdhe6144": 259, "ffdhe8192": 260,
    "MLKEM512": 0x0200, "MLKEM768": 0x0201, "MLKEM1024": 0x0202, "SecP256r1MLKEM768": 0x11EB,
    "X25519MLKEM768": 0x11EC, "SecP384r1MLKEM1024": 0x11ED,
}  # fmt: skip
GROUP_NAMES = {code: name for name, code in GROUPS.items()}

# The strong schemes first, ECDSA before RSA as Apple's clients do; the weak ones of TLS 1.2 last.
SCHEMES = {
    "ecdsa_secp256r1_sha256": 0x0403, "rsa_pss_rsae_sha256": 0x0804, "rsa_pkcs1_sha256": 0x0401,
    "ecdsa_secp384r1_sha384": 0x0503, "ecdsa_secp521r1_sha512": 0x0603, "rsa_pss_rsae_sha384": 0x0805,
    "rsa_pkcs1_sha384": 0x0501, "rsa_pss_rsae_sha512": 0x0806, "rsa_pkcs1_sha512": 0x0601,
    "ed25519": 0x0807, "ed448": 0x0808, "rsa_pss_pss_sha256": 0x0809, "rsa_pss_pss_sha384": 0x080A,
    "rsa_pss_pss_sha512": 0x080B, "ecdsa_brainpoolP256r1tls13_sha256": 0x081A,
    "ecdsa_brainpoolP384r1tls13_sha384": 0x081B, "ecdsa_brainpoolP512r1tls13_sha512": 0x081C,
    "ecdsa_sha224": 0x0303, "rsa_pkcs1_sha224": 0x0301, "ecdsa_sha1": 0x0203, "rsa_pkcs1_sha1": 0x0201,
    "rsa_pkcs1_md5": 0x0101,
}  # fmt: skip
SCHEME_NAMES = {code: name for name, code in SCHEMES.items()}
WEAK_SCHEMES = {name for name in SCHEMES if name.endswith(("_sha1", "_sha224", "_md5"))}

EXTENSIONS = {
    "server_name": 0, "status_request": 5, "supported_groups": 10, "ec_point_formats": 11, "signature_algorithms": 13,
    "alpn": 16, "signed_certificate_timestamp": 18, "server_certificate_type": 20, "padding": 21,
    "encrypt_then_mac": 22, "extended_master_secret": 23,
    "compress_certificate": 27, "record_size_limit": 28, "session_ticket": 35, "supported_versions": 43, "cookie": 44,
    "psk_key_exchange_modes": 45, "key_share": 51, "next_protocol_negotiation": 13172, "renegotiation_info": 0xFF01,
}  # fmt: skip
EXTENSION_NAMES = {code: name for name, code in EXTENSIONS.items()}

ALERTS = {
    0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 40: "handshake_failure", 42: "bad_certificate",
    43: "unsupported_certificate", 47: "illegal_parameter", 50: "decode_error", 51: "decrypt_error",
    70: "protocol_version", 71: "insufficient_security", 80: "internal_error", 86: "inappropriate_fallback",
    90: "user_canceled", 109: "missing_extension", 110: "unsupported_extension", 112: "unrecognized_name",
    116: "certificate_required", 120: "no_application_protocol",
}  # fmt: skip

# How the primes of RFC 2409, RFC 3526 and RFC 7919 begin; their lengths tell those of one family apart.
_MODP_START = "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74"
_FFDHE_START = "ffffffffffffffffadf85458a2bb4a9aafdc5620273d3cf1"


def finite_field_name(prime: bytes) -> str:
    """The name of a prime of Diffie-Hellman: modp of RFC 2409 and RFC 3526, or ffdhe of RFC 7919."""
    bits = int.from_bytes(prime, "big").bit_length()
    for family, start in (("modp", _MODP_START), ("ffdhe", _FFDHE_START)):
        if prime.hex().startswith(start):
            return f"{family}{bits}"
    return f"unknown prime of {bits} bits"


def _read_suites() -> dict[str, int]:
    lines = (Path(__file__).parent / "cipher-suites.txt").read_text(encoding="ascii").splitlines()
    pairs = (line.split() for line in lines if not line.startswith("#"))
    return {name: int(code, 16) for code, name in pairs}


SUITES = _read_suites()
SUITE_NAMES = {code: name for name, code in SUITES.items()}


def key_exchange(suite: str) -> str:
    """The key exchange in a suite's name, for example ECDHE_RSA; TLS13 for a suite of TLS 1.3."""
    return suite[len("TLS_") :].split("_WITH_")[0] if "_WITH_" in suite else "TLS13"


def suite_fits_version(suite: str, version: str) -> bool:
    """Whether a version has the suite: RFC 8446 B.4, RFC 5246 appendix A.5, RFC 5288 section 4, RFC 8422 section 2."""
    if (key_exchange(suite) == "TLS13") != (version == "TLSv1.3"):
        return False
    new = any(word in suite for word in ("_GCM_", "_CCM", "POLY1305")) or suite.endswith(("_SHA256", "_SHA384"))
    if version in ("SSLv3", "TLSv1.0", "TLSv1.1") and new:
        return False
    return version != "SSLv3" or not key_exchange(suite).startswith("EC")
