"""Compares the answer to a request with the settings of 'http' and 'url-scheme'."""

from .declared import Declared
from .findings import Findings
from .harness import Harness
from .survey import Survey

_BINDING_HEADERS = ("strict-transport-security", "alt-svc", "refresh", "public-key-pins", "expect-ct")
_NEXT_HOP_IN = {"app": "manifest", "enrollment": "discovery document", "profile": "profile"}


def compare(
    declared: Declared, survey: Survey, catalogue: dict[str, Declared], harness: Harness, findings: Findings
) -> None:
    answer = survey.answer
    if declared["network-fault"] not in ("none", "no-close-notify"):
        findings.cannot_tell.append("HTTP: the connection ends before the handshake does")
        return
    renegotiates = answer is not None and answer.close == "HelloRequest"
    findings.check(
        "HTTP: HelloRequest after the request", bool(declared["tls.client-certificate-by-renegotiation"]), renegotiates
    )
    if renegotiates:
        findings.cannot_tell.append("HTTP: this program does not renegotiate")
        return
    if answer is None or answer.status is None:
        findings.cannot_tell.append(f"HTTP: no answer ({answer.way if answer else 'not asked'})")
        return
    findings.check("HTTP: status", declared["http.status"], answer.status)
    location = answer.headers.get("location")
    redirects = 300 <= declared["http.status"] < 400
    hop = declared["http.next-hop"]
    target = catalogue.get(declared["http.leads-to"])
    scheme = target["transport"] if target else hop
    host = harness.places[target.id].host if target else survey.place.host
    findings.check(
        "HTTP: scheme of Location", scheme if redirects else None, location.split(":")[0] if location else None
    )
    if location:
        findings.check("HTTP: host of Location", host, location.split("/")[2].rsplit(":", 1)[0])
    if declared["role"] in _NEXT_HOP_IN and not redirects:
        _compare_document(declared, survey, target and host, findings)
    if answer.way == "own client":
        findings.check(
            "HTTP: body in records of a byte each",
            bool(declared["http.slow-body"]),
            answer.records > len(answer.body) / 2 > 1,
        )
    if declared["transport"] == "https" and answer.way == "own client":
        issued = {"ticket-not-accepted": "TLSv1.3", "ticket": "TLSv1.2", "ticket-other-ems": "TLSv1.2"}.get(
            declared["tls.resumption"]
        )
        findings.check("HTTP: session tickets", issued is not None, answer.tickets > 0)
    binding = [name for name in _BINDING_HEADERS if name in answer.headers]
    findings.check("HTTP: headers that bind clients or lead them elsewhere", [], binding)
    close = (
        "closed"
        if declared["transport"] == "http" or declared["network-fault"] == "no-close-notify"
        else "alert close_notify"
    )
    findings.check("HTTP: end of the connection", close, answer.close)


def _compare_document(declared: Declared, survey: Survey, leads_to: str | None, findings: Findings) -> None:
    """A document that leads to the other scheme, or to another host, only if that is declared."""
    body = survey.answer.body.decode("utf-8", "replace")
    document = _NEXT_HOP_IN[declared["role"]]
    own = declared["transport"]
    other = "http" if own == "https" else "https"
    leads = f"{other}://{survey.place.host}" in body
    findings.check(f"HTTP: {document} leads to {other}", declared["http.next-hop"] == other, leads)
    if leads_to:
        findings.check(f"HTTP: {document} leads to {leads_to}", True, f"://{leads_to}" in body)
