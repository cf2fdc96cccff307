// go build -o my-check my_check.go && ats-harness check --exec ./my-check
package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"time"
)

func main() {
	pem, err := os.ReadFile(os.Getenv("ATS_HARNESS_CA"))
	if err != nil {
		fmt.Println("UNSUPPORTED", err)
		return
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	address := net.JoinHostPort(os.Getenv("ATS_HARNESS_ADDRESS"), os.Getenv("ATS_HARNESS_PORT"))
	config := &tls.Config{RootCAs: roots, ServerName: os.Getenv("ATS_HARNESS_HOST")}
	_, err = tls.DialWithDialer(&net.Dialer{Timeout: 10 * time.Second}, "tcp", address, config)
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.As(err, &untrusted):
		fmt.Println("certificate-not-trusted", untrusted.Err)
	case err != nil:
		fmt.Println("UNSUPPORTED", err)
	default:
		fmt.Println("OK")
	}
}
