package dev.atsharness.server.internal.tls;

import dev.atsharness.scenario.internal.NetworkFault;
import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.handshake.Negotiated;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The events of a connection, in order. */
final class RecordedEvents implements ConnectionEvents {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile ClientHello hello;
  private volatile Negotiated negotiated;

  /** One line for every event. */
  List<String> lines() {
    return lines;
  }

  Optional<ClientHello> hello() {
    return Optional.ofNullable(hello);
  }

  Negotiated negotiated() {
    return negotiated;
  }

  RecordedEvents awaitClosed() {
    try {
      if (!closed.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("connection still open after " + lines);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return this;
  }

  @Override
  public void clientHello(ClientHello hello) {
    this.hello = hello;
    lines.add("hello");
  }

  @Override
  public void routed(Route route) {
    lines.add("routed " + route.getClass().getSimpleName());
  }

  @Override
  public void negotiated(Negotiated values) {
    negotiated = values;
    lines.add("negotiated " + values.version() + " " + values.cipherSuite());
  }

  @Override
  public void alertSent(int level, int description, String reason) {
    lines.add("sent " + level + "/" + description);
  }

  @Override
  public void alertReceived(int level, int description) {
    lines.add("received " + level + "/" + description);
  }

  @Override
  public void malformed(String reason) {
    lines.add("malformed: " + reason);
  }

  @Override
  public void handshakeFinished() {
    lines.add("finished");
  }

  @Override
  public void faultInjected(NetworkFault fault) {
    lines.add("fault " + fault);
  }

  @Override
  public void timedOut(Duration limit) {
    lines.add("timed out");
  }

  @Override
  public void abandoned() {
    lines.add("abandoned");
  }

  @Override
  public void closed() {
    lines.add("closed");
    closed.countDown();
  }
}
