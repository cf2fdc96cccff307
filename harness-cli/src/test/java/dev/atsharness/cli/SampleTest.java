package dev.atsharness.cli;

import static dev.atsharness.ats.Violation.CERTIFICATE_NOT_TRUSTED;
import static dev.atsharness.ats.Violation.EMS_NOT_NEGOTIATED;
import static dev.atsharness.ats.Violation.RSA_KEY_BELOW_2048;
import static dev.atsharness.ats.Violation.TLS_NOT_USED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.ats.Violation;
import dev.atsharness.cli.Sample.Candidate;
import dev.atsharness.tls.TlsVersion;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleTest {

  private static final Optional<TlsVersion> TLS12 = Optional.of(TlsVersion.TLS_1_2);
  private static final Optional<TlsVersion> TLS13 = Optional.of(TlsVersion.TLS_1_3);
  private static final Set<Violation> ALL = EnumSet.allOf(Violation.class);

  @Test
  void takesOneOfEachVersion() {
    assertThat(
            Sample.of(
                List.of(
                    one("key/a", TLS13, "baseline/a", RSA_KEY_BELOW_2048),
                    one("key/b", TLS12, "baseline/a", RSA_KEY_BELOW_2048),
                    one("key/c", TLS12, "baseline/a", RSA_KEY_BELOW_2048),
                    one("key/d", TLS12, "baseline/a")),
                ALL))
        .containsExactly("key/b", "key/a");
  }

  @Test
  void takesOneWithoutTheseVersionsIfThereIsNoOther() {
    assertThat(
            Sample.of(
                List.of(
                    one("cleartext/a", Optional.empty(), "baseline/a", TLS_NOT_USED),
                    one("cleartext/b", Optional.empty(), "baseline/a", TLS_NOT_USED)),
                ALL))
        .containsExactly("cleartext/a");
  }

  @Test
  void prefersOneWithoutOtherViolationsAndThenOneBesideABaseline() {
    assertThat(
            Sample.of(
                List.of(
                    one("a/a", TLS12, "baseline/a", EMS_NOT_NEGOTIATED, CERTIFICATE_NOT_TRUSTED),
                    one("a/b", TLS12, "a/x", EMS_NOT_NEGOTIATED),
                    one("a/c", TLS12, "baseline/a", EMS_NOT_NEGOTIATED)),
                Set.of(EMS_NOT_NEGOTIATED)))
        .containsExactly("a/c");
  }

  @Test
  void addsTheControlsThatExist() {
    assertThat(
            Sample.withControls(
                Set.of("key/a"),
                List.of(
                    one("key/a", TLS13, "baseline/a", RSA_KEY_BELOW_2048),
                    one("key/b", TLS13, "baseline/b", RSA_KEY_BELOW_2048),
                    one("baseline/a", TLS13, "gone/x"))))
        .containsExactlyInAnyOrder("key/a", "baseline/a");
  }

  private static Candidate one(
      String id, Optional<TlsVersion> version, String control, Violation... violations) {
    return new Candidate(id, List.of(violations), Optional.of(control), version);
  }
}
