"""rustls with webpki, in the package rtls."""

import json
import socket
import sys
from importlib.metadata import distribution

import rtls

if sys.argv[1:] == ["--version"]:
    package = distribution("rtls")
    crates = {c["name"]: c["version"] for c in json.loads(package.read_text("sboms/rtls.cyclonedx.json"))["components"]}
    print(f"version {crates['rustls']} with rustls-webpki {crates['rustls-webpki']}, in rtls {package.version}")
    sys.exit()

host, address, port, ca = sys.argv[1:]
context = rtls.SSLContext(rtls.PROTOCOL_TLS_CLIENT)
context.load_verify_locations(ca)
context.set_alpn_protocols(["h2", "http/1.1"])
try:
    with socket.create_connection((address, int(port)), timeout=20) as connection:
        with context.wrap_socket(connection, server_hostname=host) as tls:
            print("verified", tls.version())
except rtls.SSLCertVerificationError as e:
    print("refused", *e.args)
