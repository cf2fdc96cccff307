# OpenSSL's own client.
command -v openssl >/dev/null || { echo "openssl is not there"; exit; }
[ "$1" = --version ] && { openssl version | sed -n 's/^OpenSSL \([^ ]*\).*/version \1/p'; exit; }

case $1 in
  "$2") peer="-noservername -verify_ip $1" ;;
  *) peer="-servername $1 -verify_hostname $1" ;;
esac
# shellcheck disable=SC2086 # the options have no blanks
openssl s_client -connect "$2:$3" $peer -CAfile "$4" -verify_return_error -alpn h2,http/1.1 -brief </dev/null 2>&1 |
  awk '
    /verify error:/ { sub(/.*verify error:/, ""); print "refused " $0; told = 1; exit }
    /^Protocol version: / { version = $3 }
    /^Verification: OK/ { print "verified " version; told = 1; exit }
    { all = all $0 "\n" }
    END { if (!told) printf "%s", all }'
