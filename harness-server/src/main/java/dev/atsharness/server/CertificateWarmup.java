package dev.atsharness.server;

import dev.atsharness.certs.KeySpec;
import dev.atsharness.scenario.internal.CertificateSettings;
import dev.atsharness.scenario.internal.CertificateSettings.Issuer;
import dev.atsharness.server.internal.tls.TlsEndpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the endpoints' keys and certificates in the background, so that few clients have to wait
 * for one. A connection that arrives earlier creates its certificate on its own thread. The warm-up
 * uses one thread and leaves the other cores to connections.
 */
final class CertificateWarmup implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CertificateWarmup.class);

  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<Job> jobs = new ArrayList<>();

  /** An endpoint and the settings of its certificate. */
  private record Job(TlsEndpoint endpoint, CertificateSettings certificate) {

    KeySpec key() {
      return certificate.key();
    }

    /** The time a first client would wait for the keys, relative to other jobs, without a unit. */
    int cost() {
      boolean ownAuthority =
          certificate.issuer().hasOwnIssuingCa() || certificate.issuer() == Issuer.UNTRUSTED_ROOT;
      return cost(certificate.key()) + (ownAuthority ? cost(certificate.issuingCa().key()) : 0);
    }

    /** Elliptic curve keys cost almost nothing; the cost of an RSA key grows with its length. */
    private static int cost(KeySpec key) {
      return switch (key.type()) {
        case RSA, RSA_PSS -> key.bits();
        case EC, ED25519, ED448 -> 0;
      };
    }
  }

  void add(TlsEndpoint endpoint, CertificateSettings certificate) {
    jobs.add(new Job(endpoint, certificate));
  }

  /**
   * Starts the background thread. It begins with the keys that clients would wait for longest; the
   * others are as fast to make when a client connects.
   */
  void start() {
    Map<KeySpec, Long> uses =
        jobs.stream().collect(Collectors.groupingBy(Job::key, Collectors.counting()));
    List<Job> ordered =
        jobs.stream()
            .sorted(
                Comparator.comparingLong((Job job) -> uses.get(job.key()))
                    .thenComparingInt(job -> -job.cost()))
            .toList();
    Thread thread = new Thread(() -> run(ordered), "ats-harness-preparation");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(List<Job> ordered) {
    for (Job job : ordered) {
      if (closed.get()) {
        return;
      }
      try {
        job.endpoint().prepare();
      } catch (RuntimeException e) {
        LOG.warn("cannot make the certificate of {}; its handshakes will fail", job.endpoint(), e);
      }
    }
  }

  /** Cancels the remaining jobs. Does not wait for a key that is being made. */
  @Override
  public void close() {
    closed.set(true);
  }
}
