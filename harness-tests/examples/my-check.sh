#!/bin/sh
case $1 in http:*) echo "tls-not-used $1"; exit ;; esac
report=$(curl -sv --max-time 10 --cacert "$ATS_HARNESS_CA" --connect-to "::$ATS_HARNESS_ADDRESS:" \
  --tlsv1.0 --ciphers DEFAULT@SECLEVEL=0 "$1" 2>&1)
status=$?
version=$(printf '%s\n' "$report" | sed -n 's/.*SSL connection using \(TLSv1[.0-9]*\).*/\1/p')
case $status,$version in
  *,TLSv1.2 | *,TLSv1.3) echo OK ;;
  *,TLSv1*) echo "tls-version-below-1.2 $version" ;;
  60,*) echo "certificate-not-trusted" ;;
  35,*) echo "REFUSED no handshake" ;;
  *) echo "UNSUPPORTED curl ended with status $status" ;;
esac
