"""The certificates that a scenario declares: from the leaf to its anchor, and those that are sent."""

import re
from dataclasses import dataclass

from .declared import CertificateSettings
from .harness import Harness

SELF_SIGNED = ("self", "installed-self", "self-signed-enrollment-anchor")
LOOPBACK = ["127.0.0.1", "::1"]
LONGEST_COMMON_NAME = 64

# The schema gives these defaults in its newest version.
_OLDER_ROOT = {"not-before": "-400d", "days": 460}
_CROSS_CERTIFICATE = {"not-before": "-100d", "days": 160}


@dataclass(frozen=True)
class Wanted:
    """What a certificate is declared to be."""

    role: str
    key: str
    signature: str
    quirks: tuple[str, ...] = ()
    validity: object = None
    validity_stated: bool = False
    self_signed: bool = False
    path_length: int | None = None
    permitted: str = ""
    purposes: tuple[str, ...] = ("serverAuth",)

    @property
    def is_leaf(self) -> bool:
        return self.role == "leaf"


def path_of(settings: CertificateSettings, host: str, domain: str) -> list[Wanted]:
    """The certificates from the leaf to its anchor."""
    issuer = settings["issuer"]
    leaf = _stated("leaf", settings, "", self_signed=issuer in SELF_SIGNED)
    if leaf.self_signed:
        return [leaf]
    if issuer == "installed-root":
        root = _stated("root", settings, "root.", self_signed=True, permitted=host)
        return [leaf, _stated("issuing CA", settings, "issuing-ca.", path_length=0, permitted=domain), root]
    root = Wanted("root", "p-256", settings["root.signature"], self_signed=True, permitted=domain)
    if issuer != "own-issuing-ca":
        key = "p-256" if settings["signature"].startswith("ecdsa") else "rsa-2048"
        return [leaf, Wanted("issuing CA", key, "ecdsa-with-SHA256", path_length=0, permitted=domain), root]
    path = [leaf, _stated("issuing CA", settings, "issuing-ca.", path_length=0, permitted=domain)]
    by_rsa = not settings["issuing-ca.signature"].startswith("ecdsa")
    length = settings["intermediate-path-length"]
    if by_rsa or length is not None:
        key = "rsa-2048" if by_rsa else "p-256"
        path.append(
            Wanted(
                "further CA", key, "ecdsa-with-SHA256", path_length=1 if length is None else length, permitted=domain
            )
        )
    return [*path, root]


def _stated(role: str, settings: CertificateSettings, section: str, **others) -> Wanted:
    purposes = settings[section + "extended-key-usage"]
    return Wanted(
        role,
        settings[section + "key"],
        settings[section + "signature"],
        tuple(settings[section + "quirks"]),
        settings[section + "validity"],
        settings.states(section + "validity"),
        purposes=("serverAuth",) if purposes is None else tuple(purposes),
        **others,
    )


def sent(settings: CertificateSettings, path: list[Wanted], domain: str) -> list[Wanted | None]:
    """The certificates in the order in which they are sent; None for the unrelated one."""
    found: list[Wanted | None] = []
    for link in settings["chain"]:
        if link == "leaf":
            found.append(path[0])
        elif link == "issuing-ca":
            found += path[1:-1]
        elif link == "root" and len(path) > 1:
            found.append(path[-1])
        elif link == "unrelated":
            found.append(None)
        elif link == "cross-certificate":
            found.append(
                _of_older_root("cross-certificate", settings["older-root.cross-validity"] or _CROSS_CERTIFICATE, domain)
            )
        elif link == "older-root":
            found.append(_of_older_root("older root", settings["older-root.validity"] or _OLDER_ROOT, domain))
    return found


def _of_older_root(role: str, validity, domain: str) -> Wanted:
    itself = role == "older root"
    return Wanted(
        role,
        "p-256",
        "ecdsa-with-SHA256",
        validity=validity,
        validity_stated=True,
        self_signed=itself,
        permitted=domain,
    )


def names(settings: CertificateSettings, host: str, by_name: bool, harness: Harness) -> list[str]:
    """The declared subjectAltName; the loopback addresses only for clients without SNI, or in a self-signed leaf."""
    addresses = LOOPBACK if settings["issuer"] in SELF_SIGNED or not by_name else []
    ours = host if by_name else (settings["host-without-sni"] or host).replace("{domain}", harness.domain)
    found: list[str] = []
    for name in settings["names"]:
        found += addresses if name == "{loopback}" else _range(_filled_in(name, ours, harness.domain))
    return list(dict.fromkeys(found))


def common_name(settings: CertificateSettings, declared_names: list[str], host: str, harness: Harness) -> str | None:
    """The common name; None if it is too long, so that any will do."""
    stated = settings["common-name"]
    if stated:
        return _filled_in(stated, host, harness.domain)
    name = next((name for name in declared_names if ":" not in name and not name.replace(".", "").isdigit()), host)
    return name if len(name) <= LONGEST_COMMON_NAME else None


def _filled_in(name: str, host: str, domain: str) -> str:
    return name.replace("{host}", host).replace("{domain}", domain).replace("{suffix}", domain.rsplit(".", 1)[-1])


def _range(name: str) -> list[str]:
    """One name for each number of a range such as n-{2-1000}."""
    found = re.search(r"\{(\d+)-(\d+)\}", name)
    if not found:
        return [name]
    first, last = map(int, found.groups())
    return [name.replace(found.group(), str(number)) for number in range(first, last + 1)]
