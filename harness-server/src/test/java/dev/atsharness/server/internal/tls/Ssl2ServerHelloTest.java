package dev.atsharness.server.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The record is read field by field, as the specification of SSL 2.0 lists them. */
class Ssl2ServerHelloTest {

  private static final byte[] CERTIFICATE = {0x30, 0x03, 0x02, 0x01, 0x05};
  private static final byte[] CONNECTION = new byte[16];

  @Test
  void theRecordIsAServerHelloOfSsl2() throws IOException {
    ByteBuffer record = ByteBuffer.wrap(Ssl2ServerHello.record(CERTIFICATE, CONNECTION));

    assertThat(record.getShort()).as("length, without padding").isEqualTo((short) (0x8000 | 35));
    assertThat(record.remaining()).isEqualTo(35);
    assertThat(record.get()).as("SERVER-HELLO").isEqualTo((byte) 4);
    assertThat(record.get()).as("no session resumed").isEqualTo((byte) 0);
    assertThat(record.get()).as("X.509").isEqualTo((byte) 1);
    assertThat(record.getShort()).as("version").isEqualTo((short) 0x0002);
    short[] lengths = {record.getShort(), record.getShort(), record.getShort()};
    assertThat(lengths).containsExactly((short) 5, (short) 3, (short) 16);
    assertThat(bytes(record, lengths[0])).isEqualTo(CERTIFICATE);
    assertThat(bytes(record, lengths[1])).as("RC4-128 with MD5").containsExactly(1, 0, 0x80);
    assertThat(bytes(record, lengths[2])).isEqualTo(CONNECTION);
    assertThat(record.hasRemaining()).isFalse();
  }

  private static byte[] bytes(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }
}
