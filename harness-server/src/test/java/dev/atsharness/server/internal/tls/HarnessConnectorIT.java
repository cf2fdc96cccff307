package dev.atsharness.server.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.scenario.internal.NetworkFault;
import dev.atsharness.testing.Listening;
import dev.atsharness.testing.OutsideProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class HarnessConnectorIT {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static Router router() {
    return Router.dedicated(TestSettings.tls13().endpoint(TestIdentities.ec("secp256r1")));
  }

  @Test
  void aThousandPortsShareTheThreads() throws Exception {
    try (TestServer server = new TestServer(ConnectionLimits.DEFAULT)) {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        ports.add(server.connector().listenTls(0, router()));
      }
      int before = Thread.activeCount();
      server.start();
      assertThat(Thread.activeCount() - before).isLessThan(30);
      assertThat(ports).doesNotHaveDuplicates();
      for (int port : List.of(ports.get(0), ports.get(500), ports.get(999))) {
        assertThat(OpenSsl.get(port)).contains("over TLS");
      }
    }
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK);
        TestServer server = new TestServer(ConnectionLimits.DEFAULT)) {
      assertThatThrownBy(() -> server.connector().listenTls(taken.getLocalPort(), router()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void portsAreGivenUpOnStop() throws Exception {
    int first;
    int second;
    try (TestServer server = new TestServer(ConnectionLimits.DEFAULT)) {
      first = server.connector().listenTls(0, router());
      second = server.connector().listenClear(0, Optional.empty());
      server.start();
      new Socket(LOOPBACK, first).close();
      new Socket(LOOPBACK, second).close();
    }
    assertRefused(first);
    assertRefused(second);
  }

  @Test
  void portsOfAConnectorThatNeverStartedAreGivenUpOnClose() throws Exception {
    try (TestServer server = new TestServer(ConnectionLimits.DEFAULT)) {
      int port = server.connector().listenTls(0, router());
      server.connector().close();
      assertRefused(port);
    }
  }

  @Test
  void withoutAPortItDoesNotStart() throws Exception {
    try (TestServer server = new TestServer(ConnectionLimits.DEFAULT)) {
      assertThatThrownBy(server::start).hasStackTraceContaining("no port to listen on");
    }
  }

  @Test
  void portsCannotBeAddedWhileItRuns() throws Exception {
    try (TestServer server = new TestServer(ConnectionLimits.DEFAULT)) {
      server.connector().listenClear(0, Optional.empty());
      server.start();
      assertThatThrownBy(() -> server.connector().listenTls(0, router()))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anEndpointThatWaitsForItsKeyDelaysNoOtherConnection() throws Exception {
    OutsideProgram.require("openssl");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch made = new CountDownLatch(1);
    TlsEndpoint slow =
        TestSettings.tls13()
            .endpoint(
                NetworkFault.NONE,
                () -> {
                  asked.countDown();
                  await(made);
                  return List.of(TestIdentities.ec("secp256r1"));
                });
    try (TestServer server = new TestServer(ConnectionLimits.DEFAULT)) {
      int waiting = server.connector().listenTls(0, Router.dedicated(slow));
      int prompt = server.connector().listenTls(0, router());
      server.start();
      CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> get(waiting));
      await(asked);
      assertThat(OpenSsl.get(prompt)).contains("over TLS");
      assertThat(answer).isNotDone();
      made.countDown();
      assertThat(answer.get()).contains("test/endpoint over TLS");
    }
  }

  @Test
  void theTimeThatAKeyTakesIsNotTheClients() throws Exception {
    OutsideProgram.require("openssl");
    ConnectionLimits limits = ConnectionLimits.DEFAULT.withHandshakeTime(Duration.ofSeconds(2));
    CountDownLatch never = new CountDownLatch(1);
    TlsEndpoint slow =
        TestSettings.tls13()
            .endpoint(
                NetworkFault.NONE,
                () -> {
                  try {
                    assertThat(never.await(2500, TimeUnit.MILLISECONDS)).isFalse();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return List.of(TestIdentities.ec("secp256r1"));
                });
    try (TestServer server = new TestServer(limits)) {
      int port = server.connector().listenTls(0, Router.dedicated(slow));
      server.start();
      assertThat(get(port)).contains("test/endpoint over TLS");
    }
  }

  @Test
  void aHandlerThatWouldPutHandshakesOnTheSelectorIsRefused() throws Exception {
    try (TestServer server = new TestServer(ConnectionLimits.DEFAULT)) {
      int port = server.connector().listenTls(0, router());
      server.jetty().setHandler(new NeverBlocks());
      assertThatThrownBy(server::start).hasStackTraceContaining("non-blocking handler");
      assertRefused(port);
    }
  }

  private static final class NeverBlocks extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      return false;
    }
  }

  private static String get(int port) {
    try {
      return OpenSsl.get(port);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(int port) throws IOException {
    assertThat(Listening.on(LOOPBACK, port)).isFalse();
  }
}
