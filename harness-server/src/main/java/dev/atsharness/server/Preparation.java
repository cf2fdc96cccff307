package dev.atsharness.server;

import dev.atsharness.certs.KeySpec;
import dev.atsharness.server.tls.TlsEndpoint;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the endpoints' certificates in the background, those with quick keys first, so that few
 * clients have to wait for one. Whoever comes earlier makes the one that he needs himself.
 */
final class Preparation implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

  private final AtomicBoolean closed = new AtomicBoolean();

  /** An endpoint and the kind of its key. */
  record Job(TlsEndpoint endpoint, KeySpec key) {}

  Preparation(List<Job> jobs) {
    List<Job> quickFirst =
        jobs.stream().sorted(Comparator.comparingInt(job -> cost(job.key()))).toList();
    Thread thread = new Thread(() -> run(quickFirst), "ats-harness-preparation");
    thread.setDaemon(true);
    thread.start();
  }

  /** Elliptic curve keys cost next to nothing, RSA keys the more the longer they are. */
  static int cost(KeySpec key) {
    return switch (key.type()) {
      case RSA, RSA_PSS -> key.bits();
      case EC, ED25519, ED448 -> 0;
    };
  }

  private void run(List<Job> jobs) {
    for (Job job : jobs) {
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
