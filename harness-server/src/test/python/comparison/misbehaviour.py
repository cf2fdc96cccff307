"""Compares a server that breaks the protocol on purpose: its declared fault is all that is wrong with it.

Three ordinary hellos look at it, and complete the handshake whatever is wrong, if they can. What they see is compared
with the RFCs. The rest of the comparison is left out: most of these servers do not answer a client that keeps to the rules.
"""

from . import x509
from .connection import Seen
from .declared import Declared
from .expected import suites
from .findings import Findings
from .survey import TYPICAL, TYPICAL_TLS13_ALONE, Survey

# The suites that a server takes whatever is offered; none of them is in the hellos.
_SUITES = {
    "null-with-null-null": "TLS_NULL_WITH_NULL_NULL",
    "anonymous-suite": "TLS_DH_anon_WITH_AES_256_GCM_SHA384",
    "null-suite": "TLS_ECDHE_RSA_WITH_NULL_SHA",
    "rc2-suite": "TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5",
    "rc4-suite": "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
    "des-suite": "TLS_DHE_DSS_WITH_DES_CBC_SHA",
    "idea-suite": "TLS_RSA_WITH_IDEA_CBC_SHA",
    "triple-des-suite": "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA",
}

# What is wrong at the server with each other fault.
_WRONG = {
    "ssl2-server-hello": "no record of TLS",
    "legacy-version-tls13": "legacy version TLSv1.3",
    "supported-versions-tls12": "supported_versions with TLSv1.2",
    "no-common-suite": "suite not offered",
    "other-session-id": "other session id",
    "renegotiation-info-not-empty": "renegotiation_info with data",
    "suite-not-offered": "suite not offered",
    "suite-of-other-version": "suite of another version",
    "suite-of-other-key": "suite for another key",
    "raw-public-key": "raw public key",
    "empty-certificate": "no certificate",
    "scheme-not-offered": "scheme not offered",
    "corrupt-signature": "signature not valid",
    "explicit-curve": "curve without a name",
    "point-not-on-curve": "key that cannot be computed with",
    "zero-key-share": "key share of zeros",
    "group-not-offered": "group not offered",
    "corrupt-finished": "Finished not valid",
    "missing-finished": "other message for Finished",
    "hello-request": "HelloRequest",
}

# The faults with which this program gets to the end, because it does not mind them.
_COMPLETED = {
    "supported-versions-tls12", "suite-not-offered", "suite-of-other-key", "raw-public-key", "empty-certificate",
    "scheme-not-offered", "corrupt-signature", "other-session-id", "renegotiation-info-not-empty",
}  # fmt: skip


def compare(declared: Declared, survey: Survey, findings: Findings) -> None:
    fault, version = declared["tls.misbehaviour"], declared["tls.versions"][0]
    # The hello that lists TLS 1.2 alone cannot get through to TLS 1.3; that is the server's right.
    # The one that lists TLS 1.3 alone has no suite in common with a server that knows older ones alone.
    name = TYPICAL_TLS13_ALONE.name if fault == "no-common-suite" else TYPICAL[0].name
    seen = survey.seen.get(name)
    if seen is None:
        findings.check("misbehaviour", fault, None)
        return
    wrong = _wrong(seen, version)
    if fault == "no-common-suite":
        findings.check("version", version, seen.hello and seen.hello.version)
        findings.check("suite", suites(declared, version)[0], seen.hello and seen.hello.suite)
        wrong.discard(f"legacy version {version}")
        if version != "SSLv3":
            findings.check("end of the completed handshake", "alert close_notify", seen.close)
            findings.check("Finished is valid", True, seen.finished_valid)
    if fault in _SUITES:
        findings.check("suite", _SUITES[fault], seen.hello and seen.hello.suite)
        wrong -= {"suite not offered", "suite of another version", "no certificate", "key that cannot be computed with"}
        findings.check("what is wrong beside the suite", set(), wrong)
        return
    findings.check("what is wrong", {_WRONG[fault]}, wrong)
    if fault in _COMPLETED:
        findings.check("end of the completed handshake", "alert close_notify", seen.close)
        findings.check("Finished is valid", True, seen.finished_valid)
    if fault in ("scheme-not-offered", "suite-of-other-key"):
        findings.check("signature is valid", True, seen.signature_valid)


def _wrong(seen: Seen, version: str) -> set[str]:
    hello, offer, found = seen.hello, seen.offer, set()

    def note(what: str, is_wrong: bool) -> None:
        if is_wrong:
            found.add(what)

    note("no record of TLS", seen.end == "clear text")
    if hello is None:
        return found or {f"no ServerHello: {seen.end}"}
    of_tls13 = "_WITH_" not in hello.suite
    note(f"legacy version {hello.legacy_version}", hello.legacy_version != "TLSv1.2")
    if "supported_versions" in hello.extensions:
        note(f"supported_versions with {hello.version}", hello.version != "TLSv1.3")
    note("suite not offered", hello.suite not in offer.suites)
    note("suite of another version", of_tls13 != (version == "TLSv1.3"))
    note("other session id", version == "TLSv1.3" and not seen.echoes_session_id)
    note("renegotiation_info with data", hello.extensions.get("renegotiation_info", b"\0") != b"\0")
    share = hello.key_share()
    note("key share of zeros", share is not None and not any(share[1]))
    note("group not offered", share is not None and share[0] not in offer.groups)
    note("raw public key", "server_certificate_type" in seen.extensions)
    note("curve without a name", seen.end == "malformed: a ServerKeyExchange without a named curve")
    note("other message for Finished", seen.end.startswith("malformed: message 15 in "))
    if not found & {"suite of another version", "suite not offered", "key share of zeros"}:
        note("key that cannot be computed with", "not computed" in f"{seen.end} {seen.close}")
    note("Finished not valid", seen.finished_valid is False)
    if seen.end != "flight":
        return found
    note("no certificate", not seen.chain and "raw public key" not in found)
    if seen.chain and not of_tls13:
        is_rsa = x509.parse(seen.chain[0]).key.startswith("rsa-")
        note("suite for another key", ("_ECDSA_" if is_rsa else "_RSA_") in hello.suite)
    note("scheme not offered", seen.scheme is not None and seen.scheme not in offer.schemes)
    note("signature not valid", seen.signature_valid is False)
    note("HelloRequest", seen.asks_renegotiation)
    return found
