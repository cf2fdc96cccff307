package dev.atsharness.server.proof;

import dev.atsharness.certs.KeySpec;
import dev.atsharness.certs.SignatureAlgorithm;
import dev.atsharness.scenario.internal.CertificateSettings.Link;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.SignatureScheme;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Common spellings for terms that scenarios and tools spell differently. */
final class Terms {

  private static final DateTimeFormatter OPENSSL_TIME =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy z", Locale.ENGLISH);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern HASH =
      Pattern.compile("(?i)(MD5|SHA-?(?:1|224|256|384|512))(?!\\d)");

  private Terms() {}

  // Terms of scenarios

  static boolean isRsa(KeySpec key) {
    return key.type() == KeySpec.Type.RSA || key.type() == KeySpec.Type.RSA_PSS;
  }

  static String key(KeySpec key) {
    return key(key.type().name(), String.valueOf(key.bits()));
  }

  static String signature(SignatureAlgorithm algorithm) {
    return algorithm.family().name().replace('_', '-') + " " + algorithm.digest().replace("-", "");
  }

  static String handshakeSignature(SignatureScheme scheme) {
    String label = scheme.label().toUpperCase(Locale.ROOT);
    String kind =
        label.startsWith("RSA_PSS") ? "RSA-PSS" : label.startsWith("RSA") ? "RSA" : "ECDSA";
    return kind + " " + hash(label).orElseThrow();
  }

  static String link(Link link) {
    return switch (link) {
      case LEAF -> "leaf";
      case ISSUING_CA -> "issuing CA";
      case ROOT -> "root";
      case UNRELATED -> "unrelated";
      case CROSS_CERTIFICATE -> "issuing CA";
      case OLDER_ROOT -> "root";
    };
  }

  // Terms of both

  static String suites(Collection<CipherSuite> suites) {
    return suites.stream().map(CipherSuite::name).sorted().collect(Collectors.joining(" "));
  }

  static String groups(Collection<NamedGroup> groups) {
    return groups.stream()
        .sorted(Comparator.comparing(NamedGroup::code))
        .map(NamedGroup::label)
        .collect(Collectors.joining(" "));
  }

  static String minute(Instant time) {
    return MINUTE.format(time);
  }

  static String orNone(SortedSet<String> values) {
    return values.isEmpty() ? FactNames.NONE : String.join(" ", values);
  }

  // Terms of tools

  /** The kind of a key, RSA, EC or the tool's name for another kind, and its size. */
  static String key(String algorithm, String bits) {
    String upper = algorithm.toUpperCase(Locale.ROOT);
    String kind =
        upper.contains("PSS")
            ? "RSA-PSS"
            : upper.startsWith("RSA") ? "RSA" : upper.contains("EC") ? "EC" : upper;
    return eddsaKey(upper).orElse(kind + " " + bits);
  }

  /** An Edwards curve key. Each has one size, which tools print in several ways. */
  static Optional<String> eddsaKey(String algorithm) {
    String upper = algorithm.toUpperCase(Locale.ROOT);
    return upper.contains("ED25519")
        ? Optional.of("ED25519 256")
        : upper.contains("ED448") ? Optional.of("ED448 448") : Optional.empty();
  }

  /** The signature of such a key, whose digest is part of the algorithm (RFC 8032). */
  static Optional<String> eddsa(String text) {
    return eddsaKey(text).map(key -> key.startsWith("ED25519") ? "EDDSA SHA512" : "EDDSA SHAKE256");
  }

  /** The name of a curve. OpenSSL uses the ANSI X9.62 names for two of them. */
  static String curve(String name) {
    return name.replace("prime256v1", "secp256r1").replace("prime192v1", "secp192r1");
  }

  /** {@code sha256WithRSAEncryption}, {@code RSA-SHA256}, {@code SHA256 with RSA} ... */
  static Optional<String> signature(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String kind = upper.contains("PSS") ? "RSA-PSS" : upper.contains("ECDSA") ? "ECDSA" : "RSA";
    return eddsa(text).or(() -> hash(text).map(hash -> kind + " " + hash));
  }

  private static Optional<String> hash(String text) {
    Matcher matcher = HASH.matcher(text);
    String last = null;
    while (matcher.find()) {
      last = matcher.group(1).toUpperCase(Locale.ROOT).replace("-", "");
    }
    return Optional.ofNullable(last);
  }

  /** {@code Nov 2 23:19:37 2026 GMT} */
  static Instant opensslTime(String text) {
    return Instant.from(OPENSSL_TIME.parse(text.strip().replaceAll(" +", " ")));
  }

  /** The length of a validity, which includes both ends (RFC 5280); some tools show no seconds. */
  static String validity(Instant notBefore, Instant notAfter) {
    Duration length = Duration.between(notBefore, notAfter).plusSeconds(1);
    long days = length.plusHours(12).toDays();
    boolean whole = length.minusDays(days).abs().compareTo(Duration.ofMinutes(1)) <= 0;
    return whole ? days + " days" : length.toString();
  }

  /** {@code DNS:a.example, IP Address:127.0.0.1} */
  static String names(String text) {
    return orNone(
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .map(name -> name.replace("IP Address:", "IP:"))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** {@code TLS Web Server Authentication, TLS Web Client Authentication} */
  static String extendedKeyUsage(String text) {
    return orNone(
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(usage -> !usage.isEmpty())
            .map(
                usage ->
                    switch (usage) {
                      case "TLS Web Server Authentication" -> "serverAuth";
                      case "TLS Web Client Authentication" -> "clientAuth";
                      case "Code Signing" -> "codeSigning";
                      case "Any Extended Key Usage" -> "anyExtendedKeyUsage";
                      default -> usage;
                    })
            .collect(Collectors.toCollection(TreeSet::new)));
  }
}
