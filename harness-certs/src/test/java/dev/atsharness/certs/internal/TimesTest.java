package dev.atsharness.certs.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.bouncycastle.asn1.x509.Time;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  /**
   * Times just inside and outside the years for which RFC 5280 requires UTCTime, and a leap day.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1949-12-31T23:59:59Z",
        "1950-01-01T00:00:00Z",
        "1999-12-31T23:59:59Z",
        "2000-02-29T12:30:01Z",
        "2026-11-22T05:44:11.987Z",
        "2049-12-31T23:59:59Z",
        "2050-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z"
      })
  void areWhatTheLibraryWouldWrite(Instant instant) {
    Time library = new Time(Date.from(instant), Locale.ROOT);

    assertThat(Times.of(instant).toASN1Primitive()).isEqualTo(library.toASN1Primitive());
    assertThat(Times.instant(library)).isEqualTo(Instant.ofEpochSecond(instant.getEpochSecond()));
  }
}
