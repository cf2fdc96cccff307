"""Compares the whole catalogue: each endpoint with its file and with its control, and the serial numbers of all."""

from . import compare_certificate, compare_http, compare_tls, control, misbehaviour, x509
from .declared import Declared, Schema
from .expected import Choice, certificate_for, choose
from .findings import Findings
from .harness import Harness
from .properties import properties
from .survey import Survey
from .wire import Malformed


class Comparison:
    def __init__(self, schema: Schema, catalogue: dict[str, Declared], harness: Harness, surveys: dict[str, Survey]):
        self.schema = schema
        self.catalogue = catalogue
        self.harness = harness
        self.surveys = surveys
        self._properties = {id: properties(survey, harness) for id, survey in surveys.items()}

    def findings(self, declared: Declared) -> Findings:
        """Everything that is wrong or cannot be told at the endpoint of a scenario."""
        findings = Findings()
        findings.cannot_tell += declared.unknown
        if declared.unknown:
            return findings
        survey = self.surveys[declared.id]
        if declared["tls.misbehaviour"]:
            misbehaviour.compare(declared, survey, findings)
            return findings
        clear = any(seen.end == "clear text" for seen in survey.seen.values())
        findings.check("transport", declared["transport"], "http" if clear else "https")
        if not clear and declared["transport"] == "https":
            compare_tls.compare(declared, survey, findings)
            self._certificates(declared, survey, findings)
        compare_http.compare(declared, survey, self.catalogue, self.harness, findings)
        return findings

    def against_control(self, declared: Declared) -> list[str]:
        """What differs from the control without being declared; nothing if the control was not looked at."""
        other = self.catalogue.get(declared.control)
        if other is None or other.id not in self.surveys or declared.unknown or other.unknown:
            return []
        return control.undeclared_settings(declared, other) + control.undeclared_properties(
            declared, self._properties[declared.id], other, self._properties[other.id]
        )

    def _certificates(self, declared: Declared, survey: Survey, findings: Findings) -> None:
        shown: dict[tuple, list[str]] = {}
        for name, seen in survey.seen.items():
            choice = choose(declared, seen.offer)
            if seen.chain and isinstance(choice, Choice):
                settings = certificate_for(declared, seen.offer, choice.version, seen.hello.suite)
                section = settings.section if settings else "certificate"
                by_name = (
                    seen.offer.server_name and seen.offer.highest != "SSLv3" and survey.place.server_name is not None
                )
                shown.setdefault((section, by_name, tuple(seen.chain)), []).append(name)
        if not shown:
            findings.cannot_tell.append("certificate: the server shows none")
        wanted = "revoked" if declared["certificate.revocation.revoked"] else "good"
        pointers = set(declared["certificate.revocation.pointers"] or [])
        findings.check(
            "certificate: status by its pointers", {(p, wanted) for p in pointers}, set(survey.statuses.items())
        )
        for (section, by_name, chain), names in shown.items():
            settings = next(c for c in declared.certificates() if c.section == section)
            of_chain = Findings()
            try:
                shown_chain = compare_certificate.Shown(settings, list(chain), survey.place.host, by_name, self.harness)
                compare_certificate.compare(shown_chain, of_chain)
            except Malformed as malformed:
                of_chain.add(f"{section}: {malformed}")
            for name in names:
                findings.join(name, of_chain)

    def serials(self) -> list[str]:
        """Serial numbers that an issuer gave to several certificates of the catalogue (RFC 5280 section 4.1.2.2)."""
        owners: dict[tuple[bytes, int], set[bytes]] = {}
        for survey in self.surveys.values():
            for seen in survey.seen.values():
                for raw in seen.chain:
                    certificate = x509.parse(raw)
                    owners.setdefault((certificate.issuer, certificate.serial), set()).add(raw)
        return [
            f"serial {serial:x} is that of {len(raws)} certificates of one issuer"
            for (_, serial), raws in owners.items()
            if len(raws) > 1
        ]

    def print(self) -> int:
        status = 0

        def say(who: str, differs: list[str], cannot_tell: list[str]) -> None:
            nonlocal status
            for line in differs:
                print(f"{who}: differs: {line}")
            for line in cannot_tell:
                print(f"{who}: cannot tell: {line}")
            if not differs and not cannot_tell:
                print(f"{who}: as declared")
            status = 1 if differs or status == 1 else 3 if cannot_tell else status

        say("schema", [], self.schema.unknown())
        say("serial numbers", self.serials(), [])
        for id in self.surveys:
            if id not in self.catalogue:
                say(id, [], ["the scenario has no file"])
                continue
            findings = self.findings(self.catalogue[id])
            say(
                id,
                findings.lines() + self.against_control(self.catalogue[id]),
                list(dict.fromkeys(findings.cannot_tell)),
            )
        return status
