"""What this program knows: each setting of the schema, and the observed properties that it may change.

The patterns are those of fnmatch. 'HELLO' stands for the name of any ClientHello, 'N' for a place in a chain. A setting
that is not here is not known, and every scenario that has it gets the third answer.
"""

_NEGOTIATION = ("HELLO.end", "HELLO.suite", "HELLO.group", "HELLO.scheme", "HELLO.extension.*", "suites.*", "groups.*")
_KEY_KINDS = ("HELLO.suite", "HELLO.scheme", "HELLO.end", "HELLO.group", "suites.*")
_CHAIN = "HELLO.chain."

EFFECTS: dict[str, tuple[str, ...]] = {
    "role": ("http.*",),
    "transport": ("*",),
    "subdomain": (),
    "host": (_CHAIN + "*",),
    "url-scheme": (),
    "http.status": ("http.status", "http.location"),
    "http.next-hop": ("http.location", "http.next-hop"),
    "http.leads-to": ("http.*",),
    "http.slow-body": (),
    "tls.versions": (
        *_NEGOTIATION,
        "HELLO.version",
        "HELLO.sentinel",
        "HELLO.session-id",
        "HELLO.retry",
        "http.tickets",
    ),
    "tls.cipher-suites": _NEGOTIATION,
    "tls.cipher-suites-for": ("HELLO.end", "HELLO.suite", "HELLO.group", "HELLO.extension.*", "suites.*"),
    "tls.cipher-order": ("HELLO.suite", "HELLO.scheme", "HELLO.group"),
    "tls.extended-master-secret": ("HELLO.extension.extended_master_secret",),
    "tls.extended-master-secret-required": ("HELLO.end",),
    "tls.extended-master-secret-used": ("HELLO.close", "http.*"),
    "tls.supported-versions": (*_NEGOTIATION, "HELLO.version", "HELLO.sentinel", "HELLO.session-id"),
    "tls.downgrade-sentinel": ("HELLO.sentinel",),
    "tls.handshake-signature": ("HELLO.scheme", "HELLO.end"),
    "tls.handshake-signature-preference": ("HELLO.scheme",),
    "tls.groups": ("HELLO.group", "HELLO.retry", "groups.*", "HELLO.end"),
    "tls.key-exchange-group": ("HELLO.group", "groups.*"),
    "tls.dh-group": ("HELLO.group", "groups.*"),
    "tls.alpn": ("HELLO.extension.alpn", "HELLO.alpn", "HELLO.end", "http.*", "suites.*", "groups.*"),
    "tls.secure-renegotiation": ("HELLO.extension.renegotiation_info",),
    "tls.resumption": (
        "HELLO.session-id",
        "HELLO.extension.session_ticket",
        "HELLO.tickets",
        "http.tickets",
        "resumption",
    ),
    "tls.client-certificate": ("HELLO.asks-certificate", "HELLO.close", "http.*"),
    "tls.client-certificate-by-renegotiation": ("http.*",),
    "tls.certificate-compression": ("HELLO.compression-of-certificate",),
    "tls.misbehaviour": ("*",),
    "tls.ocsp-stapling": ("HELLO.extension.status_request", "HELLO.status"),
    "certificate.key": (*_KEY_KINDS, "HELLO.extension.*", _CHAIN + "0.key", _CHAIN + "0.usages"),
    "certificate.signature": (_CHAIN + "0.signature", _CHAIN + "N.key"),
    "certificate.issuer": (_CHAIN + "length", _CHAIN + "N.*"),
    "certificate.validity": (_CHAIN + "0.validity",),
    "certificate.names": (_CHAIN + "0.names", _CHAIN + "0.common-name", _CHAIN + "0.extensions"),
    "certificate.host-without-sni": (_CHAIN + "0.names", _CHAIN + "0.common-name"),
    "certificate.common-name": (_CHAIN + "0.common-name",),
    "certificate.extended-key-usage": (_CHAIN + "0.purposes", _CHAIN + "0.extensions"),
    "certificate.chain": (_CHAIN + "length", _CHAIN + "N.*"),
    "certificate.quirks": (_CHAIN + "0.*",),
    "certificate.intermediate-path-length": (_CHAIN + "length", _CHAIN + "N.*"),
    "certificate.issuing-ca.key": (_CHAIN + "1.key", _CHAIN + "0.signature"),
    "certificate.issuing-ca.signature": (_CHAIN + "1.signature", _CHAIN + "length", _CHAIN + "2.*"),
    "certificate.issuing-ca.validity": (_CHAIN + "1.validity",),
    "certificate.issuing-ca.extended-key-usage": (_CHAIN + "1.purposes", _CHAIN + "1.extensions"),
    "certificate.issuing-ca.quirks": (_CHAIN + "1.*",),
    "certificate.root.key": (_CHAIN + "2.key", _CHAIN + "1.signature"),
    "certificate.root.signature": (_CHAIN + "2.signature",),
    "certificate.root.validity": (_CHAIN + "2.validity", _CHAIN + "1.validity"),  # the issuing CA begins with its root
    "certificate.root.extended-key-usage": (_CHAIN + "2.purposes", _CHAIN + "2.extensions"),
    "certificate.root.quirks": (_CHAIN + "2.*",),
    "certificate.older-root.validity": (_CHAIN + "3.validity",),
    "certificate.older-root.cross-validity": (_CHAIN + "2.validity",),
    "certificate.revocation.pointers": (_CHAIN + "0.crl", _CHAIN + "0.ocsp", _CHAIN + "0.extensions"),
    "certificate.revocation.revoked": ("HELLO.status",),
    "certificate.revocation.must-staple": (_CHAIN + "0.features", _CHAIN + "0.extensions"),
    "second-certificate": ("HELLO.end", "HELLO.suite", "HELLO.scheme", "HELLO.group", "suites.*", _CHAIN + "*"),
    "network-fault": ("*",),
}

