# GnuTLS's own client.
command -v gnutls-cli >/dev/null || { echo "gnutls-cli is not there"; exit; }
[ "$1" = --version ] && { gnutls-cli --version | sed -n 's/^gnutls-cli \([^ ]*\).*/version \1/p'; exit; }

case $1 in
  "$2") sni=--disable-sni ;;
  *) sni=--sni-hostname=$1 ;;
esac
gnutls-cli "$sni" --verify-hostname="$1" --x509cafile="$4" --alpn=h2 --alpn=http/1.1 --port="$3" "$2" </dev/null 2>&1 |
  awk '
    /^- Status: The certificate is NOT trusted/ { sub(/^- Status: /, ""); print "refused " $0; told = 1; exit }
    /^- Status: The certificate is trusted/ { trusted = 1 }
    /^- Description: / { match($0, /TLS[0-9.]+/); version = "TLSv" substr($0, RSTART + 3, RLENGTH - 3) }
    /^- Handshake was completed/ && trusted { print "verified " version; told = 1; exit }
    { all = all $0 "\n" }
    END { if (!told) printf "%s", all }'
