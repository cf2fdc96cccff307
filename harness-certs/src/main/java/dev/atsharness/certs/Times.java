package dev.atsharness.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.x509.Time;

/**
 * Points in time as certificates have them (RFC 5280 section 4.1.2.5): UTCTime from 1950 to 2049,
 * else GeneralizedTime, in whole seconds. Neither written nor read by Bouncy Castle, which takes
 * SimpleDateFormat, which has the JDK look through all its locales: a tenth of a second at
 * start-up.
 */
public final class Times {
  private static final DateTimeFormatter UTC_TIME = formatter("yyMMddHHmmss'Z'");
  private static final DateTimeFormatter GENERALIZED_TIME = formatter("yyyyMMddHHmmss'Z'");

  /** As the library gives both. */
  private static final DateTimeFormatter LIBRARY =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'GMT'xxx", Locale.ROOT);

  private Times() {}

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /** The certificate's form of a point in time, cut to whole seconds. */
  public static Time of(Instant instant) {
    int year = instant.atZone(ZoneOffset.UTC).getYear();
    return year >= 1950 && year <= 2049
        ? time(BERTags.UTC_TIME, UTC_TIME.format(instant))
        : time(BERTags.GENERALIZED_TIME, GENERALIZED_TIME.format(instant));
  }

  /**
   * What a certificate says.
   *
   * @throws java.time.format.DateTimeParseException if it says it in another form than RFC 5280 has
   */
  public static Instant instant(Time time) {
    return LIBRARY.parse(time.getTime(), Instant::from);
  }

  private static Time time(int tag, String text) {
    byte[] content = text.getBytes(StandardCharsets.US_ASCII);
    byte[] der = new byte[2 + content.length];
    der[0] = (byte) tag;
    der[1] = (byte) content.length;
    System.arraycopy(content, 0, der, 2, content.length);
    try {
      return Time.getInstance(ASN1Primitive.fromByteArray(der));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode " + text, e);
    }
  }
}
