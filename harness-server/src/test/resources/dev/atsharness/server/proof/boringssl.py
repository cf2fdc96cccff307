"""Visits a server with BoringSSL and Safari's ClientHello; prints the messages of the handshake and how it ended."""

import sys

from curl_cffi import Curl, CurlError, CurlInfo, CurlOpt

host, address, port = sys.argv[1:]
curl = Curl()
curl.impersonate("safari260")
curl.setopt(CurlOpt.URL, f"https://{host}:{port}/")
curl.setopt(CurlOpt.RESOLVE, [f"{host}:{port}:{address}"])
curl.setopt(CurlOpt.SSL_VERIFYPEER, 0)  # the tests of trust are elsewhere
curl.setopt(CurlOpt.SSL_VERIFYHOST, 0)
curl.setopt(CurlOpt.NOPROXY, "*")
curl.setopt(CurlOpt.TIMEOUT, 20)
curl.setopt(CurlOpt.VERBOSE, 1)
curl.setopt(CurlOpt.DEBUGFUNCTION, lambda kind, data: kind == 0 and print(data.decode(errors="replace").strip()))
curl.setopt(CurlOpt.WRITEFUNCTION, lambda page: len(page))
try:
    curl.perform()
    print("status", curl.getinfo(CurlInfo.RESPONSE_CODE))
except CurlError as e:
    print("error", e)
