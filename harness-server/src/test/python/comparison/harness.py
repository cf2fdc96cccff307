"""Where a running harness listens, from its manifest. Nothing that the harness expects of its endpoints is read."""

import base64
import ipaddress
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from . import x509
from .connection import Place


@dataclass(frozen=True)
class Harness:
    started: datetime
    domain: str
    root: x509.Certificate
    places: dict[str, Place]


def certificate_of_pem(pem: str) -> bytes:
    lines = [line for line in pem.strip().splitlines() if not line.startswith("-----")]
    return base64.b64decode("".join(lines), validate=True)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def read_manifest(file: Path) -> Harness:
    content = json.loads(file.read_text(encoding="utf-8"))
    places = {}
    for endpoint in content["endpoints"]:
        host = endpoint["host"]
        name = None if _is_address(host) else host
        https = content["https"]
        is_shared = endpoint["url"].startswith(f"https://{host}:{https['port']}/")
        shared = (https["address"], https["port"]) if is_shared else None
        places[endpoint["id"]] = Place(endpoint["address"], endpoint["port"], host, name, shared)
    started = datetime.fromisoformat(content["startedAt"][:19] + "+00:00")
    return Harness(started, content["domain"], x509.parse(certificate_of_pem(content["caPem"])), places)
