package dev.atsharness.cli.internal.bench;

import dev.atsharness.server.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The clients of a soak: of ten connections nine are devices' and one is hostile. */
final class SoakClients implements AutoCloseable {

  private static final int HOSTILE_EACH = 10;

  /** Some endpoints keep their clients waiting on purpose. */
  private static final int PATIENCE_MILLIS = 500;

  private static final int CONNECT_MILLIS = 20_000;

  /** Connections that are left open, below the server's limit of 1,000. */
  private static final int MOST_HELD = 200;

  private static final int FLOOD = 20;

  private static final byte[] GARBAGE = HexFormat.of().parseHex("00ff7f80".repeat(64));

  /** A ClientHello's record whose second half does not come. */
  private static final byte[] HALF_HELLO =
      HexFormat.of().parseHex("1603010200010001fc0303" + "ab".repeat(40));

  /** A record that claims more than a record may have. */
  private static final byte[] LONG_RECORD =
      HexFormat.of().parseHex("1603015000" + "01".repeat(500));

  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";

  private static final byte[] QUERY =
      HexFormat.of()
          .parseHex(
              "123401000001000000000000"
                  + "0b6174732d6861726e657373"
                  + "0474657374"
                  + "0000060001");

  /** The offers: the versions that a client has. */
  private static final List<String[]> OFFERS =
      List.of(
          new String[] {"TLSv1.3"},
          new String[] {"TLSv1.2"},
          new String[] {"TLSv1.3", "TLSv1.2"},
          new String[] {"TLSv1.2", "TLSv1.1", "TLSv1"});

  private final List<Manifest.Endpoint> endpoints;
  private final Manifest manifest;
  private final SSLContext tls;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger attacks = new AtomicInteger();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong hostile = new AtomicLong();
  private final AtomicLong queries = new AtomicLong();
  private final ConcurrentLinkedQueue<Socket> held = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();

