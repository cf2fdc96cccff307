package dev.atsharness.server.internal.tls;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The JDK's client engine and the harness's engine, connected in memory. */
final class EnginePair {

  final SSLEngine client;
  final HarnessEngine server;
  final RecordedEvents events = new RecordedEvents();

  /** Bytes in transit, always ready to be read. */
  final ByteBuffer toServer = ByteBuffer.allocate(1 << 20).flip();

  final ByteBuffer toClient = ByteBuffer.allocate(1 << 20).flip();

  /** Number of times that the server engine reported the end of the handshake. */
  int serverFinished;

  /** A transport without a TCP connection. */
  private static final class NoTransport implements HarnessEngine.Transport {
    @Override
    public void reset() {
      throw new AssertionError("nothing to reset");
    }

    @Override
    public void stall(Duration time) {
      throw new AssertionError("nothing to keep open");
    }

    @Override
    public void end() {
      throw new AssertionError("nothing to end");
    }

    @Override
    public void lingerAtClose() {
      // nothing is closed
    }
  }

  EnginePair(TestSettings settings, ServerIdentity identity) throws Exception {
    this(Router.dedicated(settings.endpoint(identity)));
  }

  EnginePair(Router router) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAll()}, null);
    client = context.createSSLEngine("name.test", 443);
    client.setUseClientMode(true);
    server =
        new HarnessEngine(
            router,
            events,
            ConnectionLimits.DEFAULT,
            LimitNoticeTest.budget(1 << 20),
            new NoTransport());
  }

  EnginePair clientOffers(String... applicationProtocols) {
    SSLParameters parameters = client.getSSLParameters();
    parameters.setApplicationProtocols(applicationProtocols);
    client.setSSLParameters(parameters);
    return this;
  }

  /** Carries bytes both ways until both engines have finished. */
  EnginePair handshake() throws SSLException {
    client.beginHandshake();
    for (int round = 0; round < 100; round++) {
      boolean clientMoved = clientStep();
      boolean serverMoved = serverStep();
      if (!clientMoved && !serverMoved) {
        return this;
      }
    }
    throw new AssertionError("handshake does not end");
  }

  private boolean clientStep() throws SSLException {
    runTasks();
    return switch (client.getHandshakeStatus()) {
      case NEED_WRAP -> clientWrap(ByteBuffer.allocate(0)).bytesProduced() > 0;
      case NEED_UNWRAP, NOT_HANDSHAKING ->
          toClient.hasRemaining() && clientUnwrap(ByteBuffer.allocate(20000)).bytesConsumed() > 0;
      default -> throw new AssertionError(client.getHandshakeStatus());
    };
  }

  private boolean serverStep() throws SSLException {
    return switch (server.getHandshakeStatus()) {
      case NEED_WRAP -> serverWrap(ByteBuffer.allocate(0)).bytesProduced() > 0;
      case NEED_UNWRAP, NOT_HANDSHAKING ->
          toServer.hasRemaining() && serverUnwrap(ByteBuffer.allocate(20000)).bytesConsumed() > 0;
      default -> throw new AssertionError(server.getHandshakeStatus());
    };
  }

  private void runTasks() {
    for (Runnable task = client.getDelegatedTask();
        task != null;
        task = client.getDelegatedTask()) {
      task.run();
    }
  }

  SSLEngineResult clientWrap(ByteBuffer data) throws SSLException {
    toServer.compact();
    try {
      return client.wrap(data, toServer);
    } finally {
      toServer.flip();
    }
  }

  SSLEngineResult clientUnwrap(ByteBuffer into) throws SSLException {
    SSLEngineResult result = client.unwrap(toClient, into);
    runTasks();
    return result;
  }

  SSLEngineResult serverWrap(ByteBuffer data) throws SSLException {
    toClient.compact();
    try {
      return count(server.wrap(data, toClient));
    } finally {
      toClient.flip();
    }
  }

  SSLEngineResult serverUnwrap(ByteBuffer into) throws SSLException {
    return count(server.unwrap(toServer, into));
  }

  private SSLEngineResult count(SSLEngineResult result) {
    if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
      serverFinished++;
    }
    return result;
  }

  /** Sends data from the client through the server engine and returns the result. */
  byte[] throughServer(byte[] data) throws SSLException {
    ByteBuffer in = ByteBuffer.wrap(data);
    ByteBuffer out = ByteBuffer.allocate(data.length + 20000);
    while (in.hasRemaining() || toServer.hasRemaining()) {
      if (in.hasRemaining()) {
        clientWrap(in);
      }
      expectOk(serverUnwrap(out));
    }
    return java.util.Arrays.copyOf(out.array(), out.position());
  }

  /** Sends data from the server engine to the client and returns the result. */
  byte[] throughClient(byte[] data) throws SSLException {
    ByteBuffer in = ByteBuffer.wrap(data);
    ByteBuffer out = ByteBuffer.allocate(data.length + 20000);
    while (in.hasRemaining() || toClient.hasRemaining()) {
      if (in.hasRemaining()) {
        expectOk(serverWrap(in));
      }
      clientUnwrap(out);
    }
    return java.util.Arrays.copyOf(out.array(), out.position());
  }

  private static void expectOk(SSLEngineResult result) {
    if (result.getStatus() != Status.OK) {
      throw new AssertionError(result);
    }
  }

  /** A trust manager that accepts any certificate, because these tests are about the engine. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
