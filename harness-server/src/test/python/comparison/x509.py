"""A parser of X.509 certificates (RFC 5280)."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cache, cached_property

from . import der
from .wire import Malformed

_SIGNATURES = {
    "1.2.840.113549.1.1.4": "md5WithRSAEncryption", "1.2.840.113549.1.1.5": "sha1WithRSAEncryption",
    "1.2.840.113549.1.1.14": "sha224WithRSAEncryption", "1.2.840.113549.1.1.11": "sha256WithRSAEncryption",
    "1.2.840.113549.1.1.12": "sha384WithRSAEncryption", "1.2.840.113549.1.1.13": "sha512WithRSAEncryption",
    "1.2.840.10045.4.1": "ecdsa-with-SHA1", "1.2.840.10045.4.3.1": "ecdsa-with-SHA224",
    "1.2.840.10045.4.3.2": "ecdsa-with-SHA256", "1.2.840.10045.4.3.3": "ecdsa-with-SHA384",
    "1.2.840.10045.4.3.4": "ecdsa-with-SHA512", "1.3.101.112": "id-Ed25519", "1.3.101.113": "id-Ed448",
}  # fmt: skip
_PSS = "1.2.840.113549.1.1.10"
_MGF1 = "1.2.840.113549.1.1.8"
_HASHES = {
    "1.3.14.3.2.26": ("SHA1", 20), "2.16.840.1.101.3.4.2.4": ("SHA224", 28), "2.16.840.1.101.3.4.2.1": ("SHA256", 32),
    "2.16.840.1.101.3.4.2.2": ("SHA384", 48), "2.16.840.1.101.3.4.2.3": ("SHA512", 64),
}  # fmt: skip
_CURVES = {
    "1.2.840.10045.3.1.1": "p-192", "1.3.132.0.33": "p-224", "1.2.840.10045.3.1.7": "p-256", "1.3.132.0.34": "p-384",
    "1.3.132.0.35": "p-521", "1.3.132.0.10": "secp256k1", "1.3.36.3.3.2.8.1.1.7": "brainpoolP256r1",
}  # fmt: skip
# The field's prime tells which curve explicit parameters describe.
_PRIMES = {
    2**256 - 2**224 + 2**192 + 2**96 - 1: "p-256",
    2**384 - 2**128 - 2**96 + 2**32 - 1: "p-384",
    2**521 - 1: "p-521",
}
_EXTENSIONS = {
    "2.5.29.14": "subjectKeyIdentifier", "2.5.29.15": "keyUsage", "2.5.29.17": "subjectAltName",
    "2.5.29.19": "basicConstraints", "2.5.29.30": "nameConstraints", "2.5.29.31": "cRLDistributionPoints",
    "2.5.29.35": "authorityKeyIdentifier", "2.5.29.37": "extKeyUsage", "1.3.6.1.5.5.7.1.1": "authorityInfoAccess",
    "1.3.6.1.5.5.7.1.24": "tlsFeature", "2.999.1": "unknown",
}  # fmt: skip
_PURPOSES = {
    "1.3.6.1.5.5.7.3.1": "serverAuth", "1.3.6.1.5.5.7.3.2": "clientAuth", "1.3.6.1.5.5.7.3.3": "codeSigning",
    "2.5.29.37.0": "anyExtendedKeyUsage",
}  # fmt: skip
_USAGES = (
    "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign",
    "cRLSign", "encipherOnly", "decipherOnly",
)  # fmt: skip


@dataclass(frozen=True)
class Extension:
    name: str
    critical: bool
    value: bytes


@dataclass(frozen=True)
class Certificate:
    """The fields of a certificate, as they are encoded."""

    raw: bytes
    signed: bytes
    version: int
    serial: int
    serial_octets: int
    inner_algorithm: bytes
    outer_algorithm: der.Value
    issuer: bytes
    subject: bytes
    not_before: datetime
    not_after: datetime
    key_info: der.Value
    extensions: tuple[Extension, ...]
    signature: bytes

    def extension(self, name: str) -> Extension | None:
        return next((e for e in self.extensions if e.name == name), None)

    def _value(self, name: str) -> der.Value | None:
        found = self.extension(name)
        return der.parse(found.value) if found else None

    @property
    def self_issued(self) -> bool:
        return self.issuer == self.subject

    @cached_property
    def signature_algorithm(self) -> str:
        """By OpenSSL's name; for RSASSA-PSS with the digest."""
        parts = self.outer_algorithm.sequence()
        oid = parts[0].oid()
        if oid == _PSS:
            return f"rsassaPss-with-{pss_parameters(parts[1])[0]}"
        name = _SIGNATURES.get(oid, oid)
        wants_null = name.endswith("WithRSAEncryption")
        if wants_null != (len(parts) == 2 and parts[1].raw == b"\x05\x00") or (not wants_null and len(parts) > 1):
            raise Malformed(f"parameters of {name} that do not belong there")
        return name

    @cached_property
    def common_name(self) -> str:
        names = [attribute.sequence() for rdn in der.parse(self.subject).sequence() for attribute in rdn.children()]
        return ", ".join(value.content.decode("utf-8") for kind, value in names if kind.oid() == "2.5.4.3")

    @cached_property
    def key(self) -> str:
        """The key as scenario files write it; explicit parameters of a curve are marked."""
        algorithm, bits = self.key_info.sequence()
        parts = algorithm.sequence()
        oid = parts[0].oid()
        if oid in ("1.2.840.113549.1.1.1", _PSS):
            modulus = self.rsa_numbers[0].bit_length()
            return f"{'rsa-pss' if oid == _PSS else 'rsa'}-{modulus}"
        if oid == "1.2.840.10045.2.1":
            if parts[1].tag == der.OBJECT_IDENTIFIER:
                return _CURVES.get(parts[1].oid(), parts[1].oid())
            prime = parts[1].sequence()[1].sequence()[1].integer()
            return f"{_PRIMES.get(prime, hex(prime))} with explicit parameters"
        return {"1.3.101.112": "ed25519", "1.3.101.113": "ed448"}.get(oid, oid)

    @cached_property
    def unusual_key(self) -> list[str]:
        """What a scenario file cannot say about the key (RFC 3279 section 2.3, RFC 4055 section 1.2, RFC 8410)."""
        algorithm, bits = self.key_info.sequence()
        oid, *parameters = algorithm.sequence()
        found = []
        if self.key.startswith("rsa"):
            modulus, exponent = self.rsa_numbers
            if exponent != 65537:
                found.append(f"exponent {exponent}")
            if modulus % 2 == 0:
                found.append("an even modulus")
        elif oid.oid() == "1.2.840.10045.2.1" and self.key_bits[:1] != b"\x04":
            found.append("a point that is not uncompressed")
        wanted = b"\x05\x00" if oid.oid() == "1.2.840.113549.1.1.1" else b""
        if oid.oid() != "1.2.840.10045.2.1" and b"".join(one.raw for one in parameters) != wanted:
            found.append("parameters of the algorithm")
        if bits.bits()[0]:
            found.append("unused bits")
        return found

    @cached_property
    def rsa_numbers(self) -> tuple[int, int]:
        modulus, exponent = der.parse(self.key_bits).sequence()
        return modulus.integer(), exponent.integer()

    @cached_property
    def key_bits(self) -> bytes:
        return self.key_info.sequence()[1].octets_of_bits()

    @cached_property
    def names(self) -> list[str] | None:
        """The entries of the subjectAltName; None without it."""
        value = self._value("subjectAltName")
        return None if value is None else [general_name(entry) for entry in value.sequence()]

    @cached_property
    def purposes(self) -> list[str] | None:
        value = self._value("extKeyUsage")
        return None if value is None else [_PURPOSES.get(p.oid(), p.oid()) for p in value.sequence()]

    @cached_property
    def usages(self) -> set[str] | None:
        value = self._value("keyUsage")
        if value is None:
            return None
        unused, data = value.bits()
        return {_USAGES[i] for i in range(8 * len(data) - unused) if data[i // 8] >> (7 - i % 8) & 1}

    @cached_property
    def basic_constraints(self) -> tuple[bool, int | None] | None:
        """Whether it is a CA, and its path length; None without the extension."""
        value = self._value("basicConstraints")
        if value is None:
            return None
        parts = value.sequence()
        authority = bool(parts) and parts[0].tag == der.BOOLEAN and parts[0].boolean()
        lengths = [part.integer() for part in parts if part.tag == der.INTEGER]
        return authority, (lengths[0] if lengths else None)

    @cached_property
    def name_constraints(self) -> dict[str, list[str]] | None:
        """The permitted and the excluded subtrees; None without the extension."""
        value = self._value("nameConstraints")
        if value is None:
            return None
        found: dict[str, list[str]] = {"permitted": [], "excluded": []}
        for part in value.sequence():
            kind = {0xA0: "permitted", 0xA1: "excluded"}[part.tag]
            for subtree in part.children():
                base, *limits = subtree.sequence()
                found[kind].append(general_name(base) + (" with limits" if limits else ""))
        return found

    @cached_property
    def key_identifier(self) -> bytes | None:
        value = self._value("subjectKeyIdentifier")
        return None if value is None else value.expect(der.OCTET_STRING).content

    @cached_property
    def authority_identifier(self) -> bytes | None:
        value = self._value("authorityKeyIdentifier")
        if value is None:
            return None
        return next((part.content for part in value.sequence() if part.tag == 0x80), b"")

    @cached_property
    def crl_urls(self) -> list[str]:
        value = self._value("cRLDistributionPoints")
        if value is None:
            return []
        return [
            general_name(name)
            for point in value.sequence()
            for field in point.sequence()
            for full in field.children()
            for name in full.children()
        ]

    @cached_property
    def ocsp_urls(self) -> list[str]:
        value = self._value("authorityInfoAccess")
        if value is None:
            return []
        found = []
        for description in value.sequence():
            method, location = description.sequence()
            kind = "" if method.oid() == "1.3.6.1.5.5.7.48.1" else f"{method.oid()} "
            found.append(kind + general_name(location))
        return found

    @cached_property
    def tls_features(self) -> list[int]:
        value = self._value("tlsFeature")
        return [] if value is None else [feature.integer() for feature in value.sequence()]


def pss_parameters(parameters: der.Value) -> tuple[str, int]:
    """The digest and the length of the salt of RSASSA-PSS (RFC 4055 section 3.1)."""
    digest, mask, salt = ("SHA1", 20), ("SHA1", 20), 20
    for part in parameters.sequence():
        inner = part.children()[0]
        if part.tag == 0xA0:
            digest = _HASHES[inner.sequence()[0].oid()]
        elif part.tag == 0xA1:
            function, hashing = inner.sequence()
            if function.oid() != _MGF1:
                raise Malformed("a mask generation function that is not MGF1")
            mask = _HASHES[hashing.sequence()[0].oid()]
        elif part.tag == 0xA2:
            salt = inner.integer()
    if mask != digest or salt != digest[1]:
        raise Malformed("RSASSA-PSS with a mask or salt that does not belong to the digest")
    return digest[0], salt


def general_name(value: der.Value) -> str:
    """A GeneralName; an address in a name constraint has its prefix length."""
    if value.tag == 0x82:
        return value.content.decode("ascii")
    if value.tag == 0x81:
        return f"email:{value.content.decode('ascii')}"
    if value.tag == 0x86:
        return f"URI:{value.content.decode('ascii')}"
    if value.tag == 0x87:
        size = len(value.content)
        if size in (4, 16):
            return str(ipaddress.ip_address(value.content))
        if size in (8, 32):
            address, mask = ipaddress.ip_address(value.content[: size // 2]), value.content[size // 2 :]
            return f"{address}/{bin(int.from_bytes(mask, 'big')).count('1')}"
    if value.tag == 0xA4:
        return f"directory:{value.content.hex()}"
    return f"name of type 0x{value.tag:02x}"


def moment(value: der.Value, generalized: bool = False) -> datetime:
    """A time of a certificate or CRL; with 'generalized' one that is always GeneralizedTime, as those of OCSP are."""
    text = value.content.decode("ascii")
    if value.tag == der.UTC_TIME and not generalized:
        year = int(text[:2])
        text = f"{2000 + year if year < 50 else 1900 + year}{text[2:]}"
    elif value.tag != der.GENERALIZED_TIME:
        raise Malformed("a time that is neither UTCTime nor GeneralizedTime")
    found = datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=timezone.utc)
    if not generalized and (value.tag == der.UTC_TIME) != (found.year < 2050):
        raise Malformed("GeneralizedTime before 2050, or UTCTime after it (RFC 5280 section 4.1.2.5)")
    return found


@cache
def parse(raw: bytes) -> Certificate:
    signed, outer, signature = der.parse(raw).sequence()
    fields = signed.sequence()
    version = 1
    if fields[0].tag == 0xA0:
        version = fields.pop(0).children()[0].integer() + 1
    serial, inner, issuer, validity, subject, key_info = fields[:6]
    not_before, not_after = validity.sequence()
    extensions = []
    for field in fields[6:]:
        if field.tag != 0xA3:
            raise Malformed(f"a field of the certificate with tag 0x{field.tag:02x}")
        for extension in field.children()[0].sequence():
            oid, *rest = extension.sequence()
            critical = len(rest) == 2 and rest[0].boolean()
            if len(rest) == 2 and not critical:
                raise Malformed("an encoded default in an extension")
            extensions.append(
                Extension(_EXTENSIONS.get(oid.oid(), oid.oid()), critical, rest[-1].expect(der.OCTET_STRING).content)
            )
    if version == 1 and extensions:
        raise Malformed("extensions in a certificate of version 1")
    return Certificate(
        raw=raw,
        signed=signed.raw,
        version=version,
        serial=serial.integer(),
        serial_octets=len(serial.content),
        inner_algorithm=inner.raw,
        outer_algorithm=outer,
        issuer=issuer.raw,
        subject=subject.raw,
        not_before=moment(not_before),
        not_after=moment(not_after),
        key_info=key_info,
        extensions=tuple(extensions),
        signature=signature.octets_of_bits(),
    )
