import os, socket, ssl
where = os.environ["ATS_HARNESS_ADDRESS"], int(os.environ["ATS_HARNESS_PORT"])
context = ssl.create_default_context(cafile=os.environ["ATS_HARNESS_CA"])
try:
    with socket.create_connection(where, timeout=10) as connection:
        context.wrap_socket(connection, server_hostname=os.environ["ATS_HARNESS_HOST"])
    print("OK")
except ssl.SSLCertVerificationError as e:
    print("certificate-not-trusted", e.verify_message)
except OSError as e:
    print("UNSUPPORTED", e)
