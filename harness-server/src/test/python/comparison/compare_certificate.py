"""Compares the certificates of a chain with the settings that they are declared by, and with RFC 5280."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from . import x509
from .declared import CertificateSettings
from .findings import Findings
from .harness import Harness
from .signatures import is_signed_by

LOOPBACK = ["127.0.0.1", "::1"]
# The start of the harness is known to the second; making a certificate takes its time.
TOLERANCE = timedelta(minutes=5)
CA_LIFETIME = timedelta(days=90)

_CRITICAL = {"basicConstraints", "keyUsage", "nameConstraints"}


@dataclass
class Wanted:
    """What a certificate of the path is declared to be."""

    role: str
    key: str
    signature: str
    quirks: list[str]
    validity: object = None
    validity_stated: bool = False
    authority: bool = True
    self_signed: bool = False
    path_length: int | None = None
    permitted: str = ""
    extra: set[str] = field(default_factory=set)


def path_of(settings: CertificateSettings, host: str, domain: str) -> list[Wanted]:
    """The certificates from the leaf to its anchor."""
    issuer = settings["issuer"]
    itself = issuer in ("self", "installed-self", "self-signed-enrollment-anchor")
    leaf = Wanted("leaf", settings["key"], settings["signature"], settings["quirks"], settings["validity"],
                  settings.states("validity"), authority=False, self_signed=itself)  # fmt: skip
    if itself:
        return [leaf]
    if issuer in ("own-issuing-ca", "installed-root"):
        own = Wanted("issuing CA", settings["issuing-ca.key"], settings["issuing-ca.signature"], settings["issuing-ca.quirks"],
                     settings["issuing-ca.validity"], settings.states("issuing-ca.validity"), path_length=0, permitted=domain)  # fmt: skip
        if issuer == "installed-root":
            root = Wanted("root", settings["root.key"], settings["root.signature"], settings["root.quirks"],
                          settings["root.validity"], settings.states("root.validity"), self_signed=True, permitted=host)  # fmt: skip
            return [leaf, own, root]
        path = [leaf, own]
        by_rsa = not settings["issuing-ca.signature"].startswith("ecdsa")
        if by_rsa or settings["intermediate-path-length"] is not None:
            length = settings["intermediate-path-length"]
            path.append(Wanted("further CA", "rsa-2048" if by_rsa else "p-256", "ecdsa-with-SHA256", [],
                               path_length=1 if length is None else length, permitted=domain))  # fmt: skip
    else:
        key = "p-256" if settings["signature"].startswith("ecdsa") else "rsa-2048"
        path = [leaf, Wanted("issuing CA", key, "ecdsa-with-SHA256", [], path_length=0, permitted=domain)]
    return [*path, Wanted("root", "p-256", settings["root.signature"], [], self_signed=True, permitted=domain)]


def sent(settings: CertificateSettings, path: list[Wanted]) -> list[Wanted | None]:
    """The certificates in the order in which they are sent; None for the unrelated one."""
    found: list[Wanted | None] = []
    for link in settings["chain"]:
        if link == "leaf":
            found.append(path[0])
        elif link == "issuing-ca":
            found += path[1:-1]
        elif link == "root" and len(path) > 1:
            found.append(path[-1])
        elif link == "unrelated":
            found.append(None)
    return found


def compare(settings: CertificateSettings, chain: list[bytes], host: str, by_name: bool, harness: Harness, findings: Findings, label: str) -> None:
    """Compares one chain. 'by_name' says whether the client sent the host's name."""
    path = path_of(settings, host, harness.domain)
    wanted = sent(settings, path)
    certificates = [x509.parse(raw) for raw in chain]
    findings.check(f"{label}: certificates sent", len(wanted), len(certificates))
    if len(wanted) != len(certificates):
        return
    found: dict[int, x509.Certificate] = {}
    for place, (one, certificate) in enumerate(zip(wanted, certificates)):
        if one is None:
            _compare_unrelated(certificate, certificates, harness, findings, f"{label}: certificate {place}")
        else:
            found[path.index(one)] = certificate
    issuer_kind = settings["issuer"]
    if issuer_kind in ("issuing-ca", "own-issuing-ca"):
        found.setdefault(len(path) - 1, harness.root)
    for place, one in enumerate(path):
        certificate = found.get(place)
        if certificate is None or certificate is harness.root:
            continue
        names = _names(settings, host, by_name, harness) if place == 0 else None
        _compare_one(one, certificate, names, settings, harness, findings, f"{label}: {one.role}")
        issuer = certificate if one.self_signed else found.get(place + 1)
        if issuer is not None:
            stated = one.validity_stated or (place + 1 < len(path) and path[place + 1].validity_stated)
            _compare_with_issuer(one, certificate, issuer, stated, findings, f"{label}: {one.role}")
    if issuer_kind == "untrusted-root":
        last = found[len(path) - 2]
        findings.check(f"{label}: leads to the harness root", False, is_signed_by(last, harness.root))
    elif path[-1].role == "root" and issuer_kind != "installed-root" and len(path) - 1 in found:
        findings.check(f"{label}: root's key is the harness root's", harness.root.key_info.raw, found[len(path) - 1].key_info.raw)


