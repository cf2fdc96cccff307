#!/bin/sh
version=$(curl -sv --cacert "$ATS_HARNESS_CA" --connect-to "::$ATS_HARNESS_ADDRESS:" --tlsv1.0 --ciphers DEFAULT@SECLEVEL=0 "$1" 2>&1 |
  sed -n 's/.*SSL connection using \(TLSv1[.0-9]*\).*/\1/p')
case $version in
  TLSv1.2 | TLSv1.3) echo OK ;;
  TLSv1*) echo "tls-version-below-1.2 $version" ;;
  *) echo "UNSUPPORTED no TLS connection" ;;
esac
