package dev.atsharness.certs.internal;

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
 * Points in time as in certificates (RFC 5280 section 4.1.2.5): UTCTime from 1950 to 2049,
 * otherwise GeneralizedTime, in whole seconds. This class does not use Bouncy Castle's conversion,
 * because SimpleDateFormat makes the JDK search all its locales, which takes a tenth of a second at
 * start-up.
 */
public final class Times {
  private static final DateTimeFormatter UTC_TIME = formatter("yyMMddHHmmss'Z'");
  private static final DateTimeFormatter GENERALIZED_TIME = formatter("yyyyMMddHHmmss'Z'");

  /** The format in which the library returns both forms. */
  private static final DateTimeFormatter LIBRARY =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'GMT'xxx", Locale.ROOT);

  private Times() {}

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /** Returns the certificate form of a point in time, truncated to whole seconds. */
  public static Time of(Instant instant) {
    int year = instant.atZone(ZoneOffset.UTC).getYear();
    return year >= 1950 && year <= 2049
        ? time(BERTags.UTC_TIME, UTC_TIME.format(instant))
        : time(BERTags.GENERALIZED_TIME, GENERALIZED_TIME.format(instant));
  }

  /**
   * Returns the point in time in a certificate.
   *
   * @throws java.time.format.DateTimeParseException if its form differs from that of RFC 5280
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
