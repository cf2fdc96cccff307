package dev.atsharness.cli;

import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.trust.TrustFailure;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** A sign in a URL or a visit that one of Apple's exceptions may apply. */
enum RoleHint {
  SCEP(
      "(?i)(^|[/._?=-])m?scep([/._&=-]|$)|pkiclient\\.exe",
      "SCEP servers are exempt from Apple's requirements. If this is such a server, use --role"
          + " scep."),
  CONTENT_CACHING(
      "(?i)content[._-]?cach|(^|[.-])cach(e|ing)[.-]",
      "Content caching servers are exempt from Apple's requirements. If this is such a server, use"
          + " --role content-caching."),
  CRL(
      "(?i)\\.crl$|/crl([/.]|$)",
      "No process in Apple's requirements fetches revocation lists. If this is one, use --role"
          + " crl."),
  OCSP(
      "(?i)(^|[./])ocsp([./]|$)",
      "No process in Apple's requirements calls OCSP responders. If this is one, use --role ocsp.");

  private static final String ENROLLMENT =
      "Apple requires no remediation if the certificate is one of the anchors in the automated"
          + " enrolment profile. If it is, use --ca FILE with that anchor and --role enrollment.";

  private final Pattern pattern;
  private final String text;

  RoleHint(String pattern, String text) {
    this.pattern = Pattern.compile(pattern);
    this.text = text;
  }

  /** Describes the roles that the URL suggests. */
  static Set<String> of(URI url) {
    String where = url.getHost() + " " + (url.getRawPath() == null ? "" : url.getRawPath());
    String asked = url.getRawQuery() == null ? "" : " " + url.getRawQuery();
    Set<String> hints = new LinkedHashSet<>();
    Arrays.stream(values())
        .filter(
            hint ->
                Arrays.stream((where + asked).split(" ", -1))
                    .anyMatch(part -> hint.pattern.matcher(part).find()))
        .forEach(hint -> hints.add(hint.text));
    return hints;
  }

  /** Describes the exception that a device's observations suggest. */
  static Set<String> of(DeviceVisit visit) {
    return visit.trustFailures().stream()
            .anyMatch(failure -> failure.reason() == TrustFailure.Reason.NO_PATH_TO_ANCHOR)
        ? Set.of(ENROLLMENT)
        : Set.of();
  }
}