  SoakClients(Manifest manifest) {
    this.manifest = manifest;
    this.endpoints = manifest.endpoints();
    // This is a process of its own, whose clients shall speak all versions.
    Security.setProperty("jdk.tls.disabledAlgorithms", "");
    Security.setProperty("jdk.certpath.disabledAlgorithms", "");
    try {
      tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[] {new TrustsAll()}, null);
      tls.getClientSessionContext().setSessionCacheSize(1);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  int endpoints() {
    return endpoints.size();
  }

  long opened() {
    return opened.get();
  }

  long hostile() {
    return hostile.get();
  }

  long queries() {
    return queries.get();
  }

  /** What no client should have seen. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** Opens this many connections, one after the other. */
  void open(int connections) throws IOException {
    for (long done = 0; done < connections; ) {
      int number = next.getAndIncrement();
      Manifest.Endpoint endpoint = endpoints.get(Math.floorMod(number, endpoints.size()));
      if (hostile.get() * HOSTILE_EACH < opened.get()) {
        done += attack(endpoint, attacks.getAndIncrement(), connections - done);
      } else {
        visit(endpoint, number);
        done++;
      }
    }
  }

  /** One connection of a client that means well; whether it succeeds depends on the scenario. */
  private void visit(Manifest.Endpoint endpoint, int number) throws IOException {
    Socket socket = connected(endpoint);
    try (socket) {
      if (!endpoint.location().url().getScheme().equals("https")) {
        ask(socket, endpoint);
        return;
      }
      String host = endpoint.location().host();
      SSLSocket secure =
          (SSLSocket)
              tls.getSocketFactory().createSocket(socket, host, endpoint.location().port(), true);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setProtocols(OFFERS.get(Math.floorMod(number / endpoints.size(), OFFERS.size())));
      parameters.setServerNames(List.of(new SNIHostName(host)));
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      if (number % 3 == 0) {
        ask(secure, endpoint);
      }
    } catch (IOException | IllegalArgumentException e) {
      // The scenario refuses or stalls, or this client refuses. The journal counts all of them.
      return;
    }
  }

  private static byte[] request(Manifest.Endpoint endpoint) {
    return REQUEST.formatted(endpoint.location().host()).getBytes(StandardCharsets.US_ASCII);
  }

  private static void ask(Socket socket, Manifest.Endpoint endpoint) throws IOException {
    socket.getOutputStream().write(request(endpoint));
    InputStream in = socket.getInputStream();
    byte[] part = new byte[4096];
    int read = in.read(part);
    while (read > 0) {
      read = in.read(part);
    }
  }

  /** Returns the number of connections that it made. */
  private long attack(Manifest.Endpoint endpoint, int kind, long most) throws IOException {
    long made = 1;
    switch (Math.floorMod(kind, 9)) {
      case 0 -> send(endpoint, GARBAGE, false);
      case 1 -> send(endpoint, HALF_HELLO, false);
      case 2 -> send(endpoint, HALF_HELLO, true);
      case 3 -> send(endpoint, new byte[0], true);
      case 4 -> send(endpoint, request(endpoint), false);
      case 5 -> send(endpoint, LONG_RECORD, false);
      case 6 -> hold(endpoint, HALF_HELLO);
      case 7 -> {
        made = Math.min(most, FLOOD);
        for (long i = 0; i < made; i++) {
          hold(endpoint, new byte[0]);
        }
      }
      default -> {
        query(kind);
        send(endpoint, new byte[0], false);
      }
    }
    hostile.addAndGet(made);
    return made;
  }

  private void send(Manifest.Endpoint endpoint, byte[] bytes, boolean reset) throws IOException {
    try (Socket socket = connected(endpoint)) {
      if (reset) {
        socket.setSoLinger(true, 0);
      }
      write(socket, bytes);
    }
  }

  /** Leaves a connection open until many are. */
  private void hold(Manifest.Endpoint endpoint, byte[] bytes) throws IOException {
    Socket socket = connected(endpoint);
    write(socket, bytes);
    held.add(socket);
    while (held.size() > MOST_HELD) {
      Socket oldest = held.poll();
      if (oldest != null) {
        oldest.close();
      }
    }
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      // The server was quicker and has refused; that is an answer too.
      return;
    }
  }

  /** DNS over UDP and TCP, well formed or not. */
  private void query(int number) throws IOException {
    Manifest.Listener dns = manifest.listeners().dns().orElseThrow();
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(dns.address()), dns.port());
    queries.addAndGet(3);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(GARBAGE, GARBAGE.length, address));
      socket.send(new DatagramPacket(QUERY, QUERY.length, address));
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      socket.setSoTimeout(CONNECT_MILLIS);
      byte[] message = number % 2 == 0 ? QUERY : GARBAGE;
      socket.getOutputStream().write(new byte[] {0, (byte) message.length});
      socket.getOutputStream().write(message);
      if (number % 2 == 0 && socket.getInputStream().readNBytes(14).length < 14) {
        problems.add("DNS over TCP gave no answer");
      }
    } catch (IOException e) {
      problems.add("DNS over TCP: " + e.getMessage());
    }
  }

  private Socket connected(Manifest.Endpoint endpoint) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(
          new InetSocketAddress(endpoint.location().address(), endpoint.location().port()),
          CONNECT_MILLIS);
      opened.incrementAndGet();
      return socket;
    } catch (IOException e) {
      socket.close();
      throw new IOException("cannot connect to " + endpoint.id() + ": " + e.getMessage(), e);
    }
  }

  /** Closes the connections that were left open. */
  void closeAll() throws IOException {
    for (Socket one = held.poll(); one != null; one = held.poll()) {
      one.close();
    }
  }

  @Override
  public void close() throws IOException {
    closeAll();
  }

  /** A soak is about the server. */
  private static final class TrustsAll implements X509TrustManager {

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
