"""Compares what a hello got with what the settings lead to."""

from . import expected, revocation, x509
from .connection import Seen
from .declared import Declared
from .expected import Choice, Refusal
from .findings import Findings
from .hello import MODERN
from .registry import SCHEMES, WEAK_SCHEMES, key_exchange
from .survey import FINISHED, NAMES, OF_VERSION, Survey

# Types of client certificates (RFC 5246 section 7.4.4, RFC 8422 section 5.5).
_RSA_SIGN, _ECDSA_SIGN = 1, 64

_FAULTS = {"alert": "alert ", "reset": "reset", "stall": "silence"}


def compare(declared: Declared, survey: Survey, findings: Findings) -> None:
    fault = declared["network-fault"]
    for name, seen in survey.seen.items():
        findings.hello = name
        if fault in ("none", "no-close-notify"):
            _compare_hello(declared, seen, findings)
        else:
            _compare_fault(declared, fault, seen, findings)
    findings.hello = None
    if fault in ("none", "no-close-notify"):
        _compare_lists(declared, survey, findings)
        if survey.shared:
            _compare_shared(survey.seen[MODERN.name], survey.shared, findings)
        if declared["tls.resumption"] != "none" or survey.resumption:
            _compare_resumption(declared, survey, findings)


def _compare_shared(own: Seen, shared: Seen, findings: Findings) -> None:
    """On the shared port the endpoint is the same as on its own."""

    def of(seen: Seen) -> tuple:
        hello = seen.hello
        return (
            seen.end,
            hello and (hello.version, hello.suite, hello.sentinel),
            seen.group,
            seen.scheme,
            set(seen.extensions),
        )

    findings.check("on the shared port: handshake", of(own), of(shared))
    findings.check("on the shared port: certificates are the same", True, own.chain == shared.chain)


def _compare_hello(declared: Declared, seen: Seen, findings: Findings) -> None:
    offer = seen.offer
    choice = expected.choose(declared, offer)
    if isinstance(choice, Refusal):
        findings.check("end", choice.end, seen.end)
        return
    findings.check("end", "flight", seen.end)
    if not seen.hello:
        return
    _compare_server_hello(declared, choice, seen, findings)
    if seen.end == "flight" and seen.hello.version == choice.version:
        _compare_flight(declared, choice, seen, findings)


def _compare_server_hello(declared: Declared, choice: Choice, seen: Seen, findings: Findings) -> None:
    offer, hello, tls13 = seen.offer, seen.hello, choice.version == "TLSv1.3"

    def check(what: str, wanted, got) -> None:
        findings.check(what, wanted, got)

    check("version", choice.version, hello.version)
    check("legacy version", "TLSv1.2" if tls13 else choice.version, hello.legacy_version)
    check("suite", choice.suite, hello.suite)
    check("compression", 0, hello.compression)
    check("downgrade sentinel", expected.sentinel(declared, choice.version), hello.sentinel)
    check("echoes the session id", tls13, seen.echoes_session_id)
    if not tls13:
        check("session id", declared["tls.resumption"].startswith("session-id"), bool(hello.session_id))
    in_hello = {"supported_versions", "key_share"} if tls13 else _extensions(declared, choice, seen)
    check("extensions of the ServerHello", in_hello, set(hello.extensions))
    if tls13:
        usable = set(expected.curves(declared, choice.version))
        offered = set(offer.shares) & usable
        groups = expected.groups(declared, offer, choice.version, hello.suite) or {None}
        check("HelloRetryRequest", None if offered else next(iter(groups)), seen.retry)


