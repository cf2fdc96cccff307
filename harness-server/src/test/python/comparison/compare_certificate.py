"""Compares the certificates of a chain with the settings that they are declared by, and with RFC 5280."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from . import x509
from .declared import CertificateSettings
from .findings import Findings
from .harness import Harness
from .paths import LOOPBACK, Wanted, common_name, names, path_of, sent
from .signatures import is_signed_by

# The start of the harness is known to the second; making a certificate takes its time.
TOLERANCE = timedelta(minutes=5)
CA_LIFETIME = timedelta(days=90)

_CRITICAL = {"basicConstraints", "keyUsage", "nameConstraints"}


@dataclass(frozen=True)
class Shown:
    """A chain as it was shown, and to whom: 'by_name' says whether the client sent the host's name."""

    settings: CertificateSettings
    chain: list[bytes]
    host: str
    by_name: bool
    harness: Harness


def compare(shown: Shown, findings: Findings) -> None:
    settings, harness = shown.settings, shown.harness
    path = path_of(settings, shown.host, harness.domain)
    wanted = sent(settings, path, harness.domain)
    certificates = [x509.parse(raw) for raw in shown.chain]
    findings.check(f"{settings.section}: certificates sent", len(wanted), len(certificates))
    if len(wanted) != len(certificates):
        return
    by_role = {one.role: certificate for one, certificate in zip(wanted, certificates) if one}
    for place, (one, certificate) in enumerate(zip(wanted, certificates)):
        if one is None:
            _Check(shown, f"{settings.section}: certificate {place}", findings).unrelated(certificate, certificates)
        else:
            _Check(shown, f"{settings.section}: {one.role}", findings).one(one, certificate)
    if settings["issuer"] in ("issuing-ca", "own-issuing-ca"):
        by_role.setdefault("root", harness.root)
    for place, one in enumerate(path[:-1]):
        certificate, issuer = by_role.get(one.role), by_role.get(path[place + 1].role)
        if certificate and issuer:
            check = _Check(shown, f"{settings.section}: {one.role}", findings)
            check.issued(one, certificate, issuer)
            check.nests(one, certificate, path[place + 1], issuer)
    _Check(shown, settings.section, findings).roots(path, by_role)


