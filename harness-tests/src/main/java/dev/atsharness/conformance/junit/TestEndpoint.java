package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.internal.LocalJournal;
import dev.atsharness.conformance.internal.Observation;
import dev.atsharness.server.AtsHarness;
import dev.atsharness.server.journal.JournalEntry;
import dev.atsharness.server.journal.NoEntryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An endpoint to which a test connects, with everything that a client needs, and the connections
 * that the server saw since this object was created.
 */
public final class TestEndpoint {

  private final AtsHarness harness;
  private final CheckedEndpoint endpoint;
  private final LocalJournal journal;
  private final long mark;

  TestEndpoint(AtsHarness harness, CheckedEndpoint endpoint) {
    this.harness = harness;
    this.endpoint = endpoint;
    this.journal = new LocalJournal(harness);
    this.mark = journal.mark();
  }

  /** The scenario's id, for example {@code handshake/no-ems}. */
  public String id() {
    return endpoint.scenario();
  }

  /** The endpoint with its ground truth. */
  public CheckedEndpoint target() {
    return endpoint;
  }

  /**
   * Its name, to be sent as SNI, for example {@code no-ems.ats-harness.test}; the name does not
   * resolve.
   */
  public String host() {
    return endpoint.location().host();
  }

  /** The IP address literal to connect to. */
  public String address() {
    return endpoint.location().address();
  }

  /** Its own port, at which neither SNI nor Host header is needed. */
  public int port() {
    return endpoint.location().port();
  }

  /** Its address and port as a URL, which works without name resolution. */
  public URI url() {
    return endpoint.location().addressUrl();
  }

  /** The certificates to trust, PEM: the harness's root, and the endpoint's own if it has one. */
  public String caPem() {
    return endpoint.withAnchor().caPem();
  }

  /**
   * The certificates to trust, in a new key store.
   *
   * @throws IOException if this JVM cannot make a key store
   * @throws GeneralSecurityException if it does not accept one of them
   */
  public KeyStore trustStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    byte[] pem = caPem().getBytes(StandardCharsets.US_ASCII);
    for (Certificate ca :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))) {
      store.setCertificateEntry("ca-" + store.size(), ca);
    }
    return store;
  }

  /**
   * Creates a new context that trusts only these certificates.
   *
   * @throws IOException if the endpoint's own certificate cannot be made
   * @throws GeneralSecurityException if this JVM does not accept one of them
   */
  public SSLContext sslContext() throws IOException, GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trustStore());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /**
   * Takes the journal entry of the oldest connection since this object was created that was not
   * taken before; waits for one if there is none.
   *
   * @param timeout the longest time to wait
   * @throws NoEntryException if there is none in time
   */
  public JournalEntry takeHandshake(Duration timeout) throws InterruptedException {
    return harness.journal().take(id(), timeout, entry -> entry.sequence() > mark);
  }

  /** Returns the observation of a checker with this output. */
  Observation observed(CheckerOutput report) throws InterruptedException {
    return journal.observed(endpoint, mark, report);
  }

  @Override
  public String toString() {
    return id();
  }
}
