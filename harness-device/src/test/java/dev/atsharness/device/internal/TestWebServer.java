package dev.atsharness.device.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.atsharness.certs.Identity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An HTTPS server of the JDK on a free loopback port, whose TLS stack is not the device's. */
public final class TestWebServer implements AutoCloseable {

  /** A response; a field may have several values, and each character of the body is a byte. */
  public record Answer(int status, Map<String, List<String>> fields, String body) {

    public static Answer status(int status) {
      return new Answer(status, Map.of(), "");
    }

    public static Answer redirect(int status, String location) {
      return new Answer(status, Map.of("Location", List.of(location)), "");
    }

    public static Answer document(String type, String body) {
      return new Answer(200, Map.of("Content-Type", List.of(type)), body);
    }
  }

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Supplier<Answer>> answers = new ConcurrentHashMap<>();

  public TestWebServer(Identity identity) {
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context(identity)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** Answers requests for a path; others get a 404. */
  public TestWebServer with(String path, Answer answer) {
    return with(path, () -> answer);
  }

  /** Answers each request for a path with a new answer from the supplier. */
  public TestWebServer with(String path, Supplier<Answer> answer) {
    answers.put(path, answer);
    return this;
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void serve(HttpExchange exchange) throws IOException {
    Answer answer =
        answers
            .getOrDefault(
                exchange.getRequestURI().toString(),
                answers.getOrDefault(exchange.getRequestURI().getPath(), () -> Answer.status(404)))
            .get();
    answer.fields().forEach(exchange.getResponseHeaders()::put);
    byte[] body = answer.body().getBytes(StandardCharsets.ISO_8859_1);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  private static SSLContext context(Identity identity) {
    try {
      char[] password = "test".toCharArray();
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(identity.pkcs12(password)), password);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
