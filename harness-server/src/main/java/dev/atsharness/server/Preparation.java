package dev.atsharness.server;

import dev.atsharness.certs.KeySpec;
import dev.atsharness.scenario.CertificateSettings;
import dev.atsharness.scenario.CertificateSettings.Issuer;
import dev.atsharness.server.tls.TlsEndpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the endpoints' certificates in the background, so that few clients have to wait for one.
 * Whoever comes earlier makes the one that he needs himself.
 */
final class Preparation implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<Job> jobs = new ArrayList<>();

  /** An endpoint and what its certificate looks like. */
  private record Job(TlsEndpoint endpoint, CertificateSettings certificate) {

    /** Own authorities have keys of their own; those of the others are made for all. */
    boolean ownAuthority() {
      return certificate.issuer() == Issuer.OWN_ISSUING_CA
          || certificate.issuer() == Issuer.UNTRUSTED_ROOT;
    }

    KeySpec key() {
      return certificate.key();
    }
  }

  void add(TlsEndpoint endpoint, CertificateSettings certificate) {
    jobs.add(new Job(endpoint, certificate));
  }

  /** The keys of the leaves, each once, in the order in which they are worth having. */
  KeySpec[] keys() {
    return jobs.stream().map(Job::key).distinct().sorted(mostUsedFirst()).toArray(KeySpec[]::new);
  }

  /** Begins with the endpoints that share their keys. */
  void start() {
    List<Job> ordered =
        jobs.stream()
            .sorted(
                Comparator.comparing(Job::ownAuthority).thenComparing(Job::key, mostUsedFirst()))
            .toList();
    Thread thread = new Thread(() -> run(ordered), "ats-harness-preparation");
    thread.setDaemon(true);
    thread.start();
  }

  /** Among keys that are used as often, elliptic curves come before RSA and short before long. */
  private Comparator<KeySpec> mostUsedFirst() {
    Map<KeySpec, Long> uses =
        jobs.stream().collect(Collectors.groupingBy(Job::key, Collectors.counting()));
    return Comparator.<KeySpec>comparingLong(key -> -uses.get(key))
        .thenComparing(key -> key.type() == KeySpec.Type.RSA || key.type() == KeySpec.Type.RSA_PSS)
        .thenComparingInt(KeySpec::bits);
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

  /** Leaves the rest undone. Does not wait for a key that is being made. */
  @Override
  public void close() {
    closed.set(true);
  }
}
