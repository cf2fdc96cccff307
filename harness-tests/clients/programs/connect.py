"""A client with Python's ssl: connects, sends a request, and ends with status 0 if it got an answer."""

import socket
import ssl
import sys

host, address, port, ca = sys.argv[1:]
context = ssl.create_default_context(cafile=ca)
try:
    with socket.create_connection((address, int(port)), timeout=20) as connection:
        with context.wrap_socket(connection, server_hostname=host) as tls:
            tls.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            sys.exit(0 if tls.recv(1) else "no answer")
except OSError as e:
    sys.exit(str(e))
