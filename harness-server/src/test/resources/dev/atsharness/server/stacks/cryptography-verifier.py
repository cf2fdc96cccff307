"""The X.509 verifier of the package cryptography. It is not a TLS client: OpenSSL's client fetches the chain."""

import re
import shutil
import subprocess
import sys
from ipaddress import ip_address

from cryptography import __version__
from cryptography.x509 import DNSName, IPAddress, load_pem_x509_certificates
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

if sys.argv[1:] == ["--version"]:
    print(f"version {__version__}" if shutil.which("openssl") else "openssl is not there")
    sys.exit()

host, address, port, ca = sys.argv[1:]
if host == address:
    sni, subject = ["-noservername"], IPAddress(ip_address(host))
else:
    sni, subject = ["-servername", host], DNSName(host)
fetch = ["openssl", "s_client", "-connect", f"{address}:{port}", *sni, "-showcerts"]
seen = subprocess.run(fetch, stdin=subprocess.DEVNULL, capture_output=True, timeout=20).stdout
leaf, *others = load_pem_x509_certificates(seen)
with open(ca, "rb") as file:
    store = Store(load_pem_x509_certificates(file.read()))
try:
    PolicyBuilder().store(store).build_server_verifier(subject).verify(leaf, others)
    print("verified", re.search(rb"(?m)^New, (\S+),", seen).group(1).decode())
except VerificationError as e:
    print("refused", e)
