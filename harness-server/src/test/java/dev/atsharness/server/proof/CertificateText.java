package dev.atsharness.server.proof;

import dev.atsharness.tls.TlsVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A certificate as {@code openssl x509 -text} prints it.
 *
 * @param text the whole output
 */
record CertificateText(String text) {

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");
  private static final Pattern SUBJECT = Pattern.compile("(?m)^ +Subject: *(.*)$");
  private static final Pattern ISSUER = Pattern.compile("(?m)^ +Issuer: *(.*)$");
  private static final Pattern SIGNATURE = Pattern.compile("Signature Algorithm: (\\S+)");
  private static final Pattern KEY_TYPE = Pattern.compile("Public Key Algorithm: (\\S+)");
  private static final Pattern CURVE = Pattern.compile("ASN1 OID: (\\S+)");
  private static final Pattern FIELD = Pattern.compile("Field Type: (\\S+)");
  private static final Pattern VERSION = Pattern.compile("Version: (\\d+)");
  private static final Pattern UNKNOWN_EXTENSION = Pattern.compile("\\b2\\.999\\.1:(.*)");
  private static final Pattern KEY_BITS = Pattern.compile("Public-Key: \\((\\d+) bit");
  private static final Pattern NOT_BEFORE = Pattern.compile("Not Before *: (.*)");
  private static final Pattern NOT_AFTER = Pattern.compile("Not After *: (.*)");
  private static final Pattern NAMES =
      Pattern.compile("X509v3 Subject Alternative Name:.*\\R +(.*)");
  private static final Pattern SERIAL = Pattern.compile("Serial Number:\\s*(\\S+)");
  private static final Pattern COMMON_NAME = Pattern.compile("Subject:.*?\\bCN *= *([^,\\n]+)");
  private static final Pattern KEY_USAGE = Pattern.compile("X509v3 Key Usage:.*\\R +(.*)");
  private static final Pattern SUBJECT_KEY =
      Pattern.compile("X509v3 Subject Key Identifier:.*\\R +([0-9A-F:]+)");
  private static final Pattern AUTHORITY_KEY =
      Pattern.compile("X509v3 Authority Key Identifier:.*\\R +(?:keyid:)?([0-9A-F:]+)");
  private static final Pattern FEATURE = Pattern.compile("TLS Feature:.*\\R +(.*)");
  private static final Pattern OCSP_URL = Pattern.compile("OCSP - URI:(\\S+)");
  private static final Pattern USAGE = Pattern.compile("X509v3 Extended Key Usage:.*\\R +(.*)");

  /** The certificates that a program printed in PEM, in its order. */
  static List<CertificateText> allIn(String output) throws InterruptedException {
    List<CertificateText> chain = new ArrayList<>();
    for (String pem : pemIn(output)) {
      chain.add(
          new CertificateText(
              Command.of("openssl", "x509", "-noout", "-text", "-nameopt", "RFC2253")
                  .output(pem.getBytes(StandardCharsets.US_ASCII))));
    }
    return chain;
  }

  /** The same, as printed. */
  static List<String> pemIn(String output) {
    return PEM.matcher(output).results().map(MatchResult::group).toList();
  }

  /**
   * Adds the reading of whether a server shows the same certificates in TLS 1.3 and TLS 1.2, if the
   * tool saw some in both.
   *
   * @param outputs what the tool printed, by version
   */
  static void addComparison(Map<TlsVersion, String> outputs, Map<String, String> readings) {
    List<String> tls13 = pemIn(outputs.get(TlsVersion.TLS_1_3));
    List<String> tls12 = pemIn(outputs.get(TlsVersion.TLS_1_2));
    if (!tls13.isEmpty() && !tls12.isEmpty()) {
      readings.put(
          FactNames.CERTIFICATES_OF_BOTH,
          tls13.equals(tls12) ? FactNames.THE_SAME : FactNames.DIFFERENT);
    }
  }

  /** The kinds of the certificates; one that signed none of the others is unrelated. */
  static String links(List<CertificateText> chain) {
    return IntStream.range(0, chain.size())
        .mapToObj(i -> i > 0 && !isIssuer(chain.get(i), chain) ? "unrelated" : chain.get(i).kind())
        .collect(Collectors.joining(", "));
  }

  private static boolean isIssuer(CertificateText link, List<CertificateText> chain) {
    return chain.stream()
        .anyMatch(other -> !other.equals(link) && other.issuer().equals(link.subject()));
  }

