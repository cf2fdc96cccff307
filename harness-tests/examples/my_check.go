// go build -o my-check my_check.go && ats-harness check --exec ./my-check
package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"strings"
	"time"
)

func main() {
	pem, err := os.ReadFile(os.Getenv("ATS_HARNESS_CA"))
	if err != nil {
		log.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	address := net.JoinHostPort(os.Getenv("ATS_HARNESS_ADDRESS"), os.Getenv("ATS_HARNESS_PORT"))
	config := &tls.Config{RootCAs: roots, ServerName: os.Getenv("ATS_HARNESS_HOST"), NextProtos: []string{"h2", "http/1.1"}}
	_, err = tls.DialWithDialer(&net.Dialer{Timeout: 10 * time.Second}, "tcp", address, config)
	var untrusted *tls.CertificateVerificationError
	var noTLS tls.RecordHeaderError
	var network *net.OpError
	switch {
	case err == nil:
		fmt.Println("OK")
	case errors.As(err, &untrusted):
		fmt.Println("certificate-not-trusted", untrusted.Err)
	case errors.As(err, &noTLS):
		fmt.Println("tls-not-used", err)
	// An alert is a "remote error" or a "local error"; anything else of the network is no answer.
	case errors.Is(err, io.EOF), errors.As(err, &network) && !strings.HasSuffix(network.Op, " error"):
		fmt.Println("UNSUPPORTED", err)
	default:
		fmt.Println("REFUSED", err)
	}
}
