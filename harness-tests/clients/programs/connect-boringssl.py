"""A client with BoringSSL: gets the page with curl_cffi, and ends with status 0 if it got an answer."""

import sys

from curl_cffi import Curl, CurlError, CurlOpt

host, address, port, ca = sys.argv[1:]
curl = Curl(cacert=ca)
curl.setopt(CurlOpt.URL, f"https://{host}:{port}/")
curl.setopt(CurlOpt.RESOLVE, [f"{host}:{port}:{address}"])
curl.setopt(CurlOpt.NOPROXY, "*")
curl.setopt(CurlOpt.TIMEOUT, 20)
curl.setopt(CurlOpt.WRITEFUNCTION, lambda page: len(page))
try:
    curl.perform()
except CurlError as e:
    sys.exit(str(e))
