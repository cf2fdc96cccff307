package dev.atsharness.solver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Apple's article 126655 and its neighbours say in public, typed in again. Nothing here comes
 * from the product.
 */
final class PublicRules {

  /** The processes in the article's filter. */
  private static final Set<String> PROCESSES =
      Set.of(
          "appstoreagent",
          "appstored",
          "managedappdistributionagent",
          "managedappdistributiond",
          "ManagedClient",
          "ManagedClientAgent",
          "mdmclient",
          "mdmd",
          "mdmuserd",
          "MuseBuddyApp",
          "NanoSettings",
          "Preferences",
          "profiled",
          "profiles",
          "RemoteManagementAgent",
          "remotemanagementd",
          "Setup",
          "Setup Assistant",
          "System Settings",
          "teslad",
          "TVSettings",
          "TVSetup",
          "XPCAcmeService");

  /** A line of a violation, in the words of any release, with the server at its end. */
  static final Pattern VIOLATION =
      Pattern.compile(
          "(?:Warning|Error) \\[ATS(?: FCPv2\\.1)? [vV]iolation\\]: (?<what>.+) (?:for|by) server:"
              + " (?<host>\\S+)$");

  /** The messages of the article, by code. Releases differ in the case of letters. */
  private static final Map<String, Pattern> LISTED = new LinkedHashMap<>();

  /** Messages that the strings of the library have and the article does not. */
  private static final Map<String, Pattern> UNLISTED = new LinkedHashMap<>();

  /** Who can follow the remedy in the article's third column. */
  private static final Map<String, Set<String>> TEAMS = new LinkedHashMap<>();

  static {
    listed("ciphersuite-not-in-ats", "Ciphersuite\\(\\w+\\) not offered in ATS negotiated", "tls");
    listed("tls-version-below-1.2", "TLS version <1\\.2 negotiated", "tls");
    // The chain is the issuer's, what is installed is the server's, the root is the devices'.
    listed(
        "certificate-not-trusted",
        "ATS certificate trust requirement not satisfied",
        "certificates",
        "tls",
        "management");
    // A certificate for another key: somebody makes the key, somebody issues.
    listed(
        "rsa-key-below-2048",
        "RSA key size \\d+ bits is less than minimum 2048 bits",
        "certificates",
        "tls");
    listed(
        "ecdsa-key-below-256",
        "ECDSA key size \\d+ bits is less than minimum 256 bits",
        "certificates",
        "tls");
    // Only the issuer chooses the algorithm of its signature.
    listed(
        "leaf-hash-below-sha256",
        "Leaf certificate hash algorithm \\(\\d+\\) is not at least SHA-256",
        "certificates");
    listed(
        "certificate-signature-not-advertised",
        "Server certificate signed using signature algorithm \\S+ not advertised in"
            + " (?:ClientHello|client hello)",
        "certificates");
    // "Update the server to support HTTPS"; if it does already, the URL is what is wrong.
    listed("tls-not-used", "Did not use TLS when opening connection", "tls", "management");
    listed("rsa-pkcs1-sha1-negotiated", "Signature algorithm rsa_pkcs15_sha1 negotiated", "tls");
    listed(
        "ems-not-negotiated",
        "TLS 1\\.2 negotiated without extended master secret \\(EMS\\)",
        "tls");
    UNLISTED.put(
        "ciphersuite-not-in-fcp",
        Pattern.compile("Ciphersuite\\(\\w+\\) not offered in ATS FCP_v2\\.1 mode negotiated"));
    TEAMS.put("ciphersuite-not-in-fcp", Set.of("tls"));
  }

  private PublicRules() {}

  private static void listed(String code, String message, String... teams) {
    LISTED.put(code, Pattern.compile(message));
    TEAMS.put(code, Set.of(teams));
  }

  static boolean covers(String process) {
    return PROCESSES.contains(process);
  }

  /** The code of what a violation says; empty if no list has its words. */
  static Optional<String> code(String what) {
    return matching(LISTED, what).or(() -> matching(UNLISTED, what));
  }

  /** Whether the article has what a violation says. */
  static boolean lists(String what) {
    return matching(LISTED, what).isPresent();
  }

  private static Optional<String> matching(Map<String, Pattern> messages, String what) {
    List<String> codes =
        messages.entrySet().stream()
            .filter(one -> one.getValue().matcher(what).matches())
            .map(Map.Entry::getKey)
            .toList();
    return codes.stream().findFirst();
  }

  static Set<String> teams(String code) {
    return TEAMS.get(code);
  }

  /** Whether a URL is one of SCEP: RFC 8894 puts the operation into the query. */
  static boolean scep(String url) {
    return url.contains("?operation=");
  }
}
