"""Shows that the comparison can fail: declarations that are changed on purpose have to be noticed.

No new connection is made; the changed declaration is compared with what was already seen. Two kinds of change: each
scenario with the settings of its control, and a table of single settings.
"""

import tempfile
from pathlib import Path

from .catalogue import Comparison
from .control import differing
from .declared import Declared, read_scenario
from .effects import EFFECTS

# Each setting with another value, at an endpoint where it can be seen. A setting that is not here needs a reason below.
CHANGES: tuple[tuple[str, str, object], ...] = (
    ("baseline/tls13", "transport", "http"),
    ("cleartext/redirect-to-http", "http.status", 301),
    ("cleartext/redirect-to-http", "http.next-hop", "https"),
    ("cleartext/redirect-to-http", "http.leads-to", "baseline/tls13"),
    ("baseline/tls13", "http.slow-body", True),
    ("baseline/tls13", "tls.versions", ["TLSv1.2", "TLSv1.3"]),
    ("baseline/tls13", "tls.versions", ["TLSv1.3"]),
    ("baseline/tls13", "tls.cipher-suites", ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"]),
    ("preference/3des-under-tls10", "tls.cipher-suites-for", None),
    ("preference/static-rsa-last", "tls.cipher-order", "client"),
    ("baseline/tls12", "tls.extended-master-secret", False),
    ("baseline/tls12", "tls.extended-master-secret-required", True),
    ("baseline/tls12", "tls.extended-master-secret-used", False),
    ("protocol/tls10-only", "tls.supported-versions", False),
    ("baseline/tls13", "tls.downgrade-sentinel", False),
    ("baseline/tls12", "tls.handshake-signature", "rsa_pkcs1_sha1"),
    ("baseline/tls12", "tls.handshake-signature-preference", ["rsa_pkcs1_sha256"]),
    ("baseline/tls12", "tls.groups", ["secp256r1", "x25519"]),
    ("baseline/tls13", "tls.groups", ["x25519"]),
    ("baseline/tls12", "tls.key-exchange-group", "secp224r1"),
    ("handshake/dhe-1024", "tls.dh-group", "modp2048"),
    ("baseline/tls13", "tls.alpn", ["h2", "http/1.1"]),
    ("baseline/tls13", "tls.alpn", []),
    ("baseline/tls12", "tls.secure-renegotiation", False),
    ("baseline/tls12", "tls.resumption", "session-id"),
    ("handshake/resumption", "tls.resumption", "session-id-other-ems"),
    ("baseline/tls12", "tls.resumption", "ticket"),
    ("baseline/tls13-only", "tls.resumption", "ticket-not-accepted"),
    ("baseline/tls13", "tls.client-certificate", True),
    ("baseline/tls12", "tls.client-certificate-by-renegotiation", True),
    ("baseline/tls13", "tls.certificate-compression", True),
    ("baseline/tls13", "tls.ocsp-stapling", True),
    ("baseline/tls12", "tls.misbehaviour", "corrupt-signature"),
    ("client/corrupt-signature-tls12", "tls.misbehaviour", "corrupt-finished"),
    ("client/corrupt-signature-tls12", "tls.misbehaviour", None),
    ("baseline/tls12", "certificate.key", "rsa-3072"),
    ("baseline/tls12", "certificate.key", "p-256"),
    ("baseline/tls12-ecdsa", "certificate.key", "p-384"),
    ("baseline/tls12", "certificate.signature", "ecdsa-with-SHA384"),
    ("baseline/tls12", "certificate.signature", "sha256WithRSAEncryption"),
    ("baseline/tls12", "certificate.issuer", "self"),
    ("baseline/tls12", "certificate.issuer", "untrusted-root"),
    ("baseline/tls12", "certificate.validity", {"not-before": "-1d", "days": 61}),
    ("baseline/tls12", "certificate.validity", {"not-before": "-2d", "days": 60}),
    ("baseline/tls12", "certificate.validity", {"issued": "2019-06-30", "not-after": "+60d"}),
    ("baseline/tls12", "certificate.names", ["{host}", "other.{domain}"]),
    ("baseline/tls12", "certificate.names", []),
    ("baseline/tls12", "certificate.extended-key-usage", ["serverAuth", "clientAuth"]),
    ("baseline/tls12", "certificate.extended-key-usage", []),
    ("baseline/tls12", "certificate.common-name", "other.{domain}"),
    ("baseline/tls12", "certificate.host-without-sni", "other.{domain}"),
    ("signature/sha384-issuing-ca", "certificate.issuing-ca.extended-key-usage", ["clientAuth"]),
    ("trust/own-root", "certificate.root.extended-key-usage", ["clientAuth"]),
    ("trust/expired-older-root", "certificate.older-root.validity", {"not-before": "-400d", "days": 460}),
    ("trust/cross-certificate", "certificate.older-root.cross-validity", {"not-before": "-100d", "days": 99}),
    ("trust/sent-root", "certificate.chain", ["leaf", "issuing-ca", "cross-certificate"]),
    ("baseline/tls12", "certificate.chain", ["leaf"]),
    ("trust/sent-root", "certificate.chain", ["leaf", "root", "issuing-ca"]),
    ("trust/sent-root", "certificate.chain", ["leaf", "issuing-ca", "unrelated"]),
    *(("baseline/tls12-ecdsa", "certificate.quirks", [quirk]) for quirk in (
        "version-1", "ca", "explicit-curve", "unknown-extension", "unknown-critical-extension",
        "other-authority-key-identifier", "serial-zero", "tampered-signature")),
    ("trust/two-intermediates", "certificate.intermediate-path-length", 0),
    ("key/p224-issuing-ca", "certificate.issuing-ca.key", "p-256"),
    ("signature/sha1-issuing-ca", "certificate.issuing-ca.signature", "ecdsa-with-SHA256"),
    ("signature/sha1-issuing-ca", "certificate.issuing-ca.validity", {"not-before": "-31d", "days": 30}),
    *(("signature/sha384-issuing-ca", "certificate.issuing-ca.quirks", [quirk]) for quirk in (
        "version-1", "not-a-ca", "no-cert-sign", "tampered-signature")),
    ("key/rsa-1024-root", "certificate.root.key", "rsa-2048"),
    ("signature/sha1-root", "certificate.root.signature", "ecdsa-with-SHA256"),
    ("trust/own-root", "certificate.root.validity", {"not-before": "-8d", "days": 7}),
    ("trust/own-root", "certificate.root.quirks", ["version-1"]),
    ("baseline/tls12", "certificate.revocation.pointers", ["crl"]),
    ("baseline/tls12", "certificate.revocation.pointers", ["ocsp"]),
    ("handshake/ocsp-stapled", "certificate.revocation.revoked", True),
    ("baseline/tls12", "certificate.revocation.must-staple", True),
    ("baseline/tls12", "second-certificate.key", "p-256"),
    ("preference/dual-certificates", "second-certificate.key", "p-384"),
    *(("baseline/tls13", "network-fault", fault) for fault in (
        "alert-handshake-failure", "reset-after-client-hello", "reset-after-server-hello", "stall-after-client-hello",
        "no-close-notify")),
    ("baseline/tls12", "network-fault", "reset-mid-certificate"),
)  # fmt: skip

# Settings that change nothing that a client can see at the endpoint's own port.
INVISIBLE = {
    "role": "it decides on documents, of which those that lead elsewhere are compared as http.next-hop",
    "subdomain": "it is a part of the host's name, which the manifest gives",
    "host": "it is a part of the host's name, which the manifest gives",
    "url-scheme": "it is a part of the URL, and the port does not change",
}

# Issuers that differ only in what a device is given to trust.
_SELF_SIGNED = {"self", "installed-self", "self-signed-enrollment-anchor"}


def run(comparison: Comparison) -> int:
    """Prints which changed declarations are noticed. 1 if one is not, otherwise 0."""
    status = 0
    for label, changed in _changes(comparison):
        if changed.id not in comparison.surveys:
            continue
        before = set(comparison.findings(comparison.catalogue[changed.id]).lines())
        after = [line for line in comparison.findings(changed).lines() if line not in before]
        print(f"self-test: {label}: {'noticed: ' + after[0] if after else 'NOT noticed'}")
        status = status if after else 1
    for id, setting, _ in CHANGES:
        if id not in comparison.catalogue and setting in comparison.schema.defaults:
            print(f"self-test: {id} with another {setting}: NOT noticed: there is no such scenario")
            status = 1
    unknown = _unknown_setting(comparison)
    print(f"self-test: a setting that is not known: {'noticed: ' + unknown[0] if unknown else 'NOT noticed'}")
    status = status if unknown else 1
    untested = (
        EFFECTS.keys()
        - {setting.replace("second-certificate.", "certificate.") for _, setting, _ in CHANGES}
        - INVISIBLE.keys()
        - {"second-certificate"}
    )
    for setting in sorted(untested):
        print(f"self-test: {setting}: NOT noticed: no change of it is tried")
        status = 1
    return status


def _unknown_setting(comparison: Comparison) -> list[str]:
    """What is said about a scenario with a setting that this program was not taught."""
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "imagined.yaml")
        file.write_text("role: mdm\ntls: {imagined-setting: true}\n", encoding="utf-8")
        return list(read_scenario(file, comparison.schema).unknown)


def _changes(comparison: Comparison):
    for id, setting, value in CHANGES:
        if id in comparison.catalogue:
            yield f"{id} with {setting} {value}", comparison.catalogue[id].with_setting(setting, value)
    for scenario in comparison.catalogue.values():
        control = comparison.catalogue.get(scenario.control)
        if control and not scenario.unknown and _visible(scenario, control):
            yield f"{scenario.id} with the settings of {control.id}", _as(scenario, control)


def _visible(scenario: Declared, control: Declared) -> set[str]:
    """The settings that differ and that a client can see."""
    changed = differing(scenario, control) - INVISIBLE.keys()
    both = {scenario["certificate.issuer"], control["certificate.issuer"]}
    return changed - {"certificate.issuer"} if both <= _SELF_SIGNED else changed


def _as(scenario: Declared, control: Declared) -> Declared:
    """The scenario with all settings of its control, but its own name."""
    settings = {**control.settings, **{setting: scenario.settings[setting] for setting in INVISIBLE}}
    return Declared(scenario.id, scenario.control, scenario.also_differs, settings, control.stated, ())
