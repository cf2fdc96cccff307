package dev.atsharness.server.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.internal.tls.ClientHelloReader.Complete;
import dev.atsharness.server.internal.tls.ClientHelloReader.NeedMore;
import dev.atsharness.server.internal.tls.ClientHelloReader.Progress;
import dev.atsharness.server.internal.tls.ClientHelloReader.Rejected;
import dev.atsharness.testing.FuzzTests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The first bytes of a client give the same answer in one piece and in many. */
class ClientHelloFuzzTest extends FuzzTests {

  private static final int LIMIT = ConnectionLimits.MAX_CLIENT_HELLO_BYTES;
  private static final long BUDGET = 1 << 16;

  /** The longest excerpt of the message in the journal, in hex digits. */
  private static final int MAX_EXCERPT = 2 * 4096;

  static Stream<byte[]> hellos() {
    HelloBytes small = new HelloBytes().suites(0x1301).serverName("a.test");
    HelloBytes usual =
        new HelloBytes()
            .suites(0x0a0a, 0x1301, 0x1302, 0xc02b, 0xc02f, 0x009c, 0x00ff)
            .serverName("no-ems.ats-harness.test")
            .extension(23)
            .extension(0xff01, 0)
            .codes(10, 0x1a1a, 0x001d, 0x0017)
            .extension(11, 1, 0)
            .alpn("h2", "http/1.1")
            .codes(13, 0x0403, 0x0804, 0x0401)
            .codes(50, 0x0403, 0x0804)
            .extension(51, 0, 7, 0x1a, 0x1a, 0, 1, 0, 0, 0x1d, 0, 0)
            .extension(43, 5, 0x2a, 0x2a, 3, 4, 3, 3);
    return Stream.of(
        small.records(1 << 14),
        small.records(3),
        usual.records(1 << 14),
        usual.records(40),
        usual.padding(5000).records(1 << 14),
        "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        HexFormat.of().parseHex("802e0100020015000000100100800300800700c0"),
        HexFormat.of().parseHex("15030100020228"));
  }

  @MethodSource("hellos")
  @FuzzTest
  void readsAnythingInAnyPieces(byte[] input) {
    ByteBudget budget = LimitNoticeTest.budget(BUDGET);
    ClientHelloReader reader = new ClientHelloReader(LIMIT, budget);
    Progress progress = reader.read(ByteBuffer.wrap(input));
    reader.release();
    assertThat(budget.left()).isEqualTo(BUDGET);

    assertThat(inPieces(input)).isEqualTo(progress);
    if (progress instanceof Rejected rejected) {
      assertThat(rejected.reason()).isNotBlank();
    }
    if (progress instanceof Complete complete) {
      check(complete);
    }
  }

  private static Progress inPieces(byte[] input) {
    ClientHelloReader reader = new ClientHelloReader(LIMIT, LimitNoticeTest.budget(BUDGET));
    Progress progress = new NeedMore();
    int size = 1 + input.length / 1000;
    for (int i = 0; i < input.length && progress instanceof NeedMore; i += size) {
      progress = reader.read(ByteBuffer.wrap(input, i, Math.min(size, input.length - i)));
    }
    return progress;
  }

  private static void check(Complete complete) {
    ClientHello hello = complete.hello();
    assertThat(ClientHello.parse(hello.raw().messageBytes())).isEqualTo(hello);
    assertThat(
            new ClientHelloReader(LIMIT, LimitNoticeTest.budget(BUDGET))
                .read(complete.records().duplicate()))
        .as("the records for the TLS library")
        .isEqualTo(complete);
    assertThat(hello.excerpt().raw().message()).hasSizeLessThanOrEqualTo(MAX_EXCERPT);
    assertThat(hello.ja4()).hasSizeLessThan(60);
  }
}