def _names(settings: CertificateSettings, host: str, by_name: bool, harness: Harness) -> list[str] | None:
    """The declared subjectAltName. Addresses are for clients that send no name (issue 14): with one, there are none."""
    if not settings["names"]:
        return None
    names: list[str] = []
    for name in settings["names"]:
        if name == "{host}":
            names.append(host)
        elif name == "{loopback}":
            names += [] if by_name and settings["names"] != ["{loopback}"] else LOOPBACK
        else:
            names.append(name.replace("{domain}", harness.domain))
    return list(dict.fromkeys(names))


def _compare_one(one: Wanted, certificate: x509.Certificate, names, settings: CertificateSettings, harness: Harness, findings: Findings, label: str) -> None:
    def check(what: str, wanted, got) -> None:
        findings.check(f"{label}: {what}", wanted, got)

    version1 = "version-1" in one.quirks
    key = one.key + (" with explicit parameters" if "explicit-curve" in one.quirks else "")
    check("key", key, certificate.key)
    check("signature algorithm", one.signature, certificate.signature_algorithm)
    check("X.509 version", 1 if version1 else 3, certificate.version)
    compare_form(certificate, findings, label)
    _compare_validity(one, certificate, harness, findings, label)
    if version1:
        return
    wanted = {"subjectKeyIdentifier", "basicConstraints", "keyUsage"}
    if not one.self_signed:
        wanted.add("authorityKeyIdentifier")
    if one.authority:
        wanted |= {"nameConstraints", "extKeyUsage"}
    else:
        wanted |= {name for name, there in _leaf_extensions(settings).items() if there}
    if {"unknown-extension", "unknown-critical-extension"} & set(one.quirks):
        wanted.add("unknown")
    check("extensions", wanted, {e.name for e in certificate.extensions})
    critical = _CRITICAL & wanted | ({"unknown"} if "unknown-critical-extension" in one.quirks else set())
    check("critical extensions", critical, {e.name for e in certificate.extensions if e.critical})
    if one.authority:
        _compare_authority(one, certificate, harness, findings, label)
    else:
        _compare_leaf(one, certificate, names, settings, findings, label)
    check("subject key identifier", hashlib.sha1(certificate.key_bits).digest(), certificate.key_identifier)


def compare_form(certificate: x509.Certificate, findings: Findings, label: str) -> None:
    """What RFC 5280 requires of every certificate, and no setting changes."""
    findings.check(f"{label}: serial is positive", True, certificate.serial > 0)
    findings.check(f"{label}: serial has 20 octets at most", True, certificate.serial_octets <= 20)
    findings.check(f"{label}: the two signature algorithms are equal", certificate.outer_algorithm.raw, certificate.inner_algorithm)
    oids = [e.name for e in certificate.extensions]
    findings.check(f"{label}: extensions that occur twice", set(), {name for name in oids if oids.count(name) > 1})


def _compare_validity(one: Wanted, certificate: x509.Certificate, harness: Harness, findings: Findings, label: str) -> None:
    begin, end = certificate.not_before, certificate.not_after + timedelta(seconds=1)
    if one.validity is None:
        # The harness's own CA: 90 days at most, valid now and as long as the leaves.
        findings.check(f"{label}: is valid at the start", True, begin <= harness.started + TOLERANCE and harness.started < end)
        findings.check(f"{label}: is valid for 90 days at most", True, end - begin <= CA_LIFETIME)
        return
    validity = one.validity
    if "days" in validity:
        wanted_begin = harness.started + timedelta(days=_days(validity["not-before"]))
        findings.check(f"{label}: days of validity", timedelta(days=validity["days"]), end - begin)
    else:
        year, month, day = map(int, str(validity["issued"]).split("-"))
        wanted_begin = datetime(year, month, day, tzinfo=timezone.utc)
        wanted_end = harness.started + timedelta(days=_days(validity["not-after"]))
        _check_near(f"{label}: notAfter", wanted_end, end, findings)
    _check_near(f"{label}: notBefore", wanted_begin, begin, findings)