  /** Adds the readings of a chain, leaf first, except its trust. */
  static void addChainReadings(List<CertificateText> chain, Map<String, String> readings) {
    readings.put(FactNames.CERTIFICATES_SENT, String.valueOf(chain.size()));
    if (chain.isEmpty()) {
      return; // an anonymous suite
    }
    CertificateText leaf = chain.get(0);
    leaf.addLeafReadings(readings);
    readings.put(FactNames.LEAF_ISSUER, leaf.issuer());
    readings.put(FactNames.CHAIN, links(chain));
    chain.stream()
        .filter(link -> !link.equals(leaf) && link.subject().equals(leaf.issuer()))
        .findFirst()
        .flatMap(issuer -> issuer.find(SUBJECT_KEY))
        .flatMap(id -> leaf.find(AUTHORITY_KEY).map(id::equals))
        .map(same -> same ? FactNames.OF_ISSUER : FactNames.OF_ANOTHER)
        .ifPresent(whose -> readings.put(FactNames.AUTHORITY_KEY, whose));
    for (CertificateText link : chain.subList(1, chain.size())) {
      if (link.subject().contains("older root")) {
        readings.put(FactNames.OLDER_ROOT, link.time());
      } else if (link.issuer().contains("older root")) {
        readings.put(FactNames.CROSS_CERTIFICATE, link.time());
      } else if (link.isRoot()) {
        link.key().ifPresent(text -> readings.put(FactNames.ROOT_KEY, text));
        link.signature().ifPresent(text -> readings.put(FactNames.ROOT_SIGNATURE, text));
      } else if (readings.putIfAbsent(FactNames.ISSUING_CA_NAME, link.subject()) == null) {
        link.key().ifPresent(text -> readings.put(FactNames.ISSUING_CA_KEY, text));
        link.signature().ifPresent(text -> readings.put(FactNames.ISSUING_CA_SIGNATURE, text));
        link.find(KEY_USAGE).ifPresent(text -> readings.put(FactNames.ISSUING_CA_USAGE, text));
        readings.put(
            FactNames.ISSUING_CA_PURPOSES, Terms.extendedKeyUsage(link.find(USAGE).orElse("")));
      }
    }
  }

  void addLeafReadings(Map<String, String> readings) {
    key().ifPresent(key -> readings.put(FactNames.LEAF_KEY, key));
    find(CURVE)
        .map(Terms::curve)
        .or(() -> find(FIELD).map(field -> FactNames.SPELLED_OUT))
        .ifPresent(curve -> readings.put(FactNames.LEAF_CURVE, curve));
    find(VERSION).ifPresent(version -> readings.put(FactNames.VERSION, version));
    readings.put(
        FactNames.SERIAL,
        find(SERIAL).filter("0"::equals).isPresent() ? FactNames.ZERO : FactNames.POSITIVE);
    find(COMMON_NAME).ifPresent(name -> readings.put(FactNames.COMMON_NAME, name));
    readings.put(
        FactNames.UNKNOWN_EXTENSION,
        find(UNKNOWN_EXTENSION)
            .map(rest -> rest.equals("critical") ? FactNames.CRITICAL : FactNames.YES)
            .orElse(FactNames.NONE));
    signature().ifPresent(signature -> readings.put(FactNames.LEAF_SIGNATURE, signature));
    Instant notBefore = Terms.opensslTime(find(NOT_BEFORE).orElseThrow());
    Instant notAfter = Terms.opensslTime(find(NOT_AFTER).orElseThrow());
    readings.put(FactNames.VALID_FROM, Terms.minute(notBefore));
    readings.put(FactNames.VALIDITY, Terms.validity(notBefore, notAfter));
    readings.put(FactNames.SELF_SIGNED, isSelfIssued() ? FactNames.YES : FactNames.NO);
    addNameReadings(readings);
  }

  void addNameReadings(Map<String, String> readings) {
    readings.put(FactNames.NAMES, names());
    readings.put(FactNames.EXTENDED_KEY_USAGE, Terms.extendedKeyUsage(find(USAGE).orElse("")));
  }

  /** Whether it is over, by the clock of the machine. */
  private String time() {
    return Terms.opensslTime(find(NOT_AFTER).orElseThrow()).isBefore(Instant.now())
        ? FactNames.EXPIRED
        : FactNames.VALID;
  }

  String names() {
    return Terms.names(find(NAMES).orElse(""));
  }

  /** Whether it has the TLS feature status_request (RFC 7633). */
  boolean demandsStaple() {
    return find(FEATURE).filter("status_request"::equals).isPresent();
  }

  boolean namesCrl() {
    return text.contains("X509v3 CRL Distribution Points:");
  }

  Optional<String> ocspUrl() {
    return find(OCSP_URL);
  }

  String subject() {
    return find(SUBJECT).orElseThrow();
  }

  String issuer() {
    return find(ISSUER).orElseThrow();
  }

  Optional<String> key() {
    return find(KEY_TYPE)
        .flatMap(
            type ->
                find(KEY_BITS).map(bits -> Terms.key(type, bits)).or(() -> Terms.eddsaKey(type)));
  }

  Optional<String> signature() {
    return find(SIGNATURE).flatMap(Terms::signature);
  }

  /** The place in the certificate where a matching name was found. */
  String placeOfNames(Target target) {
    return find(NAMES).orElse("").contains(target.isAddress() ? target.host() : "DNS:")
        ? FactNames.IN_SAN
        : FactNames.IN_COMMON_NAME;
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
