package dev.atsharness.cli;

import dev.atsharness.ats.DetectedViolation;
import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.device.DeviceVisit;
import dev.atsharness.conformance.device.TrustFailure;
import dev.atsharness.conformance.device.tls.Refusal;
import dev.atsharness.conformance.device.tls.Refusal.Side;
import dev.atsharness.conformance.device.tls.Stage;
import dev.atsharness.scenario.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the owner of a probed server can do about what a device found. */
final class ProbeAdvice {

  private final Rules rules = Rules.builtIn();
  private final boolean installedRoots;

  /**
   * @param installedRoots whether the user named the roots that are installed
   */
  ProbeAdvice(boolean installedRoots) {
    this.installedRoots = installedRoots;
  }

  /** What to do about what these visits found, a line for each cause. */
  List<String> of(List<DeviceVisit> visits) {
    List<String> lines = new ArrayList<>();
    visits.stream()
        .flatMap(one -> one.violations().stream())
        .map(DetectedViolation::violation)
        .distinct()
        .filter(violation -> violation != Violation.CERTIFICATE_NOT_TRUSTED)
        .forEach(violation -> lines.add(violation + ": " + rules.of(violation).remedy()));
    visits.stream()
        .flatMap(one -> one.trustFailures().stream())
        .map(TrustFailure::reason)
        .distinct()
        .forEach(
            reason ->
                lines.add(
                    Violation.CERTIFICATE_NOT_TRUSTED
                        + ": "
                        + of(reason)
                        + (reason == TrustFailure.Reason.NO_PATH_TO_ANCHOR && !installedRoots
                            ? " For a private CA use --ca FILE."
                            : "")));
    visits.stream().flatMap(one -> ofRefusal(one).stream()).distinct().forEach(lines::add);
    return lines;
  }

  /** The cure where a server finds nothing acceptable in what the client offers. */
  static Optional<String> ofRefusal(DeviceVisit visit) {
    return visit
        .refusal()
        .filter(refusal -> refusal.by() == Side.SERVER && refusal.stage() == Stage.CLIENT_HELLO)
        .flatMap(Refusal::alert)
        .flatMap(
            alert ->
                switch (alert) {
                  case "protocol_version" ->
                      Optional.of(
                          "The server offers nothing from TLS 1.2 up: enable TLS 1.2 or 1.3.");
                  case "handshake_failure", "insufficient_security" ->
                      Optional.of(
                          "The server has, most likely, no cipher suite in common with what "
                              + visit.profile()
                              + " offers; enable ECDHE with AES-GCM.");
                  default -> Optional.empty();
                });
  }

  /** The cure for a chain that is not trusted. */
  static String of(TrustFailure.Reason reason) {
    return switch (reason) {
      case NO_CERTIFICATE -> "Use cipher suites that authenticate the server.";
      case MALFORMED -> "Have the certificate issued anew; this one cannot be parsed.";
      case TOO_MANY_CERTIFICATES -> "Send the leaf and its intermediates, nothing else.";
      case NO_PATH_TO_ANCHOR ->
          "Send all intermediates, and let them lead to a root that the device trusts.";
      case SIGNATURE_INVALID ->
          "Send the certificate as its issuer signed it, and the right issuer.";
      case NOT_YET_VALID -> "Wait until the certificate is valid, or set the clocks right.";
      case EXPIRED -> "Renew the certificate.";
      case KEY_TOO_SMALL, UNSUPPORTED_KEY ->
          "Get certificates, those of the issuers too, for RSA keys of 2048 bits or more, or for"
              + " P-256 or P-384.";
      case UNSUPPORTED_SIGNATURE ->
          "Have the certificates issued anew, signed with RSA PKCS #1 or ECDSA instead of RSASSA-PSS.";
      case WEAK_SIGNATURE_HASH ->
          "Have the certificates issued anew, signed with SHA-256 or better.";
      case VALIDITY_TOO_LONG -> "Have the certificate issued for at most 825 days.";
      case NAME_MISMATCH ->
          "Get a certificate that names the host in its subjectAltName, or use a URL with a name"
              + " that it has.";
      case EXTENDED_KEY_USAGE ->
          "Have the certificate issued with serverAuth in its extended key usage.";
      case NAME_CONSTRAINTS -> "Use an issuer whose name constraints permit the host.";
      case NOT_A_CA, PATH_TOO_LONG, KEY_USAGE ->
          "Use an issuer that may issue: a CA certificate with keyCertSign and a path length that"
              + " suffices.";
      case UNKNOWN_CRITICAL_EXTENSION ->
          "Have the certificate issued without that critical extension.";
    };
  }
}
