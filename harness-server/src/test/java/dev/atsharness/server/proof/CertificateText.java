package dev.atsharness.server.proof;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate as {@code openssl x509 -text} prints it.
 *
 * @param text the whole print
 */
record CertificateText(String text) {

  private static final Pattern SUBJECT = Pattern.compile("(?m)^ +Subject: *(.*)$");
  private static final Pattern ISSUER = Pattern.compile("(?m)^ +Issuer: *(.*)$");
  private static final Pattern SIGNATURE = Pattern.compile("Signature Algorithm: (\\S+)");
  private static final Pattern KEY_TYPE = Pattern.compile("Public Key Algorithm: (\\S+)");
  private static final Pattern KEY_BITS = Pattern.compile("Public-Key: \\((\\d+) bit");
  private static final Pattern NOT_BEFORE = Pattern.compile("Not Before *: (.*)");
  private static final Pattern NOT_AFTER = Pattern.compile("Not After *: (.*)");
  private static final Pattern NAMES =
      Pattern.compile("X509v3 Subject Alternative Name:.*\\R +(.*)");
  private static final Pattern USAGE = Pattern.compile("X509v3 Extended Key Usage:.*\\R +(.*)");

  void addLeafReadings(Map<String, String> readings) {
    key().ifPresent(key -> readings.put(FactNames.LEAF_KEY, key));
    signature().ifPresent(signature -> readings.put(FactNames.LEAF_SIGNATURE, signature));
    Instant notBefore = Terms.opensslTime(find(NOT_BEFORE).orElseThrow());
    Instant notAfter = Terms.opensslTime(find(NOT_AFTER).orElseThrow());
    readings.put(FactNames.VALID_FROM, Terms.minute(notBefore));
    readings.put(FactNames.VALIDITY, Terms.validity(notBefore, notAfter));
    readings.put(FactNames.NAMES, Terms.names(find(NAMES).orElse("")));
    readings.put(FactNames.EXTENDED_KEY_USAGE, Terms.extendedKeyUsage(find(USAGE).orElse("")));
    readings.put(FactNames.SELF_SIGNED, isSelfIssued() ? FactNames.YES : FactNames.NO);
  }

  String subject() {
    return find(SUBJECT).orElseThrow();
  }

  String issuer() {
    return find(ISSUER).orElseThrow();
  }

  Optional<String> key() {
    return find(KEY_TYPE).flatMap(type -> find(KEY_BITS).map(bits -> Terms.key(type, bits)));
  }

  Optional<String> signature() {
    return find(SIGNATURE).flatMap(Terms::signature);
  }

  boolean hasDnsNames() {
    return find(NAMES).orElse("").contains("DNS:");
  }

  boolean isRoot() {
    return isCa() && isSelfIssued();
  }

  String kind() {
    return isRoot() ? "root" : isCa() ? "issuing CA" : "leaf";
  }

  private boolean isCa() {
    return text.contains("CA:TRUE");
  }

  private boolean isSelfIssued() {
    return subject().equals(issuer());
  }

  private Optional<String> find(Pattern pattern) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
  }
}
