package dev.atsharness.device.internal.tls;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.ServerHello;

/**
 * The mark in a server's random of a version that is not the server's best (RFC 8446 section
 * 4.1.3). The library aborts if it sees one, for every client. This class hides the mark until the
 * library has looked, so that the client profile's policy decides.
 */
final class DowngradeSentinel {

  private static final List<byte[]> SENTINELS =
      List.of(
          HexFormat.of().parseHex("444f574e47524401"), HexFormat.of().parseHex("444f574e47524400"));

  private byte[] random = new byte[0];
  private byte[] sentinel = new byte[0];

  /** Hides the mark of this ServerHello, whose random the library uses without copying it. */
  void hideIn(ServerHello hello) {
    boolean tls13 =
        hello.getExtensions() != null
            && hello.getExtensions().containsKey(ExtensionType.supported_versions);
    if (!tls13) {
      random = hello.getRandom();
      sentinel = SENTINELS.stream().filter(this::ends).findFirst().orElse(sentinel);
      Arrays.fill(random, random.length - sentinel.length, random.length, (byte) 0);
    }
  }

  private boolean ends(byte[] bytes) {
    int from = random.length - bytes.length;
    return Arrays.equals(random, from, random.length, bytes, 0, bytes.length);
  }

  /** Puts the mark back: keys are computed from the random. */
  void restore() {
    System.arraycopy(sentinel, 0, random, random.length - sentinel.length, sentinel.length);
  }

  boolean isPresent() {
    return sentinel.length > 0;
  }
}
