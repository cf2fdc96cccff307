package dev.atsharness.device.internal.tls;

import java.security.SecureRandom;

/**
 * The values of GREASE (RFC 8701) of one connection, drawn once: the second ClientHello after a
 * HelloRetryRequest has the same (RFC 8446 section 4.1.2).
 *
 * @param suite stands among the cipher suites
 * @param group stands among the groups and the key shares
 * @param version stands among the versions
 * @param firstExtension the type of an extension
 * @param lastExtension the type of another one, which therefore differs
 */
record Grease(int suite, int group, int version, int firstExtension, int lastExtension) {

  private static final int VALUES = 16;
  private static final int FIRST = 0x0a0a;
  private static final int STEP = 0x1010;

  static Grease draw(SecureRandom random) {
    int first = random.nextInt(VALUES);
    int last = (first + 1 + random.nextInt(VALUES - 1)) % VALUES;
    return new Grease(
        value(random.nextInt(VALUES)),
        value(random.nextInt(VALUES)),
        value(random.nextInt(VALUES)),
        value(first),
        value(last));
  }

  private static int value(int index) {
    return FIRST + index * STEP;
  }
}