# With two certificates, these settings also decide which one is shown.
CHOOSE_CERTIFICATE = {
    "tls.versions", "tls.cipher-suites", "tls.cipher-suites-for", "tls.cipher-order",
    "tls.handshake-signature-preference",
}  # fmt: skip

VALUES: dict[str, set[str]] = {
    "role": {"mdm", "enrollment", "profile", "app", "software-update", "scep", "content-caching", "crl", "ocsp"},
    "transport": {"https", "http"},
    "host": {"qualified", "local", "unqualified", "address"},
    "url-scheme": {"https", "http"},
    "http.next-hop": {"https", "http"},
    "tls.versions": {"SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"},
    "tls.cipher-order": {"server", "client"},
    "tls.dh-group": {"modp1024", "modp2048"},
    "tls.alpn": {"h2", "http/1.1", "acme-tls/1"},
    "tls.resumption": {
        "none", "session-id", "session-id-other-ems", "ticket", "ticket-other-ems", "ticket-not-accepted",
    },
    "tls.misbehaviour": {
        "ssl2-server-hello", "legacy-version-tls13", "supported-versions-tls12", "suite-not-offered",
        "suite-of-other-version", "null-with-null-null", "anonymous-suite", "null-suite", "rc2-suite", "rc4-suite",
        "des-suite", "idea-suite", "triple-des-suite", "suite-of-other-key", "raw-public-key", "empty-certificate",
        "scheme-not-offered", "corrupt-signature", "explicit-curve", "point-not-on-curve", "group-not-offered",
        "corrupt-finished", "missing-finished", "hello-request",
    },
    "certificate.issuer": {
        "issuing-ca", "own-issuing-ca", "installed-root", "self", "installed-self", "self-signed-enrollment-anchor",
        "untrusted-root",
    },
    "certificate.chain": {"leaf", "issuing-ca", "root", "unrelated", "cross-certificate", "older-root"},
    "certificate.revocation.pointers": {"crl", "ocsp"},
    "network-fault": {
        "none", "reset-after-client-hello", "reset-after-server-hello", "reset-mid-certificate",
        "stall-after-client-hello", "stall-after-server-hello", "stall-mid-certificate", "alert-handshake-failure",
        "alert-unrecognized-name", "alert-internal-error", "no-close-notify",
    },
}  # fmt: skip
for _owner in ("certificate", "certificate.issuing-ca", "certificate.root"):
    VALUES[f"{_owner}.quirks"] = {
        "version-1", "ca", "not-a-ca", "no-cert-sign", "explicit-curve", "unknown-extension",
        "unknown-critical-extension", "other-authority-key-identifier", "serial-zero",
        "tampered-signature",
    }  # fmt: skip
    VALUES[f"{_owner}.extended-key-usage"] = {"serverAuth", "clientAuth", "codeSigning", "anyExtendedKeyUsage"}
