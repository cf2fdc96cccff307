package dev.atsharness.cli;

import dev.atsharness.device.internal.DeviceVisit;
import dev.atsharness.device.internal.trust.TrustFailure;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What in a URL or a visit suggests that one of Apple's exceptions may apply. */
enum RoleHint {
  SCEP(
      "(?i)(^|[/._?=-])m?scep([/._&=-]|$)|pkiclient\\.exe",
      "SCEP servers are exempt from Apple's requirements. If this is one, use --role scep."),
  CONTENT_CACHING(
      "(?i)content[._-]?cach|(^|[.-])cach(e|ing)[.-]",
      "Content caching servers are exempt from Apple's requirements. If this is one, use --role"
          + " content-caching."),
  CRL(
      "(?i)\\.crl$|/crl([/.]|$)",
      "Revocation lists are fetched by no process that Apple's requirements name. If this is one,"
          + " use --role crl."),
  OCSP(
      "(?i)(^|[./])ocsp([./]|$)",
      "OCSP responders are asked by no process that Apple's requirements name. If this is one, use"
          + " --role ocsp.");

  private static final String ENROLLMENT =
      "Apple requires no remediation where the certificate is among the anchors that the profile of"
          + " automated enrolment brings. If it is, use --ca FILE with that anchor and --role"
          + " enrollment.";

  private final Pattern pattern;
  private final String text;

  RoleHint(String pattern, String text) {
    this.pattern = Pattern.compile(pattern);
    this.text = text;
  }

  /** The roles that the URL suggests, in words. */
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

  /** The exception that what a device saw suggests, in words. */
  static Set<String> of(DeviceVisit visit) {
    return visit.trustFailures().stream()
            .anyMatch(failure -> failure.reason() == TrustFailure.Reason.NO_PATH_TO_ANCHOR)
        ? Set.of(ENROLLMENT)
        : Set.of();
  }
}
