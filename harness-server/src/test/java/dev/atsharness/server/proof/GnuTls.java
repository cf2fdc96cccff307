package dev.atsharness.server.proof;

import dev.atsharness.tls.NamedGroup;
import dev.atsharness.tls.TlsVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code gnutls-cli}, once per version. */
final class GnuTls extends PerTarget {

  private static final Map<TlsVersion, String> VERSIONS =
      Map.of(
          TlsVersion.TLS_1_0, "TLS1.0",
          TlsVersion.TLS_1_1, "TLS1.1",
          TlsVersion.TLS_1_2, "TLS1.2",
          TlsVersion.TLS_1_3, "TLS1.3");

  private static final Map<NamedGroup, String> GROUPS =
      Map.of(
          NamedGroup.SECP192R1, "SECP192R1",
          NamedGroup.SECP224R1, "SECP224R1",
          NamedGroup.SECP256R1, "SECP256R1",
          NamedGroup.SECP384R1, "SECP384R1",
          NamedGroup.SECP521R1, "SECP521R1",
          NamedGroup.X25519, "X25519",
          NamedGroup.X448, "X448");
  private static final String EVERY_CIPHER =
      ":+SHA1:+SHA256:+SHA384:+3DES-CBC"
          + ":+CAMELLIA-128-CBC:+CAMELLIA-256-CBC:+CAMELLIA-128-GCM:+CAMELLIA-256-GCM";
  private static final String EVERY_GROUP = ":+DHE-RSA:+ANON-DH:+ANON-ECDH:+GROUP-ALL";

  private static final Set<String> UNSIGNED = Set.of("RSA", "ANON-DH", "ANON-ECDH");

  private static final Pattern DESCRIPTION =
      Pattern.compile("(?m)^- Description: \\(TLS[0-9.]+-X\\.509\\)-\\(([^)]+)\\)-\\(([^)]+)\\)");
  private static final Pattern OPTIONS = Pattern.compile("(?m)^- Options:(.*)$");
  private static final Pattern ALPN = Pattern.compile("(?m)^- Application protocol: (\\S+)$");
  private static final Pattern COUNT =
      Pattern.compile("(?m)^- Got a certificate list of (\\d+) certificates");
  private static final Pattern STATUS = Pattern.compile("(?m)^- Status: (.*)$");
  private static final Pattern CERTIFICATE =
      Pattern.compile(
          "subject `([^']*)', issuer `([^']*)', serial \\w+, ([^,]+) key (\\d+) bits, signed using"
              + " (\\S+)[^,]*, activated `([^']+) UTC', expires `([^']+) UTC'");

  /**
   * The alert protocol_version. handshake_failure does not count: it may mean that no suite is in
   * common.
   */
  private static final Pattern REFUSED = Pattern.compile("Received alert \\[70\\]");

  private static final Pattern NO_COMMON_GROUP = Pattern.compile("Received alert \\[(40|70)\\]");

  /** The message for an HTTP answer: 72 is its first letter, H. */
  private static final String NOT_TLS = "record packet of unknown type 72";

  private static final String RESET = "Error in the pull function";

  @Override
  public List<String> commands() {
    return List.of("gnutls-cli");
  }

  @Override
  Map<String, String> read(Target target) throws InterruptedException {
    Map<String, String> readings = new LinkedHashMap<>();
    for (TlsVersion version : TlsVersion.values()) {
      if (VERSIONS.containsKey(version)) {
        readVersion(target, connect(target, version, EVERY_GROUP), version, readings);
        if (!version.isBefore(TlsVersion.TLS_1_2)) {
          readGroups(target, version).ifPresent(g -> readings.put(FactNames.groups(version), g));
        }
      }
    }
    return readings;
  }

