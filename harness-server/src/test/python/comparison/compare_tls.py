"""Compares what a hello got with what the settings lead to."""

from . import expected
from .connection import Seen
from .declared import Declared
from .expected import Choice, Refusal
from .registry import key_exchange
from .survey import NAMES, OF_VERSION, Survey

_FAULTS = {"alert": "alert ", "reset": "reset", "stall": "silence"}


class Findings:
    """The differences, and what could not be told, of one endpoint."""

    def __init__(self):
        self.differs: list[str] = []
        self.cannot_tell: list[str] = []

    def check(self, what: str, declared, seen) -> None:
        if declared != seen:
            self.differs.append(f"{what}: declared {_text(declared)}, seen {_text(seen)}")

    def one_of(self, what: str, declared: set, seen) -> None:
        if seen not in declared:
            self.differs.append(f"{what}: declared {' or '.join(sorted(map(_text, declared)))}, seen {_text(seen)}")


def _text(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple, set)):
        return ", ".join(map(str, sorted(value) if isinstance(value, set) else value)) or "nothing"
    return "none" if value is None else str(value)


def compare(declared: Declared, survey: Survey, findings: Findings) -> None:
    fault = declared["network-fault"]
    for seen in survey.seen.values():
        if fault in ("none", "no-close-notify"):
            _compare_hello(declared, seen, findings)
        else:
            _compare_fault(declared, fault, seen, findings)
    if fault in ("none", "no-close-notify"):
        _compare_lists(declared, survey, findings)
        if declared["tls.resumption"] != "none" or survey.resumption:
            _compare_resumption(declared, survey, findings)


def _compare_hello(declared: Declared, seen: Seen, findings: Findings) -> None:
    offer = seen.offer
    choice = expected.choose(declared, offer)
    if isinstance(choice, Refusal):
        findings.check(f"{offer.name}: end", f"alert {choice.alert}", seen.end)
        return
    findings.check(f"{offer.name}: end", "flight", seen.end)
    if not seen.hello:
        return
    _compare_server_hello(declared, choice, seen, findings)
    if seen.end == "flight":
        _compare_flight(declared, choice, seen, findings)


def _compare_server_hello(declared: Declared, choice: Choice, seen: Seen, findings: Findings) -> None:
    offer, hello, tls13 = seen.offer, seen.hello, choice.version == "TLSv1.3"

    def check(what: str, wanted, got) -> None:
        findings.check(f"{offer.name}: {what}", wanted, got)

    check("version", choice.version, hello.version)
    check("legacy version", "TLSv1.2" if tls13 else choice.version, hello.legacy_version)
    findings.one_of(f"{offer.name}: suite", set(choice.suites), hello.suite)
    check("compression", 0, hello.compression)
    check("downgrade sentinel", expected.sentinel(declared, choice.version), hello.sentinel)
    check("echoes the session id", tls13, seen.echoes_session_id)
    if not tls13:
        check("session id", declared["tls.resumption"] != "none", bool(hello.session_id))
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
    answered = {
        "alpn": _alpn(declared, offer) is not None,
        "extended_master_secret": declared["tls.extended-master-secret"] and offer.extended_master_secret and not tls13,
        "renegotiation_info": declared["tls.secure-renegotiation"] and offer.renegotiation_info and not tls13,
        "status_request": declared["tls.ocsp-stapling"] and offer.status_request and not tls13,
        # A server that has the extension answers it for block ciphers alone (RFC 7366 section 2).
        "encrypt_then_mac": "_CBC_" in suite and not tls13,
        # It names the point formats where it uses a curve (RFC 8422 section 5.2).
        "ec_point_formats": exchange.startswith("EC"),
    }
    return {name for name, is_answered in answered.items() if is_answered}


def _alpn(declared: Declared, offer) -> str | None:
    return next((name for name in declared["tls.alpn"] if name in offer.alpn), None)


def _compare_flight(declared: Declared, choice: Choice, seen: Seen, findings: Findings) -> None:
    offer, suite, tls13 = seen.offer, seen.hello.suite, choice.version == "TLSv1.3"

    def check(what: str, wanted, got) -> None:
        findings.check(f"{offer.name}: {what}", wanted, got)

    if tls13:
        check("extensions of EncryptedExtensions", _extensions(declared, choice, seen), set(seen.encrypted_extensions))
        check("Finished is valid", True, seen.finished_valid)
        of_entries = [set(entry) for entry in seen.certificates.extensions]
        leaf = {"status_request"} if declared["tls.ocsp-stapling"] and offer.status_request else set()
        check("extensions of the leaf's entry", leaf, of_entries[0])
        check("extensions of the other entries", [], [name for entry in of_entries[1:] for name in entry])
    alpn = seen.extensions.get("alpn")
    wanted = _alpn(declared, offer) if offer.highest != "SSLv3" else None
    check("ALPN", wanted, alpn[3:].decode("ascii") if alpn else None)
    groups = expected.groups(declared, offer, choice.version, suite)
    findings.one_of(f"{offer.name}: group", groups or {None}, seen.group)
    check("certificate request", declared["tls.client-certificate"], seen.asks_certificate)
    stapled = declared["tls.ocsp-stapling"] and offer.status_request and offer.highest != "SSLv3"
    check("stapled response", stapled, seen.status is not None)
    check("sends a certificate", choice.certificate is not None, bool(seen.chain))
    allowed = expected.schemes(declared, offer, choice, suite)
    findings.one_of(f"{offer.name}: handshake signature", allowed or {None}, seen.scheme)
    signed = choice.certificate is not None and key_exchange(suite) != "RSA"
    check("handshake signature is valid", True if signed else None, seen.signature_valid)


def _compare_fault(declared: Declared, fault: str, seen: Seen, findings: Findings) -> None:
    name = seen.offer.name
    kind, _, where = fault.partition("-")
    if kind == "alert":
        findings.check(f"{name}: end", f"alert {where.replace('-', '_')}", seen.end)
        findings.check(f"{name}: sends a ServerHello", False, seen.hello is not None)
        return
    choice = expected.choose(declared, seen.offer)
    if isinstance(choice, Refusal) and where != "after-client-hello":
        findings.check(f"{name}: end", f"alert {choice.alert}", seen.end)
        return
    findings.check(f"{name}: end", _FAULTS[kind], seen.end)
    findings.check(f"{name}: sends a ServerHello", where != "after-client-hello", seen.hello is not None)
    findings.check(f"{name}: sends a whole certificate", False, bool(seen.chain))
    findings.check(f"{name}: sends a part of a certificate", where == "mid-certificate", seen.cut_off > 0)
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
    if isinstance(choice, Refusal):
        return []
    exchange = key_exchange(choice.suites[0])
    if exchange == "RSA":
        return []
    if exchange.startswith("DH"):
        return [declared["tls.dh-group"] or "ffdhe2048"]
    if version == "TLSv1.2" and declared["tls.key-exchange-group"]:
        return [declared["tls.key-exchange-group"]]
    return expected.curves(declared, version)


def _compare_resumption(declared: Declared, survey: Survey, findings: Findings) -> None:
    wanted = {"none": None, "session-id": "resumed", "session-id-other-ems": "refused: INCONSISTENT_EXTMS"}
    findings.check("resumption", wanted[declared["tls.resumption"]], survey.resumption)
