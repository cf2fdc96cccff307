package dev.atsharness.server.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.server.handshake.ClientHello;
import dev.atsharness.server.internal.tls.ClientHelloReader.AlertFirst;
import dev.atsharness.server.internal.tls.ClientHelloReader.Complete;
import dev.atsharness.server.internal.tls.ClientHelloReader.NeedMore;
import dev.atsharness.server.internal.tls.ClientHelloReader.Progress;
import dev.atsharness.server.internal.tls.ClientHelloReader.Rejected;
import dev.atsharness.tls.Alert;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloReaderTest {

  private static final int LIMIT = 2000;

  private static HelloBytes hello() {
    return new HelloBytes().suites(0x1301).serverName("a.test");
  }

  private static Progress read(byte[] bytes) {
    return new ClientHelloReader(LIMIT, LimitNoticeTest.budget(0)).read(ByteBuffer.wrap(bytes));
  }

  private static Rejected rejected(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return (Rejected) read(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 17, 1 << 14})
  void findsTheHelloHoweverItIsFragmented(int fragment) {
    byte[] records = hello().records(fragment);
    Complete complete = (Complete) read(records);
    assertThat(complete.hello()).isEqualTo(ClientHello.parse(hello().message()));
    assertThat(complete.records())
        .as("for the TLS library, whatever the client's records were like")
        .isEqualTo(ByteBuffer.wrap(hello().records(1 << 14)));
  }

  @Test
  void needsEveryByte() {
    byte[] records = hello().records(40);
    ClientHelloReader reader = new ClientHelloReader(LIMIT, LimitNoticeTest.budget(0));
    for (int i = 0; i < records.length - 1; i++) {
      assertThat(reader.read(ByteBuffer.wrap(records, i, 1))).isInstanceOf(NeedMore.class);
    }
    assertThat(reader.read(ByteBuffer.wrap(records, records.length - 1, 1)))
        .isInstanceOf(Complete.class);
  }

  @Test
  void leavesWhatFollowsTheHelloInTheBuffer() {
    byte[] records = hello().records(100);
    ByteBuffer in = ByteBuffer.allocate(records.length + 7).put(records).position(0);
    assertThat(new ClientHelloReader(LIMIT, LimitNoticeTest.budget(0)).read(in))
        .isInstanceOf(Complete.class);
    assertThat(in.remaining()).isEqualTo(7);
  }

  @Test
  void theLimitIsExact() {
    int unpadded = hello().padding(0).message().length - 4;
    HelloBytes longest = hello().padding(LIMIT - unpadded);
    assertThat(read(longest.records(500))).isInstanceOf(Complete.class);

    Rejected tooLong = (Rejected) read(hello().padding(LIMIT - unpadded + 1).records(500));
    assertThat(tooLong.answer()).contains(Alert.DECODE_ERROR);
    assertThat(tooLong.reason())
        .isEqualTo("ClientHello of 2001 bytes, more than the limit of 2000");
  }

  @Test
  void aTooLongHelloIsRefusedByItsHeaderAlone() {
    assertThat(rejected(22, 3, 1, 0x40, 0, 1, 0xff, 0xff, 0xff).reason())
        .contains("16777215 bytes");
  }

  @Test
  void anSsl2HelloIsRecognised() {
    Rejected ssl2 = rejected(0x80, 0x2e, 1, 0, 2);
    assertThat(ssl2.reason()).isEqualTo("SSLv2-framed ClientHello");
    assertThat(ssl2.answer()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1", "POST /mdm", "OPTIONS *", "PRI * HTTP/2.0"})
  void plainHttpIsRecognised(String request) {
    Rejected http = (Rejected) read(request.getBytes(StandardCharsets.US_ASCII));
    assertThat(http.reason()).isEqualTo("plain HTTP request on a TLS port");
    assertThat(http.answerInClear()).isTrue();
  }

  @Test
  void otherProtocolsAreNotAnswered() {
    assertThat(rejected('E', 'H', 'L', 'O', ' ').reason()).isEqualTo("neither TLS nor HTTP");
    assertThat(rejected(0).reason()).isEqualTo("neither TLS nor HTTP");
    assertThat(rejected(0xff, 0xff, 0xff).reason()).isEqualTo("neither TLS nor HTTP");
  }

  @Test
  void wrongRecordsAreAnsweredByTheFittingAlert() {
    assertThat(rejected(22, 4, 1, 0, 1).answer()).contains(Alert.PROTOCOL_VERSION);
    assertThat(rejected(22, 3, 1, 0, 0).answer()).contains(Alert.UNEXPECTED_MESSAGE);
    assertThat(rejected(22, 3, 1, 0x40, 1).answer()).contains(Alert.RECORD_OVERFLOW);
    assertThat(rejected(22, 3, 1, 0, 4, 2, 0, 0, 0).answer()).contains(Alert.UNEXPECTED_MESSAGE);
    assertThat(rejected(22, 3, 1, 0, 4, 1, 0, 0, 0).answer()).contains(Alert.DECODE_ERROR);
    assertThat(rejected(22, 3, 1, 0, 1, 1, 23, 3, 1, 0, 1).answer())
        .contains(Alert.UNEXPECTED_MESSAGE);
  }

  @Test
  void anAlertInsteadOfAHelloIsTold() {
    assertThat(read(new byte[] {21, 3, 1, 0, 2, 2, 40})).isEqualTo(new AlertFirst(2, 40));
  }

  @Test
  void bytesAfterTheHelloInItsRecordAreRefused() {
    byte[] records = hello().records(1 << 14);
    byte[] longer = java.util.Arrays.copyOf(records, records.length + 1);
    int length = records.length - 5 + 1;
    longer[3] = (byte) (length >>> 8);
    longer[4] = (byte) length;
    assertThat(((Rejected) read(longer)).reason()).contains("bytes after the ClientHello");
  }

  @Test
  void longHellosShareABudgetAndGiveItBack() {
    ByteBudget budget = LimitNoticeTest.budget(12_000);
    byte[] records = hello().padding(8000).records(1 << 14);
    ClientHelloReader first = new ClientHelloReader(10_000, budget);
    assertThat(first.read(ByteBuffer.wrap(records, 0, 100))).isInstanceOf(NeedMore.class);

    Rejected second =
        (Rejected) new ClientHelloReader(10_000, budget).read(ByteBuffer.wrap(records));
    assertThat(second.reason()).contains("at one time");
    assertThat(second.answer()).contains(Alert.INTERNAL_ERROR);
    assertThat(second.malformed()).as("the client did nothing wrong").isFalse();
    assertThat(new ClientHelloReader(10_000, budget).read(ByteBuffer.wrap(hello().records(50))))
        .as("a short one needs none")
        .isInstanceOf(Complete.class);

    first.release();
    first.release();
    assertThat(budget.left()).isEqualTo(12_000);
    assertThat(new ClientHelloReader(10_000, budget).read(ByteBuffer.wrap(records)))
        .isInstanceOf(Complete.class);
  }
}
