"""What a server with a scenario's settings answers to a hello. Computed from the file and the standards alone."""

from dataclasses import dataclass

from .declared import CertificateSettings, Declared
from .hello import Offer
from .registry import SCHEMES, VERSIONS, WEAK_SCHEMES, key_exchange, suite_fits_version

_STRONG = tuple(scheme for scheme in SCHEMES if scheme not in WEAK_SCHEMES)

# The schema's description of tls.cipher-suites.
DEFAULT_SUITES = (
    "TLS_AES_256_GCM_SHA384",
    "TLS_AES_128_GCM_SHA256",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
)
_DIGESTS = {"sha1": (20, 15), "sha224": (28, 19), "sha256": (32, 19), "sha384": (48, 19), "sha512": (64, 19)}
_TLS13_CURVES = {
    "ecdsa_secp256r1_sha256": "p-256", "ecdsa_secp384r1_sha384": "p-384", "ecdsa_secp521r1_sha512": "p-521",
    "ecdsa_brainpoolP256r1tls13_sha256": "brainpoolP256r1",
}  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """The hello gets an alert, or the connection is reset if there is none."""

    alert: str | None

    @property
    def end(self) -> str:
        return f"alert {self.alert}" if self.alert else "reset"


@dataclass(frozen=True)
class Choice:
    """What is negotiated."""

    version: str
    suite: str


def _stated_suites(declared: Declared, version: str) -> list[str] | None:
    return (declared["tls.cipher-suites-for"] or {}).get(version) or declared["tls.cipher-suites"]


def suites(declared: Declared, version: str) -> list[str]:
    """The enabled suites of a version that fit it and one of the keys, in the server's order."""
    enabled = _stated_suites(declared, version) or DEFAULT_SUITES
    return [
        s
        for s in enabled
        if suite_fits_version(s, version) and any(fits_key(s, c, version) for c in declared.certificates())
    ]


def fits_key(suite: str, certificate: CertificateSettings, version: str) -> bool:
    """Whether a certificate's key can serve the suite (RFC 5246 section 7.4.2, RFC 8422 section 2)."""
    exchange = key_exchange(suite)
    key = certificate["key"]
    if exchange == "TLS13":
        return any(fits_scheme(scheme, certificate, version) for scheme in _STRONG)
    if exchange.endswith("anon"):
        return True
    if exchange == "RSA":
        return key.startswith("rsa-") and not key.startswith("rsa-pss-")
    if exchange.endswith("ECDSA"):
        return not certificate.is_rsa and (version == "TLSv1.2" or not key.startswith("ed"))
    return certificate.is_rsa and (version == "TLSv1.2" or not key.startswith("rsa-pss-"))


def fits_scheme(scheme: str, certificate: CertificateSettings, version: str) -> bool:
    """Whether a certificate's key can make a signature of the scheme (RFC 8446 section 4.2.3, RFC 8017)."""
    key, tls13 = certificate["key"], version == "TLSv1.3"
    if scheme.startswith("rsa_"):
        digest, overhead = _DIGESTS.get(scheme.split("_")[-1], (16, 18))
        if not certificate.is_rsa or key.startswith("rsa-pss-") != scheme.startswith("rsa_pss_pss_"):
            return False
        bits = int(key.rsplit("-", 1)[1])
        if scheme.startswith("rsa_pkcs1_"):
            return not tls13 and (bits + 7) // 8 >= digest + overhead + 11
        return (bits - 1 + 7) // 8 >= 2 * digest + 2
    if scheme in ("ed25519", "ed448"):
        return key == scheme
    if certificate.is_rsa or key.startswith("ed"):
        return False
    return _TLS13_CURVES.get(scheme) == key if tls13 else "tls13" not in scheme


def version(declared: Declared, offer: Offer) -> str | None:
    """Of listed versions the server's first; otherwise the best up to the one that the client names."""
    enabled = declared["tls.versions"]
    if offer.supported_versions and declared["tls.supported-versions"] is not False:
        return next((v for v in enabled if v in offer.supported_versions), None)
    common = [v for v in enabled if VERSIONS[v] <= VERSIONS[offer.legacy_version]]
    return max(common, key=VERSIONS.get, default=None)


