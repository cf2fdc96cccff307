package dev.atsharness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atsharness.server.internal.dns.DnsListener;
import dev.atsharness.server.internal.dns.QueryBytes;
import dev.atsharness.server.proof.OutsideTool;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.directory.Attributes;
import javax.naming.directory.InitialDirContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DnsIT {

  private static final String HOST = "no-ems.ats-harness.test";
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int PATIENCE_MILLIS = 30_000;

  private static AtsHarness harness;
  private static int port;

  @BeforeAll
  static void start() {
    harness = AtsHarness.builder().only("handshake/*", "baseline/*").dnsPort(0).start();
    port = harness.manifest().listeners().dns().orElseThrow().port();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void thereIsNoneUnlessItIsAskedFor() {
    try (AtsHarness without = AtsHarness.builder().only("baseline/tls13").start()) {
      assertThat(without.manifest().listeners().dns()).isEmpty();
    }
  }

  @Test
  void theManifestKeepsIt() {
    assertThat(Manifest.parse(harness.manifest().toJson()).listeners().dns())
        .isEqualTo(harness.manifest().listeners().dns());
  }

  @Test
  void aPortThatIsTakenForUdpIsNamed() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, LOOPBACK)) {
      AtsHarness.Builder builder =
          AtsHarness.builder().only("baseline/tls13").dnsPort(taken.getLocalPort());
      assertThatThrownBy(builder::start)
          .isInstanceOfSatisfying(
              ListenException.class,
              e -> assertThat(e.setting()).isEqualTo(ListenException.Setting.DNS_PORT))
          .hasMessageContaining("" + taken.getLocalPort());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"+noedns", "+edns=0", "+tcp", "+notcp", "+bufsize=4096"})
  void digGetsTheAddress(String option) throws Exception {
    assertThat(dig(option, "+short", HOST, "A").strip()).endsWith("127.0.0.1");
  }

  @Test
  void digSeesAnAuthorityForOneZone() throws Exception {
    assertThat(dig("nowhere.ats-harness.test", "A")).contains("NXDOMAIN", "flags: qr aa", "SOA");
    assertThat(dig(HOST, "HTTPS")).contains("NOERROR", "ANSWER: 0", "SOA");
    assertThat(dig("ats-harness.test", "SOA")).contains("NOERROR", "ANSWER: 1");
    assertThat(dig("ats-harness.test", "AXFR")).contains("Transfer failed");
    assertThat(dig("+tcp", "ats-harness.test", "ANY")).contains("REFUSED");
    assertThat(dig("example.com", "A")).contains("REFUSED", "ANSWER: 0");
    assertThat(dig("-c", "CH", "version.bind", "TXT")).contains("REFUSED");
    assertThat(dig("+opcode=UPDATE", HOST)).contains("NOTIMP");
    assertThat(dig("+edns=1", "+noednsneg", HOST)).contains("BADVERS");
    assertThat(dig(HOST)).doesNotContain("WARNING: Message", "malformed", "extra bytes");
  }

  /** The JDK's resolver is used, because it accepts a port. */
  @Test
  @SuppressWarnings({"BanJNDI", "JdkObsolete"}) // it needs a Hashtable, and speaks only DNS here
  void aStubResolverGetsTheAddress() throws Exception {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put(Context.PROVIDER_URL, "dns://127.0.0.1:" + port);
    InitialDirContext resolver = new InitialDirContext(environment);
    try {
      Attributes found = resolver.getAttributes(HOST, new String[] {"A"});
      assertThat(found.get("A").get()).isEqualTo("127.0.0.1");
      assertThatThrownBy(
              () -> resolver.getAttributes("nowhere.ats-harness.test", new String[] {"A"}))
          .isInstanceOf(NameNotFoundException.class);
    } finally {
      resolver.close();
    }
  }

  @Test
  void tenThousandRandomPacketsGetRefusalsNoLongerThanThemselves() throws Exception {
    Random random = new Random(20261122);
    byte[] last = QueryBytes.query(HOST, 1);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(LOOPBACK, port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      for (int i = 0; i < 10_000; i++) {
        byte[] message = new byte[random.nextInt(512)];
        random.nextBytes(message);
        if (message.length > 1) {
          message[0] = 0; // another id than the last query's
        }
        socket.send(new DatagramPacket(message, message.length));
        socket.send(new DatagramPacket(last, last.length));
        byte[] response = receive(socket);
        while (QueryBytes.id(response) != QueryBytes.id(last)) {
          assertThat(response.length).isLessThanOrEqualTo(message.length);
          assertThat(QueryBytes.rcode(response)).isIn(1, 4, 5);
          assertThat(QueryBytes.answers(response)).isZero();
          response = receive(socket);
        }
      }
    }
  }

  private static byte[] receive(DatagramSocket socket) throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  @Test
  void aConnectionTakesQueriesInARowAndInPieces() throws Exception {
    byte[] query = QueryBytes.query(HOST, 1);
    try (Socket socket = new Socket(LOOPBACK, port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (int i = 0; i < 200; i++) {
        out.writeShort(query.length);
        out.write(query, 0, i % query.length);
        out.flush();
        out.write(query, i % query.length, query.length - i % query.length);
      }
      socket.shutdownOutput();
      for (int i = 0; i < 200; i++) {
        byte[] response = in.readNBytes(in.readUnsignedShort());
        assertThat(QueryBytes.answers(response)).isEqualTo(1);
      }
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void aConnectionThatAsksNothingSensibleIsClosed() throws Exception {
    try (Socket socket = new Socket(LOOPBACK, port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xff, 1});
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  /** {@code +ignore}: dig does not ask again over TCP. */
  @Test
  void overUdpAnswersAreWhole() throws Exception {
    assertThat(dig("+ignore", "+noedns", HOST, "A")).contains("ANSWER: 1").doesNotContain(" tc");
    assertThat(dig("+ignore", "+noedns", HOST, "AAAA")).contains("SOA").doesNotContain(" tc");
  }

  @Test
  void idleConnectionsKeepNobodyFromAsking() throws Exception {
    byte[] query = QueryBytes.query(HOST, 1);
    List<Socket> idle = new ArrayList<>();
    try (Socket early = new Socket(LOOPBACK, port)) {
      for (int i = 0; i < 3 * DnsListener.MAX_CONNECTIONS; i++) {
        idle.add(new Socket(LOOPBACK, port));
      }
      early.setSoTimeout(PATIENCE_MILLIS);
      assertThat(early.getInputStream().read()).as("the oldest made room").isEqualTo(-1);
      for (int i = 0; i < 3; i++) {
        try (Socket socket = new Socket(LOOPBACK, port)) {
          socket.setSoTimeout(PATIENCE_MILLIS);
          DataOutputStream out = new DataOutputStream(socket.getOutputStream());
          out.writeShort(query.length);
          out.write(query);
          DataInputStream in = new DataInputStream(socket.getInputStream());
          assertThat(QueryBytes.answers(in.readNBytes(in.readUnsignedShort()))).isEqualTo(1);
        }
      }
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  private static String dig(String... arguments) throws InterruptedException {
    return OutsideTool.output(
        Stream.concat(Stream.of("dig", "@127.0.0.1", "-p", "" + port), Stream.of(arguments))
            .toArray(String[]::new));
  }
}
