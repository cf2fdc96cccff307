import os, socket, ssl
where = os.environ["ATS_HARNESS_ADDRESS"], int(os.environ["ATS_HARNESS_PORT"])
context = ssl.create_default_context(cafile=os.environ["ATS_HARNESS_CA"])
context.set_alpn_protocols(["h2", "http/1.1"])
try:
    with socket.create_connection(where, timeout=10) as connection:
        context.wrap_socket(connection, server_hostname=os.environ["ATS_HARNESS_HOST"])
    print("OK")
except ssl.SSLCertVerificationError as e:
    print("certificate-not-trusted", e.verify_message)
except ssl.SSLEOFError as e:  # the connection broke
    print("UNSUPPORTED", e)
except ssl.SSLError as e:  # no handshake with what devices offer too
    print("tls-not-used" if e.reason == "WRONG_VERSION_NUMBER" else "REFUSED", e)
except OSError as e:  # no connection
    print("UNSUPPORTED", e)
