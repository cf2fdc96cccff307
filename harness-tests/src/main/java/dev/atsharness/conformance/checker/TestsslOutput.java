package dev.atsharness.conformance.checker;

import dev.atsharness.ats.AtsPolicy;
import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.Finding;
import dev.atsharness.conformance.Report;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.TlsVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads testssl's flat JSON as Apple would judge what it says.
 *
 * <p>What testssl itself grades does not matter here: it dislikes much that Apple accepts, such as
 * old versions beside new ones. What counts is the connection that a modern client gets, which
 * testssl calls the negotiated protocol and cipher, and the certificate.
 */
final class TestsslOutput {

  private static final Map<String, TlsVersion> VERSIONS =
      Map.of(
          "SSLv3", TlsVersion.SSL_3_0,
          "TLS1.0", TlsVersion.TLS_1_0,
          "TLS1.1", TlsVersion.TLS_1_1,
          "TLS1.2", TlsVersion.TLS_1_2,
          "TLS1.3", TlsVersion.TLS_1_3);

  /**
   * What testssl's own sockets found, for servers that its openssl or cipher list does not suit.
   */
  private static final Map<String, TlsVersion> OFFERED =
      Map.of(
          "SSLv3", TlsVersion.SSL_3_0,
          "TLS1", TlsVersion.TLS_1_0,
          "TLS1_1", TlsVersion.TLS_1_1,
          "TLS1_2", TlsVersion.TLS_1_2,
          "TLS1_3", TlsVersion.TLS_1_3);

  private static final Pattern PROTOCOL = Pattern.compile("Default protocol (SSLv3|TLS1\\.[0-3])");
  private static final Pattern SUITE = Pattern.compile("(TLS_[A-Z0-9_]+).*", Pattern.DOTALL);
  private static final Pattern KEY = Pattern.compile("(RSA|EC)\\b\\D*(\\d{1,6}) bits.*");

  /** The signatures with a code point that an FCP v2.1 client advertises, in testssl's words. */
  private static final Pattern ADVERTISED_SIGNATURE =
      Pattern.compile(
          "SHA(256|384|512) with RSA|RSASSA-PSS with SHA(256|384|512)|ECDSA with SHA(256|384)");

  private static final Pattern WEAK_HASH = Pattern.compile(".*\\b(MD[245]|SHA1|SHA224)\\b.*");
  private static final Pattern TRUSTED_NAME = Pattern.compile("Ok via .*\\bSAN\\b.*");
  private static final Pattern DAYS = Pattern.compile("(\\d{1,7})\\b.*");
  private static final int MAX_DAYS = 825;

