"""What the issuer says about a certificate: stapled OCSP responses, and the pointers in the certificate."""

import urllib.request
from datetime import datetime, timedelta, timezone

from cryptography import x509 as library
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.ocsp import OCSPRequestBuilder

from . import der, x509

# The clocks of the harness and of this program are the same; making a status takes its time.
TOLERANCE = timedelta(minutes=5)
_STATUSES = {0x80: "good", 0xA1: "revoked", 0x82: "unknown"}


def _current(this_update: datetime, next_update: datetime | None) -> str:
    """What is wrong with the times of a status (RFC 6960 section 3.2, RFC 5280 section 5.1.2); empty if nothing is."""
    now = datetime.now(timezone.utc)
    if this_update > now + TOLERANCE:
        return ", of the future"
    if next_update is None:
        return ", without nextUpdate"
    return ", out of date" if next_update <= now else ""


def status_of(response: bytes, certificate: x509.Certificate) -> str:
    """The status of the certificate in an OCSP response (RFC 6960 section 4.2.1)."""
    fields = der.parse(response).sequence()
    if int.from_bytes(fields[0].content, "big") != 0:
        return f"OCSP error {fields[0].content.hex()}"
    basic = der.parse(fields[1].children()[0].sequence()[1].content)
    data = [field for field in basic.sequence()[0].sequence() if field.tag == der.SEQUENCE][0]
    for single in data.children():
        identifier, status, this_update, *rest = single.sequence()
        if identifier.sequence()[3].integer() == certificate.serial:
            next_update = [x509.moment(field.children()[0], True) for field in rest if field.tag == 0xA0]
            times = _current(x509.moment(this_update, True), next_update[0] if next_update else None)
            return _STATUSES.get(status.tag, f"tag 0x{status.tag:02x}") + times
    return "another certificate's"


def looked_up(certificate: x509.Certificate, issuer: x509.Certificate, timeout: float) -> dict[str, str]:
    """The status by each kind of pointer that the certificate has, from the first URL of that kind."""
    found = {}
    if certificate.crl_urls:
        found["crl"] = _by_crl(certificate, issuer, timeout)
    if certificate.ocsp_urls:
        found["ocsp"] = _by_ocsp(certificate, issuer, timeout)
    return found


def _fetch(url: str, timeout: float, data: bytes | None = None) -> bytes:
    headers = {"Content-Type": "application/ocsp-request"} if data else {}
    asked = urllib.request.Request(url.removeprefix("URI:"), data, headers)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked, timeout=timeout) as response:
        return response.read()


def _by_crl(certificate: x509.Certificate, issuer: x509.Certificate, timeout: float) -> str:
    """By the list of revoked certificates (RFC 5280 section 5.1)."""
    body = der.parse(_fetch(certificate.crl_urls[0], timeout)).sequence()[0].sequence()
    fields = [field for field in body if field.tag != der.INTEGER]
    if fields[1].raw != issuer.subject:
        return "in a list of another issuer"
    times = [x509.moment(field) for field in fields[2:4] if field.tag in (der.UTC_TIME, der.GENERALIZED_TIME)]
    lists = [field for field in fields[2:] if field.tag == der.SEQUENCE]
    serials = {entry.sequence()[0].integer() for entry in lists[0].children()} if lists else set()
    status = "revoked" if certificate.serial in serials else "good"
    return status + _current(times[0], times[1] if len(times) > 1 else None)


def _by_ocsp(certificate: x509.Certificate, issuer: x509.Certificate, timeout: float) -> str:
    pair = (library.load_der_x509_certificate(one.raw) for one in (certificate, issuer))
    request = OCSPRequestBuilder().add_certificate(*pair, SHA1()).build().public_bytes(Encoding.DER)
    return status_of(_fetch(certificate.ocsp_urls[0], timeout, request), certificate)