def _extensions(declared: Declared, choice: Choice, seen: Seen) -> set[str]:
    """The extensions that answer the offer's, besides those that every ServerHello of TLS 1.3 has."""
    offer, suite, tls13 = seen.offer, seen.hello.suite, choice.version == "TLSv1.3"
    if offer.highest == "SSLv3":
        return set()
    exchange = key_exchange(suite)
    tls10_to_12 = choice.version in ("TLSv1.0", "TLSv1.1", "TLSv1.2")
    answered = {
        "alpn": _alpn(declared, offer) is not None,
        # SSL 3.0 does not have it (RFC 7627 section 5.1 speaks of TLS alone).
        "extended_master_secret": declared["tls.extended-master-secret"]
        and offer.extended_master_secret
        and tls10_to_12,
        "renegotiation_info": declared["tls.secure-renegotiation"] and offer.renegotiation_info and not tls13,
        "status_request": declared["tls.ocsp-stapling"] and offer.status_request and not tls13,
        "session_ticket": declared["tls.resumption"] in ("ticket", "ticket-other-ems")
        and tls10_to_12
        and not offer.as_apple,
        # A server that has the extension answers it for block ciphers alone (RFC 7366 section 2).
        "encrypt_then_mac": "_CBC_" in suite and not tls13 and not offer.as_apple,
        # It names the point formats where it uses a curve (RFC 8422 section 5.2).
        "ec_point_formats": exchange.startswith("EC"),
    }
    return {name for name, is_answered in answered.items() if is_answered}


def _alpn(declared: Declared, offer) -> str | None:
    return next((name for name in declared["tls.alpn"] if name in offer.alpn), None)


def _compare_flight(declared: Declared, choice: Choice, seen: Seen, findings: Findings) -> None:
    offer, suite, tls13 = seen.offer, seen.hello.suite, choice.version == "TLSv1.3"

    def check(what: str, wanted, got) -> None:
        findings.check(what, wanted, got)

    if tls13:
        check("extensions of EncryptedExtensions", _extensions(declared, choice, seen), set(seen.encrypted_extensions))
        of_entries = [set(entry) for entry in (seen.certificates.extensions if seen.certificates else [])] or [set()]
        leaf = {"status_request"} if declared["tls.ocsp-stapling"] and offer.status_request else set()
        check("extensions of the leaf's entry", leaf, of_entries[0])
        check("extensions of the other entries", [], [name for entry in of_entries[1:] for name in entry])
    _compare_end(declared, tls13, seen, findings)
    alpn = seen.extensions.get("alpn")
    wanted = _alpn(declared, offer) if offer.highest != "SSLv3" else None
    check("ALPN", wanted, alpn[3:].decode("ascii") if alpn else None)
    groups = expected.groups(declared, offer, choice.version, suite)
    findings.one_of("group", groups or {None}, seen.group)
    check(
        "compression of the certificate",
        "zlib" if declared["tls.certificate-compression"] and tls13 else None,
        seen.compression,
    )
    check("certificate request", declared["tls.client-certificate"], seen.asks_certificate)
    if seen.request:
        _compare_request(choice.version, seen, findings)
    stapled = declared["tls.ocsp-stapling"] and offer.status_request and offer.highest != "SSLv3"
    check("stapled response", stapled, seen.status is not None)
    certificate = expected.certificate_for(declared, offer, choice.version, suite)
    check("sends a certificate", certificate is not None, bool(seen.chain))
    if stapled and seen.status is not None:
        status = "revoked" if certificate["revocation.revoked"] else "good"
        check("stapled status", status, revocation.status_of(seen.status, x509.parse(seen.chain[0])))
    check("handshake signature", expected.scheme(declared, offer, choice.version, certificate, suite), seen.scheme)
    check("handshake signature is valid", True if expected.is_signed(suite) else None, seen.signature_valid)


def _compare_request(version: str, seen: Seen, findings: Findings) -> None:
    """A request that any certificate meets: both types of keys, and all schemes that are not weak."""
    request = seen.request
    types = None if version == "TLSv1.3" else {_RSA_SIGN, _ECDSA_SIGN}
    findings.check("types of certificates asked for", types, request.types and set(request.types))
    strong = {scheme for scheme in SCHEMES if scheme not in WEAK_SCHEMES and "brainpool" not in scheme}
    schemes = strong if version in ("TLSv1.2", "TLSv1.3") else None
    findings.check("schemes asked for", schemes, request.schemes and set(request.schemes))
    findings.check("what else is asked of the client's certificate", [], request.others)


