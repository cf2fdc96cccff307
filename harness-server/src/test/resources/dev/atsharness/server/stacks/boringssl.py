"""BoringSSL, as libcurl uses it in the package curl_cffi."""

import re
import sys

from curl_cffi import Curl, CurlECode, CurlError, CurlOpt, __version__

if sys.argv[1:] == ["--version"]:
    # BoringSSL has no versions.
    print(f"version in curl_cffi {__version__}")
    sys.exit()

host, address, port, ca = sys.argv[1:]
said = []
curl = Curl(cacert=ca)
curl.setopt(CurlOpt.URL, f"https://{host}:{port}/")
curl.setopt(CurlOpt.RESOLVE, [f"{host}:{port}:{address}"])
curl.setopt(CurlOpt.NOPROXY, "*")
curl.setopt(CurlOpt.TIMEOUT, 20)
curl.setopt(CurlOpt.VERBOSE, 1)
curl.setopt(CurlOpt.DEBUGFUNCTION, lambda kind, data: said.append(data.decode(errors="replace")))
curl.setopt(CurlOpt.WRITEFUNCTION, lambda page: len(page))
try:
    curl.perform()
    print("verified", re.search(r"SSL connection using (\S+)", "".join(said)).group(1))
except CurlError as e:
    reason = re.sub(r".*curl: \(\d+\) |\. See https.*", "", str(e))
    print("refused" if e.code == CurlECode.PEER_FAILED_VERIFICATION else "failed", reason)