def choose(declared: Declared, offer: Offer) -> Choice | Refusal:
    """The version, the suite and the certificate that the settings lead to."""
    if declared["tls.long-client-hello"] is False and offer.long:
        return Refusal(None)
    if declared["tls.grease"] is False and offer.grease:
        return Refusal("illegal_parameter")
    chosen = version(declared, offer)
    if chosen is None:
        return Refusal("protocol_version")
    extensions = offer.highest != "SSLv3"
    if extensions and offer.alpn and declared["tls.alpn"] and not set(offer.alpn) & set(declared["tls.alpn"]):
        return Refusal("no_application_protocol")
    without_secret = chosen in ("TLSv1.0", "TLSv1.1", "TLSv1.2") and not offer.extended_master_secret
    if declared["tls.extended-master-secret-required"] and without_secret:
        return Refusal("handshake_failure")
    enabled = [
        suite
        for suite in suites(declared, chosen)
        if suite in offer.suites and _can_authenticate(declared, offer, chosen, suite)
    ]
    if not enabled:
        return Refusal("handshake_failure")
    ordered = (
        enabled if declared["tls.cipher-order"] == "server" else [suite for suite in offer.suites if suite in enabled]
    )
    return Choice(chosen, ordered[0])


def is_signed(suite: str) -> bool:
    """Whether the handshake has a signature."""
    return key_exchange(suite) != "RSA" and not key_exchange(suite).endswith("anon")


def _can_authenticate(declared: Declared, offer: Offer, chosen: str, suite: str) -> bool:
    """Whether a certificate fits the suite and, where the hello lists schemes, one of them."""
    fitting = [certificate for certificate in declared.certificates() if fits_key(suite, certificate, chosen)]
    if not is_signed(suite) or chosen not in ("TLSv1.2", "TLSv1.3"):
        return bool(fitting)
    order = scheme_order(declared, offer, chosen)
    return any(fits_scheme(scheme, certificate, chosen) for certificate in fitting for scheme in order)


def certificate_for(declared: Declared, offer: Offer, chosen: str, suite: str) -> CertificateSettings | None:
    """The certificate that the suite decides on, or in TLS 1.3 the first signature scheme."""
    exchange = key_exchange(suite)
    if exchange.endswith("anon"):
        return None
    candidates = [c for c in declared.certificates() if fits_key(suite, c, chosen)]
    if exchange == "TLS13":
        for one in scheme_order(declared, offer, chosen):
            for certificate in candidates:
                if fits_scheme(one, certificate, chosen):
                    return certificate
    return (candidates or declared.certificates())[0]


def scheme_order(declared: Declared, offer: Offer, chosen: str) -> list[str]:
    """The possible schemes, best first: those of the settings, otherwise the client's that are not weak."""
    fixed = declared["tls.handshake-signature"]
    if fixed and chosen == "TLSv1.2":
        return [fixed]
    preference = declared["tls.handshake-signature-preference"]
    if preference:
        return [scheme for scheme in preference if scheme in offer.schemes]
    return [scheme for scheme in offer.schemes if scheme not in WEAK_SCHEMES]


def scheme(
    declared: Declared, offer: Offer, chosen: str, certificate: CertificateSettings | None, suite: str
) -> str | None:
    """The scheme of the handshake signature; None if there is none, or it has no scheme."""
    if certificate is None or not is_signed(suite) or chosen not in ("TLSv1.2", "TLSv1.3"):
        return None
    return next((s for s in scheme_order(declared, offer, chosen) if fits_scheme(s, certificate, chosen)), None)


def groups(declared: Declared, offer: Offer, chosen: str, suite: str) -> set[str] | None:
    """The groups that the key exchange may have; None if it has none."""
    exchange = key_exchange(suite)
    if exchange == "RSA":
        return None
    if exchange.startswith("DH"):
        own = declared["tls.dh-group"]
        return {own} if own else {"ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192"}
    if exchange != "TLS13" and declared["tls.key-exchange-group"]:
        return {declared["tls.key-exchange-group"]}
    enabled = [g for g in curves(declared, chosen) if g in offer.groups]
    shared = [group for group in enabled if group in offer.shares] if exchange == "TLS13" else []
    return {(shared or enabled or ["none"])[0]}


def curves(declared: Declared, chosen: str) -> list[str]:
    """The enabled groups that a version has; the hybrid ones are of TLS 1.3 alone, as are its names of brainpool."""
    enabled = [group for group in declared["tls.groups"] if not group.startswith("ffdhe")]
    new = [group for group in enabled if "MLKEM" in group or group.endswith("tls13")]
    return enabled if chosen == "TLSv1.3" else [group for group in enabled if group not in new]


def sentinel(declared: Declared, chosen: str) -> str:
    """The mark in the random of a server that has a newer version (RFC 8446 section 4.1.3)."""
    if declared["tls.downgrade-sentinel"] is False:
        return "none"
    newest = max(declared["tls.versions"], key=VERSIONS.get)
    if chosen == "TLSv1.2" and newest == "TLSv1.3":
        return "to TLSv1.2"
    if VERSIONS[chosen] < VERSIONS["TLSv1.2"] <= VERSIONS[newest]:
        return "to TLSv1.1 or below"
    return "none"