def _compare_end(declared: Declared, tls13: bool, seen: Seen, findings: Findings) -> None:
    """How a handshake ends that was completed, and without a certificate of the client."""
    if seen.unfinished:
        findings.cannot_tell.append(f"Finished: {seen.unfinished}")
    elif seen.offer.name in FINISHED:
        computed = (
            declared["tls.extended-master-secret-used"] is not False or "extended_master_secret" not in seen.extensions
        )
        close = "alert close_notify" if computed else "alert bad_record_mac"
        if declared["tls.client-certificate"]:
            close = "alert certificate_required" if tls13 else "alert handshake_failure"
        findings.check("end of the completed handshake", close, seen.close)
        if close == "alert close_notify":
            findings.check("Finished is valid", True, seen.finished_valid)
        tickets = declared["tls.resumption"] == "ticket-not-accepted" if tls13 else "session_ticket" in seen.extensions
        findings.check("issues tickets", tickets, seen.tickets > 0)
    elif tls13:
        findings.check("Finished is valid", True, seen.finished_valid)


def _compare_fault(declared: Declared, fault: str, seen: Seen, findings: Findings) -> None:
    kind, _, where = fault.partition("-")
    if kind == "alert":
        findings.check("end", f"alert {where.replace('-', '_')}", seen.end)
        findings.check("sends a ServerHello", False, seen.hello is not None)
        return
    choice = expected.choose(declared, seen.offer)
    if isinstance(choice, Refusal) and where != "after-client-hello":
        findings.check("end", f"alert {choice.alert}", seen.end)
        return
    findings.check("end", _FAULTS[kind], seen.end)
    findings.check("sends a ServerHello", where != "after-client-hello", seen.hello is not None)
    findings.check("sends a whole certificate", False, bool(seen.chain))
    findings.check("sends a part of a certificate", where == "mid-certificate", seen.cut_off > 0)
    if seen.hello:
        _compare_server_hello(declared, choice, seen, findings)


def _compare_lists(declared: Declared, survey: Survey, findings: Findings) -> None:
    """All suites and groups, which a server accepts one after the other."""
    for version, name in OF_VERSION.items():
        choice = expected.choose(declared, NAMES[name])
        wanted = []
        if isinstance(choice, Choice) and choice.version == version:
            wanted = expected.suites(declared, version)
        got = survey.suites.get(version, [])
        ordered = declared["tls.cipher-order"] == "server"
        findings.check(f"suites of {version}", wanted if ordered else sorted(wanted), got if ordered else sorted(got))
    for version, got in survey.groups.items():
        findings.check(f"groups of {version}", _all_groups(declared, version), got)


def _all_groups(declared: Declared, version: str) -> list[str]:
    offer = NAMES[OF_VERSION[version]].but(shares=(), supported_versions=(version,))
    choice = expected.choose(declared, offer)
    if isinstance(choice, Refusal) or choice.version != version:
        return []
    exchange = key_exchange(choice.suite)
    if exchange == "RSA":
        return []
    if exchange.startswith("DH"):
        return [declared["tls.dh-group"] or "ffdhe2048"]
    if version == "TLSv1.2" and declared["tls.key-exchange-group"]:
        return [declared["tls.key-exchange-group"]]
    return expected.curves(declared, version)


def _compare_resumption(declared: Declared, survey: Survey, findings: Findings) -> None:
    wanted = {
        "none": None,
        "session-id": "resumed",
        "ticket": "resumed",
        "session-id-other-ems": "refused: INCONSISTENT_EXTMS",
        "ticket-other-ems": "refused: INCONSISTENT_EXTMS",
        "ticket-not-accepted": "not resumed",
    }
    findings.check("resumption", wanted[declared["tls.resumption"]], survey.resumption)
