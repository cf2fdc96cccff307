// Go's crypto/tls.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"runtime"
	"strings"
	"time"
)

func main() {
	if os.Args[1] == "--version" {
		fmt.Println("version", strings.TrimPrefix(runtime.Version(), "go"))
		return
	}
	host, address, port, ca := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	pem, err := os.ReadFile(ca)
	if err != nil {
		log.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	// A ServerName that is an address is not sent.
	config := &tls.Config{RootCAs: roots, ServerName: host, NextProtos: []string{"h2", "http/1.1"}}
	connection, err := tls.DialWithDialer(
		&net.Dialer{Timeout: 20 * time.Second}, "tcp", net.JoinHostPort(address, port), config)
	var untrusted *tls.CertificateVerificationError
	switch {
	case err == nil:
		fmt.Println("verified", strings.Replace(tls.VersionName(connection.ConnectionState().Version), "TLS ", "TLSv", 1))
	case errors.As(err, &untrusted):
		fmt.Println("refused", untrusted.Err)
	default:
		log.Fatal(err)
	}
}