def _days(text: str) -> int:
    return int(text.removesuffix("d"))


def _check_near(what: str, wanted: datetime, got: datetime, findings: Findings) -> None:
    if abs(wanted - got) > TOLERANCE:
        findings.check(what, wanted, got)


def _leaf_extensions(settings: CertificateSettings) -> dict[str, bool]:
    pointers = settings["revocation.pointers"] or []
    return {
        "extKeyUsage": bool(settings["extended-key-usage"]),
        "subjectAltName": bool(settings["names"]),
        "cRLDistributionPoints": "crl" in pointers,
        "authorityInfoAccess": "ocsp" in pointers,
        "tlsFeature": bool(settings["revocation.must-staple"]),
    }


def _compare_leaf(one: Wanted, certificate: x509.Certificate, names, settings: CertificateSettings, findings: Findings, label: str) -> None:
    def check(what: str, wanted, got) -> None:
        findings.check(f"{label}: {what}", wanted, got)

    as_ca = "ca" in one.quirks
    check("subjectAltName", names, certificate.names)
    check("extended key usage", settings["extended-key-usage"] or None, certificate.purposes)
    check("basic constraints", (as_ca, None), certificate.basic_constraints)
    usages = {"digitalSignature"}
    if one.key.startswith("rsa-") and not one.key.startswith("rsa-pss-") or as_ca:
        usages.add("keyEncipherment")
    check("key usage", usages | ({"keyCertSign"} if as_ca else set()), certificate.usages)
    check("must-staple", [5] if settings["revocation.must-staple"] else [], certificate.tls_features)
    pointers = settings["revocation.pointers"] or []
    for kind, urls in (("crl", certificate.crl_urls), ("ocsp", certificate.ocsp_urls)):
        check(f"{kind} pointers are URLs of plain HTTP", kind in pointers, bool(urls) and all(u.startswith("URI:http://") for u in urls))


def _compare_authority(one: Wanted, certificate: x509.Certificate, harness: Harness, findings: Findings, label: str) -> None:
    def check(what: str, wanted, got) -> None:
        findings.check(f"{label}: {what}", wanted, got)

    authority = "not-a-ca" not in one.quirks
    check("basic constraints", (authority, one.path_length if authority else None), certificate.basic_constraints)
    check("key usage", {"keyCertSign", "cRLSign"}, certificate.usages)
    check("extended key usage", ["serverAuth"], certificate.purposes)
    constraints = certificate.name_constraints or {"permitted": [], "excluded": []}
    check("excluded names", [], constraints["excluded"])
    check("permitted names", set(permitted(one.permitted)), set(constraints["permitted"]))


def permitted(name: str) -> list[str]:
    """The permitted subtrees of a CA: DNS names, e-mail addresses and URIs of the domain, and the loopback addresses."""
    of_name = [] if name in LOOPBACK else [name, f"email:{name}", f"URI:{name}"]
    return [*of_name, "127.0.0.1/32", "::1/128"]


def _compare_with_issuer(one: Wanted, certificate: x509.Certificate, issuer: x509.Certificate, stated: bool, findings: Findings, label: str) -> None:
    def check(what: str, wanted, got) -> None:
        findings.check(f"{label}: {what}", wanted, got)

    check("issuer's name is the next subject", issuer.subject, certificate.issuer)
    check("signature is valid", "tampered-signature" not in one.quirks, is_signed_by(certificate, issuer))
    if certificate.version == 3 and not one.self_signed:
        identifier = issuer.key_identifier or hashlib.sha1(issuer.key_bits).digest()
        check("authority key identifier is the issuer's", identifier, certificate.authority_identifier)
    if not stated:
        check("begins before its issuer", False, certificate.not_before < issuer.not_before)
        check("ends after its issuer", False, certificate.not_after > issuer.not_after)


def _compare_unrelated(certificate: x509.Certificate, chain: list[x509.Certificate], harness: Harness, findings: Findings, label: str) -> None:
    """A root that issued none of the others."""
    findings.check(f"{label}: is self-issued", True, certificate.self_issued)
    findings.check(f"{label}: signature is valid", True, is_signed_by(certificate, certificate))
    related = [c for c in [*chain, harness.root] if c is not certificate and (c.issuer == certificate.subject or c.subject == certificate.issuer)]
    findings.check(f"{label}: is issuer of the others", False, bool(related))
    compare_form(certificate, findings, label)