class _Check:
    """The checks of one certificate; their findings have its label."""

    def __init__(self, shown: Shown, label: str, findings: Findings):
        self._shown = shown
        self._label = label
        self._findings = findings

    def _check(self, what: str, declared, seen) -> None:
        self._findings.check(f"{self._label}: {what}", declared, seen)

    def one(self, one: Wanted, certificate: x509.Certificate) -> None:
        """The certificate alone."""
        version1 = "version-1" in one.quirks
        self._check(
            "key", one.key + (" with explicit parameters" if "explicit-curve" in one.quirks else ""), certificate.key
        )
        self._check("key parameters", [], certificate.unusual_key)
        self._check("signature algorithm", one.signature, certificate.signature_algorithm)
        self._check("X.509 version", 1 if version1 else 3, certificate.version)
        self.form(certificate, "serial-zero" in one.quirks)
        self._validity(one, certificate)
        if one.self_signed:
            self._check("issuer is the subject", certificate.subject, certificate.issuer)
            self._check(
                "signature is valid", "tampered-signature" not in one.quirks, is_signed_by(certificate, certificate)
            )
        if one.is_leaf:
            declared = names(self._shown.settings, self._shown.host, self._shown.by_name, self._shown.harness)
            name = common_name(self._shown.settings, declared, self._shown.host, self._shown.harness)
            self._check("common name", name or certificate.common_name, certificate.common_name)
        if version1:
            return
        self._extensions(one, certificate)
        self._check("subject key identifier", hashlib.sha1(certificate.key_bits).digest(), certificate.key_identifier)
        if one.is_leaf:
            self._check("subjectAltName", declared or None, certificate.names)
            self._leaf(one, certificate)
        else:
            self._authority(one, certificate)

    def form(self, certificate: x509.Certificate, serial_zero: bool = False) -> None:
        """What RFC 5280 requires of every certificate."""
        self._check("serial is positive", not serial_zero, certificate.serial > 0)
        self._check("serial has 20 octets at most", True, certificate.serial_octets <= 20)
        self._check(
            "the two signature algorithms are equal", certificate.outer_algorithm.raw, certificate.inner_algorithm
        )
        oids = [extension.name for extension in certificate.extensions]
        self._check("extensions that occur twice", set(), {name for name in oids if oids.count(name) > 1})

    def _validity(self, one: Wanted, certificate: x509.Certificate) -> None:
        start, begin, end = (
            self._shown.harness.started,
            certificate.not_before,
            certificate.not_after + timedelta(seconds=1),
        )
        validity = one.validity
        if validity is None:
            # The harness's own CA.
            self._check("is valid at the start", True, begin <= start + TOLERANCE and start < end)
            self._check("ends 90 days after the start at most", True, end - start <= CA_LIFETIME + TOLERANCE)
        elif "days" in validity:
            self._near("notBefore", start + _days(validity["not-before"]), begin)
            self._check("length of validity", timedelta(days=validity["days"]), end - begin)
        else:
            self._near("notBefore", _midnight(validity["issued"]), begin)
            self._near("notAfter", start + _days(validity["not-after"]), end)

    def _begin(self, one: Wanted) -> datetime | None:
        """The beginning of the validity as the file gives it; None if it gives none."""
        if one.validity is None:
            return None
        if "days" in one.validity:
            return self._shown.harness.started + _days(one.validity["not-before"])
        return _midnight(one.validity["issued"])

    def _near(self, what: str, declared: datetime, seen: datetime) -> None:
        if abs(declared - seen) > TOLERANCE:
            self._check(what, declared, seen)

    def _extensions(self, one: Wanted, certificate: x509.Certificate) -> None:
        wanted = {"subjectKeyIdentifier", "basicConstraints", "keyUsage"}
        if not one.self_signed:
            wanted.add("authorityKeyIdentifier")
        if one.purposes:
            wanted.add("extKeyUsage")
        if {"unknown-extension", "unknown-critical-extension"} & set(one.quirks):
            wanted.add("unknown")
        wanted |= self._leaf_extensions() if one.is_leaf else {"nameConstraints"}
        self._check("extensions", wanted, {extension.name for extension in certificate.extensions})
        critical = _CRITICAL & wanted | ({"unknown"} if "unknown-critical-extension" in one.quirks else set())
        self._check("critical extensions", critical, {e.name for e in certificate.extensions if e.critical})
        self._check("extended key usage", list(one.purposes) or None, certificate.purposes)

    def _leaf_extensions(self) -> set[str]:
        settings = self._shown.settings
        pointers = settings["revocation.pointers"] or []
        there = {
            "subjectAltName": bool(names(settings, self._shown.host, self._shown.by_name, self._shown.harness)),
            "cRLDistributionPoints": "crl" in pointers,
            "authorityInfoAccess": "ocsp" in pointers,
            "tlsFeature": bool(settings["revocation.must-staple"]),
        }
        return {name for name, is_there in there.items() if is_there}

    def _leaf(self, one: Wanted, certificate: x509.Certificate) -> None:
        settings, as_ca = self._shown.settings, "ca" in one.quirks
        self._check("basic constraints", (as_ca, None), certificate.basic_constraints)
        usages = {"digitalSignature"}
        if one.key.startswith("rsa-") and not one.key.startswith("rsa-pss-") or as_ca:
            usages.add("keyEncipherment")
        self._check("key usage", usages | ({"keyCertSign"} if as_ca else set()), certificate.usages)
        self._check("must-staple", [5] if settings["revocation.must-staple"] else [], certificate.tls_features)
        for kind, urls in (("crl", certificate.crl_urls), ("ocsp", certificate.ocsp_urls)):
            self._check(
                f"{kind} pointers that are not URLs of plain HTTP",
                [],
                [url for url in urls if not url.startswith("URI:http://")],
            )

    def _authority(self, one: Wanted, certificate: x509.Certificate) -> None:
        authority = "not-a-ca" not in one.quirks
        self._check(
            "basic constraints", (authority, one.path_length if authority else None), certificate.basic_constraints
        )
        usages = {"cRLSign"} if "no-cert-sign" in one.quirks else {"keyCertSign", "cRLSign"}
        self._check("key usage", usages, certificate.usages)
        constraints = certificate.name_constraints or {"permitted": [], "excluded": []}
        self._check("excluded names", [], constraints["excluded"])
        self._check("permitted names", set(permitted(one.permitted)), set(constraints["permitted"]))

    def issued(self, one: Wanted, certificate: x509.Certificate, issuer: x509.Certificate) -> None:
        """The certificate and its issuer."""
        self._check("issuer is the subject of the next", issuer.subject, certificate.issuer)
        self._check("signature is valid", "tampered-signature" not in one.quirks, is_signed_by(certificate, issuer))
        if certificate.version == 3:
            identifier = issuer.key_identifier or hashlib.sha1(issuer.key_bits).digest()
            ours = "other-authority-key-identifier" not in one.quirks
            self._check(
                "authority key identifier is the issuer's", ours, identifier == certificate.authority_identifier
            )

    def nests(self, one: Wanted, certificate: x509.Certificate, by: Wanted, issuer: x509.Certificate) -> None:
        """The validity lies within the issuer's, unless the file gives them others."""
        declared = self._begin(one) and self._begin(by) and self._begin(one) < self._begin(by)
        self._check("begins before its issuer", bool(declared), certificate.not_before < issuer.not_before)
        if not by.validity_stated and not one.validity_stated:
            self._check("ends after its issuer", False, certificate.not_after > issuer.not_after)

    def roots(self, path: list[Wanted], by_role: dict[str, x509.Certificate]) -> None:
        """Whether the chain leads to the harness root where it should, and only there."""
        root, issuer = self._shown.harness.root, self._shown.settings["issuer"]
        if len(path) > 1 and path[-2].role in by_role:
            ours = issuer in ("issuing-ca", "own-issuing-ca") and "tampered-signature" not in path[-2].quirks
            self._check("leads to the harness root", ours, is_signed_by(by_role[path[-2].role], root))
        if "root" in by_role:
            self._check(
                "has the harness root's key",
                issuer not in ("installed-root", "untrusted-root"),
                by_role["root"].key_info.raw == root.key_info.raw,
            )
        if "cross-certificate" in by_role:
            cross = by_role["cross-certificate"]
            self._check(
                "cross-certificate has the harness root's name and key",
                (root.subject, root.key_info.raw),
                (cross.subject, cross.key_info.raw),
            )
            self._check("cross-certificate is the harness root's", False, is_signed_by(cross, root))
            if "older root" in by_role:
                self._check("cross-certificate is the older root's", True, is_signed_by(cross, by_role["older root"]))

    def unrelated(self, certificate: x509.Certificate, chain: list[x509.Certificate]) -> None:
        """A root that issued none of the others."""
        self._check("is self-issued", True, certificate.self_issued)
        self._check("signature is valid", True, is_signed_by(certificate, certificate))
        others = [one for one in (*chain, self._shown.harness.root) if one is not certificate]
        related = any(one.issuer == certificate.subject or one.subject == certificate.issuer for one in others)
        self._check("is issuer of the others", False, related)
        self.form(certificate)


def permitted(name: str) -> list[str]:
    """The permitted subtrees of a CA: names, e-mail addresses and URIs of the domain, and the loopback addresses."""
    of_name = [] if name in LOOPBACK else [name, f"email:{name}", f"URI:{name}"]
    return [*of_name, "127.0.0.1/32", "::1/128"]


def _midnight(day) -> datetime:
    return datetime(*map(int, str(day).split("-")), tzinfo=timezone.utc)


def _days(text: str) -> timedelta:
    return timedelta(days=int(text.removesuffix("d")))
