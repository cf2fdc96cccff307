package dev.atsharness.server;

import dev.atsharness.certs.CertifiedKey;
import dev.atsharness.certs.HarnessCa;
import dev.atsharness.certs.Identity;
import dev.atsharness.certs.KeyPool;
import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.certs.internal.Lazy;
import dev.atsharness.scenario.internal.NetworkFault;
import dev.atsharness.scenario.internal.TlsSettings;
import dev.atsharness.server.internal.http.DnsPages;
import dev.atsharness.server.internal.tls.ServerIdentity;
import dev.atsharness.server.internal.tls.TlsEndpoint;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The name server over HTTPS: an endpoint that is not a scenario and is compliant in every way. It
 * offers HTTP/2, as RFC 8484 section 5.2 asks. Only its name leads to it, so its certificate names
 * no address.
 */
final class ResolverEndpoint {

  private static final int HTTPS_PORT = 443;

  private static final TlsSettings SETTINGS =
      TlsSettings.DEFAULT
          .with(
              TlsSettings.CIPHER_SUITES,
              Stream.of(
                      "TLS_AES_256_GCM_SHA384",
                      "TLS_AES_128_GCM_SHA256",
                      "TLS_CHACHA20_POLY1305_SHA256",
                      "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                      "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
                  .map(CipherSuite::named)
                  .toList())
          .with(
              TlsSettings.GROUPS,
              List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1))
          .with(TlsSettings.ALPN, List.of(HarnessServer.HTTP_2, "http/1.1"));

  private ResolverEndpoint() {}

  static String host(String domain) {
    return DnsPages.ENDPOINT + "." + domain;
  }

  static URI url(String domain, int httpsPort) {
    String port = httpsPort == HTTPS_PORT ? "" : ":" + httpsPort;
    return URI.create("https://" + host(domain) + port + DnsPages.PATH);
  }

  /** The endpoint; its certificate is made when it is first needed. */
  static TlsEndpoint of(HarnessCa ca, KeyPool keys) {
    Lazy<ServerIdentity> identity = new Lazy<>(() -> identity(ca, keys));
    Supplier<List<ServerIdentity>> any = () -> List.of(identity.get());
    return new TlsEndpoint(DnsPages.ENDPOINT, SETTINGS, NetworkFault.NONE, any, any);
  }

  private static ServerIdentity identity(HarnessCa ca, KeyPool keys) {
    String host = host(ca.domain());
    CertifiedKey leaf =
        ca.leaf(keys.fresh(KeySpec.ec("p-256")))
            .subject(host)
            .names(host)
            .signedBy(ca.issuingCaFor(SignatureAlgorithm.SHA256_ECDSA));
    Identity identity = leaf.identity();
    return new ServerIdentity(identity.chainDer(), identity.privateKey());
  }
}
