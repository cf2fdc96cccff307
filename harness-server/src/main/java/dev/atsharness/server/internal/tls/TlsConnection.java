package dev.atsharness.server.internal.tls;

import dev.atsharness.scenario.internal.Misbehaviour;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.thread.Scheduler;

/** Jetty's TLS connection, with a limit on the whole handshake and not only on silence. */
final class TlsConnection extends SslConnection {

  private final AcceptedEndPoint accepted;
  private final HarnessEngine engine;
  private final Scheduler scheduler;
  private final Duration handshakeTime;
  private final AtomicBoolean handshakeOver = new AtomicBoolean();
  private volatile Scheduler.Task deadline;
  private volatile long openedAt;

  TlsConnection(
      Connector connector,
      AcceptedEndPoint accepted,
      HarnessEngine engine,
      ConnectionLimits limits) {
    super(connector.getByteBufferPool(), connector.getExecutor(), null, accepted, engine);
    this.accepted = accepted;
    this.engine = engine;
    this.scheduler = connector.getScheduler();
    this.handshakeTime = limits.handshakeTime();
    addHandshakeListener(
        new SslHandshakeListener() {
          @Override
          public void handshakeSucceeded(Event event) {
            handshakeOver();
            accepted.expectRequest();
          }
        });
  }

  /** Jetty would close a connection whose client answers a HelloRequest by a ClientHello. */
  @Override
  public boolean isRenegotiationAllowed() {
    return engine.endpoint().stream()
        .anyMatch(one -> one.settings().misbehaves(Misbehaviour.HELLO_REQUEST));
  }

  @Override
  protected SslEndPoint newSslEndPoint() {
    return new DecryptedEndPoint();
  }

  @Override
  public void onOpen() {
    openedAt = System.nanoTime();
    expireIn(handshakeTime);
    super.onOpen();
  }

  @Override
  public void onClose(Throwable cause) {
    handshakeOver();
    engine.closed();
    super.onClose(cause);
  }

  private void handshakeOver() {
    Scheduler.Task task = deadline;
    if (handshakeOver.compareAndSet(false, true) && task != null) {
      task.cancel();
    }
  }

  private void expireIn(Duration time) {
    deadline = scheduler.schedule(this::expire, time.toMillis() + 1, TimeUnit.MILLISECONDS);
  }

  /**
   * Closes the connection when the time is over. The limit is for slow clients, so the time to make
   * the endpoint's key does not count.
   */
  private void expire() {
    Duration spent = Duration.ofNanos(System.nanoTime() - openedAt).minus(engine.waitedForKey());
    if (spent.compareTo(handshakeTime) < 0 && !handshakeOver.get()) {
      expireIn(handshakeTime.minus(spent));
      return;
    }
    if (handshakeOver.compareAndSet(false, true)) {
      engine.expired(handshakeTime);
      accepted.close(new TimeoutException("handshake took longer than " + handshakeTime));
    }
  }

  @Override
  protected int networkFill(ByteBuffer input) throws IOException {
    int filled = super.networkFill(input);
    if (filled < 0) {
      engine.peerGone();
    }
    return filled;
  }

  @Override
  protected boolean networkFlush(ByteBuffer output) throws IOException {
    boolean flushed = super.networkFlush(output);
    if (flushed) {
      engine.flushed();
    }
    return flushed;
  }

  /** The plaintext side of the connection, for the HTTP connection. */
  final class DecryptedEndPoint extends SslEndPoint {

    AcceptedEndPoint accepted() {
      return accepted;
    }

    AcceptedConnection arrival() {
      return new AcceptedConnection(
          accepted.binding().port(),
          true,
          engine.endpoint().map(TlsEndpoint::name),
          engine.serverName(),
          engine.events());
    }
  }
}
