# NSS's test client, with a certificate database of its own that trusts the root.
command -v certutil >/dev/null && command -v tstclnt >/dev/null || { echo "tstclnt or certutil is not there"; exit; }
if [ "$1" = --version ]; then
  # The programs do not tell their version; the library does.
  library=$(ldd "$(command -v tstclnt)" | sed -n 's/.*libnss3\.so => \([^ ]*\).*/\1/p')
  tr -c '[:print:]' '\n' <"$library" | sed -n 's/^Version: NSS \([0-9.]*\).*/version \1/p'
  exit
fi

database=$(mktemp -d) || exit
trap 'rm -rf "$database"' EXIT
certutil -N -d "sql:$database" --empty-password && certutil -A -d "sql:$database" -n root -t C,, -a -i "$4" || exit

tstclnt -h "$2" -a "$1" -p "$3" -d "sql:$database" -V tls1.2:tls1.3 -Q -v </dev/null 2>&1 |
  awk '
    sub(/.*authentication of server cert failed: /, "") { print "refused " $0; told = 1; exit }
    /SSL version 3\.3 / { print "verified TLSv1.2"; told = 1; exit }
    /SSL version 3\.4 / { print "verified TLSv1.3"; told = 1; exit }
    { all = all $0 "\n" }
    END { if (!told) printf "%s", all }'