  /**
   * Reads the groups with one connection per group; empty if the output names no group, or one
   * connection gives no clear answer.
   */
  private static Optional<String> readGroups(Target target, TlsVersion version)
      throws InterruptedException {
    List<NamedGroup> accepted = new ArrayList<>();
    for (Map.Entry<NamedGroup, String> group : GROUPS.entrySet()) {
      String output =
          connect(target, version, ":-KX-ALL:+ECDHE-RSA:+ECDHE-ECDSA:+GROUP-" + group.getValue());
      if (DESCRIPTION.matcher(output).find()) {
        accepted.add(group.getKey());
      } else if (!NO_COMMON_GROUP.matcher(output).find()) {
        return Optional.empty();
      }
    }
    return accepted.isEmpty() ? Optional.empty() : Optional.of(Terms.groups(accepted));
  }

  private static String connect(Target target, TlsVersion version, String more)
      throws InterruptedException {
    return Command.of(
            "gnutls-cli",
            "--insecure",
            "--x509cafile=" + target.ca(),
            "--sni-hostname=" + target.host(),
            "--verify-hostname=" + target.host(),
            "--alpn=h2",
            "--alpn=http/1.1",
            "--alpn=acme-tls/1",
            "--print-cert",
            "--priority=NORMAL:%VERIFY_ALLOW_BROKEN:+SIGN-RSA-SHA1:-GROUP-ALL:-VERS-ALL:+VERS-"
                + VERSIONS.get(version)
                + EVERY_CIPHER
                + (version == TlsVersion.TLS_1_3 ? "" : ":+NULL") // would make it insufficient
                + more,
            "--port=" + target.port(),
            target.address())
        .output();
  }

  private static void readVersion(
      Target target, String output, TlsVersion version, Map<String, String> readings)
      throws InterruptedException {
    Matcher description = DESCRIPTION.matcher(output);
    if (description.find()) {
      readings.put(FactNames.ANSWER, FactNames.ANSWER_TLS);
      readings.put(FactNames.accepts(version), FactNames.YES);
      readings.put(FactNames.ALPN, first(ALPN, output).orElse(FactNames.NONE));
      if (version != TlsVersion.TLS_1_3) {
        String options = first(OPTIONS, output).orElse("");
        boolean ems = options.contains("extended master secret");
        readings.put(FactNames.EXTENDED_MASTER_SECRET, ems ? FactNames.YES : FactNames.NO);
        boolean renegotiation = options.contains("safe renegotiation");
        readings.put(FactNames.SECURE_RENEGOTIATION, renegotiation ? FactNames.YES : FactNames.NO);
      }
      if (!version.isBefore(TlsVersion.TLS_1_2)) {
        readings.put(
            FactNames.handshakeSignature(version),
            UNSIGNED.contains(description.group(1))
                ? FactNames.NONE
                : Terms.eddsa(description.group(2))
                    .or(() -> Terms.signature(description.group(2)))
                    .orElse(description.group(2)));
      }
      if (version == TlsVersion.TLS_1_2) {
        readTemporaryKey(description.group(1), readings);
      }
      readChain(target, output, readings);
    } else if (REFUSED.matcher(output).find()) {
      readings.put(FactNames.ANSWER, FactNames.ANSWER_TLS);
      readings.put(FactNames.accepts(version), FactNames.NO);
    } else if (output.contains(NOT_TLS)) {
      readings.put(FactNames.ANSWER, FactNames.ANSWER_CLEAR);
      readings.put(FactNames.accepts(version), FactNames.NO);
    } else if (output.contains(RESET)) {
      readings.put(FactNames.ANSWER, FactNames.ANSWER_RESET);
      readings.put(FactNames.accepts(version), FactNames.NO);
    }
  }

  /** {@code RSA}, {@code ECDHE-SECP256R1}, {@code DHE-FFDHE2048}, {@code DHE-CUSTOM1024} ... */
  private static void readTemporaryKey(String keyExchange, Map<String, String> readings) {
    if (keyExchange.equals("RSA")) {
      readings.put(FactNames.TEMPORARY_KEY, FactNames.NONE);
    } else if (keyExchange.startsWith("ECDHE-")) {
      String group = keyExchange.substring("ECDHE-".length()).toLowerCase(Locale.ROOT);
      readings.put(FactNames.TEMPORARY_KEY, "ECDH " + group);
    } else if (keyExchange.startsWith("DHE-")) {
      readings.put(FactNames.TEMPORARY_KEY, "DH " + keyExchange.replaceAll("\\D", ""));
    }
  }

