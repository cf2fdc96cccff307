"""The observed properties of an endpoint as flat names and values, in which two endpoints can be compared.

What is new in each run or belongs to the endpoint's name is left out or replaced: keys, serials, nonces, host names.
"""

from . import x509
from .harness import Harness
from .survey import Survey

_ANSWERED = (
    "extended_master_secret", "renegotiation_info", "alpn", "status_request", "encrypt_then_mac", "ec_point_formats",
)  # fmt: skip


def properties(survey: Survey, harness: Harness) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, seen in survey.seen.items():
        found[f"{name}.end"] = seen.end
        if seen.hello:
            _hello(f"{name}.", seen, found)
        if seen.end == "flight":
            _flight(f"{name}.", seen, survey, harness, found)
    for version, suites in survey.suites.items():
        found[f"suites.{version}"] = tuple(suites)
    for version, groups in survey.groups.items():
        found[f"groups.{version}"] = tuple(groups)
    found["resumption"] = survey.resumption
    if survey.answer and survey.answer.status is not None:
        answer = survey.answer
        found["http.status"] = answer.status
        location = answer.headers.get("location")
        found["http.location"] = location and location.split(":")[0]
        found["http.close"] = answer.close
        found["http.tickets"] = answer.tickets
    return found


def _hello(prefix: str, seen, found: dict[str, object]) -> None:
    found[prefix + "version"] = seen.hello.version
    found[prefix + "suite"] = seen.hello.suite
    found[prefix + "compression"] = seen.hello.compression
    found[prefix + "sentinel"] = seen.hello.sentinel
    found[prefix + "session-id"] = "echo" if seen.echoes_session_id else len(seen.hello.session_id)
    found[prefix + "retry"] = seen.retry


def _flight(prefix: str, seen, survey: Survey, harness: Harness, found: dict[str, object]) -> None:
    for name in {*_ANSWERED, *seen.extensions} - {"supported_versions", "key_share"}:
        found[f"{prefix}extension.{name}"] = name in seen.extensions
    found[prefix + "alpn"] = seen.extensions.get("alpn")
    found[prefix + "group"] = seen.group
    found[prefix + "scheme"] = seen.scheme
    found[prefix + "signature-wrong"] = seen.signature_valid is False
    found[prefix + "finished-wrong"] = seen.finished_valid is False
    found[prefix + "asks-certificate"] = seen.asks_certificate
    found[prefix + "compression-of-certificate"] = seen.compression
    if seen.close is not None:
        found[prefix + "close"] = seen.close
        found[prefix + "tickets"] = seen.tickets
    found[prefix + "status"] = seen.status is not None
    if not seen.chain:
        return
    found[prefix + "chain.length"] = len(seen.chain)
    for place, raw in enumerate(seen.chain):
        _certificate(f"{prefix}chain.{place}.", x509.parse(raw), survey.place.host, harness, found)


def _certificate(
    prefix: str, certificate: x509.Certificate, host: str, harness: Harness, found: dict[str, object]
) -> None:
    def neutral(names: list[str] | None) -> tuple[str, ...] | None:
        return (
            None
            if names is None
            else tuple(name.replace(host, "{host}").replace(harness.domain, "{domain}") for name in names)
        )

    def days(moment) -> float:
        return round((moment - harness.started).total_seconds() / 86400, 1)

    constraints = certificate.name_constraints or {}
    found[prefix + "key"] = certificate.key
    found[prefix + "signature"] = certificate.signature_algorithm
    found[prefix + "version"] = certificate.version
    found[prefix + "serial-octets"] = certificate.serial_octets
    found[prefix + "self-issued"] = certificate.self_issued
    found[prefix + "validity"] = (days(certificate.not_before), days(certificate.not_after))
    found[prefix + "extensions"] = tuple(
        sorted(f"{e.name}{' (critical)' if e.critical else ''}" for e in certificate.extensions)
    )
    found[prefix + "names"] = neutral(certificate.names)
    found[prefix + "common-name"] = neutral(certificate.common_name.split()[:1]) if place_is_leaf(prefix) else None
    found[prefix + "purposes"] = certificate.purposes and tuple(certificate.purposes)
    found[prefix + "usages"] = certificate.usages and tuple(sorted(certificate.usages))
    found[prefix + "basic-constraints"] = certificate.basic_constraints
    found[prefix + "permitted"] = neutral(constraints.get("permitted"))
    found[prefix + "excluded"] = neutral(constraints.get("excluded"))
    found[prefix + "crl"] = len(certificate.crl_urls)
    found[prefix + "ocsp"] = len(certificate.ocsp_urls)
    found[prefix + "features"] = tuple(certificate.tls_features)


def place_is_leaf(prefix: str) -> bool:
    return prefix.endswith("chain.0.")
