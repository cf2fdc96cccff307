package dev.atsharness.server.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atsharness.testing.FuzzTests;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.params.provider.MethodSource;

/** Any message gets no answer or one that fits the query. */
class NameServerFuzzTest extends FuzzTests {

  private static final String HOST = "no-ems.ats-harness.test";

  /** The longest message of DNS over UDP without EDNS (RFC 1035 section 2.3.4). */
  private static final int MAX_ANSWER = 512;

  private static final int HEADER = 12;
  private static final int RESPONSE = 0x80;

  private final InetAddress client = InetAddress.getLoopbackAddress();
  private final NameServer server =
      new NameServer(
          "ats-harness.test",
          Set.of(HOST, "a.deep.ats-harness.test"),
          asker -> InetAddress.getLoopbackAddress());

  static Stream<byte[]> queries() {
    return Stream.of(
        QueryBytes.query(HOST, DnsQuestion.A),
        QueryBytes.query("ats-harness.test", DnsQuestion.SOA),
        QueryBytes.query("ats-harness.test", DnsQuestion.NS),
        QueryBytes.query("deep.ats-harness.test", DnsQuestion.AAAA),
        QueryBytes.query("other.example", 255),
        QueryBytes.ednsQuery(HOST, DnsQuestion.A, 0, 0),
        QueryBytes.ednsQuery("no.such.ats-harness.test", 65, 1, 128),
        QueryBytes.message(0x2000, HOST, 1, 1),
        QueryBytes.message(0x0100, HOST, 1, 3));
  }

  static Stream<byte[]> streams() {
    byte[] all = new byte[0];
    for (byte[] query : queries().toList()) {
      all = joined(all, framed(query));
    }
    return Stream.concat(queries().map(NameServerFuzzTest::framed), Stream.of(all));
  }

  @MethodSource("queries")
  @FuzzTest
  void answersFitTheirQueries(byte[] message) {
    Optional<byte[]> answer = server.answer(message, client);

    boolean query = message.length >= HEADER && (message[2] & RESPONSE) == 0;
    assertThat(answer.isPresent()).isEqualTo(query);
    answer.ifPresent(bytes -> check(message, bytes));
  }

  private static void check(byte[] message, byte[] answer) {
    assertThat(answer).hasSizeBetween(HEADER, MAX_ANSWER);
    assertThat(answer.length).isLessThanOrEqualTo(message.length + Response.MOST_LONGER);
    assertThat(QueryBytes.truncated(answer)).isFalse();
    assertThat(Arrays.copyOf(answer, 2)).isEqualTo(Arrays.copyOf(message, 2));
    assertThat(answer[2] & RESPONSE).isEqualTo(RESPONSE);
    byte[] backAsQuery = answer.clone();
    backAsQuery[2] &= 0x7f;
    assertThat(Query.read(backAsQuery)).as("what this class writes, it reads").isPresent();
    assertThat(Query.read(answer)).as("an answer is not answered").isEmpty();
  }

  /** Over TCP, each message comes after its length; the first that is no query ends the stream. */
  @MethodSource("streams")
  @FuzzTest
  void answersOverTcpInTheOrderOfTheQueries(byte[] input) {
    Queue<Runnable> tasks = new ArrayDeque<>();
    ServerConnector connector = new ServerConnector(new Server(), tasks::add, null, null, 0, 1);
    byte[] expected = expected(input);
    ByteArrayEndPoint endPoint =
        new ByteArrayEndPoint(null, 0, input, expected.length + MAX_ANSWER) {
          @Override
          protected void execute(Runnable task) {
            tasks.add(task);
          }
        };
    endPoint.addInputEOF();
    StreamConnection connection = new StreamConnection(connector, endPoint, server);
    endPoint.setConnection(connection);
    connection.onOpen();
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    assertThat(endPoint.takeOutput()).isEqualTo(ByteBuffer.wrap(expected));
    assertThat(endPoint.isOpen()).isFalse();
  }

  private byte[] expected(byte[] input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.wrap(input);
    while (in.remaining() >= 2) {
      int length = in.getShort() & 0xffff;
      if (length > in.remaining() || length > StreamConnection.MAX_QUERY) {
        break;
      }
      byte[] message = new byte[length];
      in.get(message);
      Optional<byte[]> answer = server.answer(message, client);
      if (answer.isEmpty()) {
        break;
      }
      out.writeBytes(framed(answer.get()));
    }
    return out.toByteArray();
  }

  private static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(2 + message.length)
        .putShort((short) message.length)
        .put(message)
        .array();
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