  private static void readChain(Target target, String output, Map<String, String> readings)
      throws InterruptedException {
    first(COUNT, output).ifPresent(count -> readings.put(FactNames.CERTIFICATES_SENT, count));
    first(STATUS, output).ifPresent(status -> readStatus(status, readings));
    List<CertificateText> chain = CertificateText.allIn(output);
    if (!chain.isEmpty()) {
      chain.get(0).addNameReadings(readings);
      readings.put(FactNames.CHAIN, CertificateText.links(chain));
      readings.computeIfAbsent(FactNames.HOST_FOUND_IN, name -> chain.get(0).placeOfNames(target));
    }
    Matcher leaf = CERTIFICATE.matcher(output);
    if (leaf.find()) {
      boolean selfSigned = leaf.group(1).equals(leaf.group(2));
      readings.put(FactNames.SELF_SIGNED, selfSigned ? FactNames.YES : FactNames.NO);
      readings.put(FactNames.LEAF_KEY, Terms.key(leaf.group(3), leaf.group(4)));
      Terms.signature(leaf.group(5)).ifPresent(s -> readings.put(FactNames.LEAF_SIGNATURE, s));
      Instant notBefore = time(leaf.group(6));
      readings.put(FactNames.VALID_FROM, Terms.minute(notBefore));
      readings.put(FactNames.VALIDITY, Terms.validity(notBefore, time(leaf.group(7))));
    }
    while (leaf.find()) {
      String signature = Terms.signature(leaf.group(5)).orElse(leaf.group(5));
      if (leaf.group(1).equals(leaf.group(2))) {
        readings.put(FactNames.ROOT_KEY, Terms.key(leaf.group(3), leaf.group(4)));
        readings.put(FactNames.ROOT_SIGNATURE, signature);
      } else {
        readings.putIfAbsent(FactNames.ISSUING_CA_KEY, Terms.key(leaf.group(3), leaf.group(4)));
        readings.putIfAbsent(FactNames.ISSUING_CA_SIGNATURE, signature);
      }
    }
  }

  private static void readStatus(String status, Map<String, String> readings) {
    TreeSet<String> problems = new TreeSet<>();
    for (String sentence : status.split("(?<=\\.) +", -1)) {
      switch (sentence) {
        case "The certificate is trusted.", "The certificate is NOT trusted.", "" -> {}
        case "The certificate chain uses insecure algorithm." -> {} // a separate fact
        case "The signature in the certificate is invalid." ->
            problems.add(FactNames.BAD_SIGNATURE);
        case "The certificate issuer is not a CA." -> problems.add(FactNames.NOT_A_CA);
        case "The certificate contains an unknown critical extension." ->
            problems.add(FactNames.UNKNOWN_CRITICAL);
        case "The certificate issuer is unknown." -> problems.add(FactNames.NO_PATH);
        case "The certificate chain uses expired certificate." -> problems.add(FactNames.EXPIRED);
        case "The certificate chain uses not yet valid certificate." ->
            problems.add(FactNames.NOT_YET_VALID);
        case "The certificate chain does not match the intended purpose." ->
            problems.add(FactNames.WRONG_PURPOSE);
        case "The certificate chain violates the signer's constraints." ->
            problems.add(FactNames.OUTSIDE_CONSTRAINTS);
        case "The name in the certificate does not match the expected." ->
            readings.put(FactNames.HOST_FOUND_IN, FactNames.NOWHERE);
        default -> problems.add(sentence);
      }
    }
    readings.put(
        FactNames.TRUST, problems.isEmpty() ? FactNames.TRUSTED : String.join(", ", problems));
  }

  private static Instant time(String text) {
    return Instant.parse(text.replace(' ', 'T') + "Z");
  }

  private static Optional<String> first(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
