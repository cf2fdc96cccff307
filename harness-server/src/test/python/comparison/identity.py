"""A certificate and key of the client, for a server that asks for one."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding


@dataclass(frozen=True)
class ClientIdentity:
    certificate: bytes
    key: ec.EllipticCurvePrivateKey
    scheme: str = "ecdsa_secp256r1_sha256"

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data, ec.ECDSA(SHA256()))


def client_identity() -> ClientIdentity:
    """A new one, self-signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "comparison")])
    now = datetime.now(timezone.utc)
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1)
    )
    return ClientIdentity(builder.sign(key, SHA256()).public_bytes(Encoding.DER), key)