  private final Map<String, String> said = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private TestsslOutput(String json) throws IOException {
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      throw new IOException("testssl wrote no JSON: " + e.getOriginalMessage(), e);
    }
    for (JsonNode entry : root) {
      // With several certificates ids end in "<hostCert#1>"; the first is the one that counts.
      String id = entry.path("id").asString().replaceFirst(" ?<.*", "");
      said.putIfAbsent(id, entry.path("finding").asString());
    }
  }

  /**
   * Reads the file that {@code --jsonfile} names.
   *
   * @throws IOException if it is not what testssl writes
   */
  static Report read(String json) throws IOException {
    try {
      return new TestsslOutput(json).report();
    } catch (IllegalArgumentException e) {
      throw new IOException("testssl reports what nobody knows: " + e.getMessage(), e);
    }
  }

  private Report report() {
    Optional<TlsVersion> version = version();
    if (version.isEmpty()) {
      return Report.inconclusive(
          said("optimal_proto")
              .or(() -> said("scanProblem"))
              .orElse("testssl found no protocol version that works"));
    }
    judgeVersion(version.get());
    judgeSuite(version.get());
    if (version.get() == TlsVersion.TLS_1_2) {
      judgeExtendedMasterSecret();
    }
    judgeKey();
    judgeSignature();
    judgeTrust();
    return Report.finished(findings);
  }

  private Optional<TlsVersion> version() {
    return match(PROTOCOL, "protocol_negotiated")
        .map(match -> VERSIONS.get(match.group(1)))
        .or(() -> offered().map(OFFERED::get).max(TlsVersion::compareTo));
  }

  private void judgeVersion(TlsVersion version) {
    if (version.isBefore(TlsVersion.TLS_1_2)) {
      found(Violation.TLS_VERSION_BELOW_1_2, versionId());
    }
  }

  private String versionId() {
    return match(PROTOCOL, "protocol_negotiated")
        .map(match -> "protocol_negotiated")
        .orElseGet(() -> offered().max(Comparator.comparing(OFFERED::get)).orElseThrow());
  }

  private Stream<String> offered() {
    return OFFERED.keySet().stream()
        .filter(id -> said(id).filter(text -> text.startsWith("offered")).isPresent());
  }

  private void judgeSuite(TlsVersion version) {
    Optional<CipherSuite> suite =
        match(SUITE, "cipher_negotiated").map(match -> CipherSuite.named(match.group(1)));
    if (suite.filter(s -> !AtsPolicy.inAts(s)).isPresent()) {
      found(Violation.CIPHERSUITE_NOT_IN_ATS, "cipher_negotiated");
    }
    if (version == TlsVersion.TLS_1_2 && suite.filter(s -> !AtsPolicy.inFcp(s)).isPresent()) {
      found(Violation.CIPHERSUITE_NOT_IN_FCP, "cipher_negotiated");
    }
  }

  private void judgeExtendedMasterSecret() {
    if (said("TLS_extensions")
        .filter(list -> !list.contains("extended master secret"))
        .isPresent()) {
      found(Violation.EMS_NOT_NEGOTIATED, "TLS_extensions");
    }
  }

  private void judgeKey() {
    match(KEY, "cert_keySize")
        .ifPresent(
            key -> {
              int bits = Integer.parseInt(key.group(2));
              if (key.group(1).equals("RSA") && bits < AtsPolicy.MINIMUM_RSA_BITS) {
                found(Violation.RSA_KEY_BELOW_2048, "cert_keySize");
              }
              if (key.group(1).equals("EC") && bits < AtsPolicy.MINIMUM_ECDSA_BITS) {
                found(Violation.ECDSA_KEY_BELOW_256, "cert_keySize");
              }
            });
  }

  private void judgeSignature() {
    Optional<String> signature =
        said("cert_signatureAlgorithm").filter(text -> !text.contains("cannot be determined"));
    if (signature.filter(text -> WEAK_HASH.matcher(text).matches()).isPresent()) {
      found(Violation.LEAF_HASH_BELOW_SHA256, "cert_signatureAlgorithm");
    }
    if (signature.filter(text -> !ADVERTISED_SIGNATURE.matcher(text).matches()).isPresent()) {
      found(Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED, "cert_signatureAlgorithm");
    }
  }

  /** One finding for the first reason, as a device's log has one line. */
  private void judgeTrust() {
    distrust("cert_chain_of_trust", text -> !text.startsWith("passed"))
        .or(() -> distrust("cert_trust", text -> !TRUSTED_NAME.matcher(text).matches()))
        .or(() -> distrust("cert_expirationStatus", text -> text.startsWith("expired")))
        .or(() -> distrust("cert_validityPeriod", TestsslOutput::tooLong))
        .ifPresent(id -> found(Violation.CERTIFICATE_NOT_TRUSTED, id));
  }

  private static boolean tooLong(String text) {
    Matcher days = DAYS.matcher(text);
    return days.matches() && Integer.parseInt(days.group(1)) > MAX_DAYS;
  }

  private Optional<String> distrust(String id, Predicate<String> bad) {
    return said(id).filter(bad).map(text -> id);
  }

  private Optional<String> said(String id) {
    return Optional.ofNullable(said.get(id));
  }

  private Optional<Matcher> match(Pattern pattern, String id) {
    return said(id).map(pattern::matcher).filter(Matcher::matches);
  }

  private void found(Violation violation, String id) {
    findings.add(new Finding(violation, id + ": " + said.get(id)));
  }
}
