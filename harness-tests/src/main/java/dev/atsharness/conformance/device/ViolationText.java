package dev.atsharness.conformance.device;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.DOTALL;

import dev.atsharness.ats.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises Apple's messages in the words of every release: 26.4 to 27, and the older ones without
 * brackets and server name. Case, line breaks and the level word do not matter.
 */
final class ViolationText {

  /**
   * What a message says.
   *
   * @param violation empty if it calls itself a violation in unknown words
   * @param parameter the quoted value, or empty
   * @param server the host name, or empty
   * @param message the message from its first word
   */
  record Found(Optional<Violation> violation, String parameter, String server, String message) {}

  /**
   * The words that begin a violation; what follows says which. Looking at one character first makes
   * most places of a long message cheap.
   */
  private static final Pattern BEGINNING =
      Pattern.compile(
          "(?=[\\[AEFW])(?:\\b(?:Warning|Error)\\s+)?"
              + "(?:\\[ATS(?:\\s+FCP\\s?v?[\\d.]+)?\\s+violation\\]:?"
              + "|\\bATS\\s+violation:"
              + "|\\bFCS\\s+TLS\\s+v2\\s+compliance\\s+error:)\\s*",
          CASE_INSENSITIVE);

  /** The server's name ends the message; anything behind it is not ours. */
  private static final Pattern SERVER =
      Pattern.compile("\\bserver:\\s+([^\\s\"]+)", CASE_INSENSITIVE);

  private record Wording(Violation violation, Pattern pattern) {}

  /** A group is the quoted value. The longer of two that begin alike comes first. */
  private static final List<Wording> WORDINGS =
      List.of(
          wording(Violation.TLS_NOT_USED, "Did not use TLS"),
          wording(Violation.TLS_VERSION_BELOW_1_2, "TLS version <\\s?1\\.2 negotiated"),
          wording(
              Violation.CIPHERSUITE_NOT_IN_FCP,
              "Ciphersuite\\s?\\(([^)]*)\\) not offered in ATS FCP_v2\\.1 mode"),
          wording(
              Violation.CIPHERSUITE_NOT_IN_ATS,
              "Ciphersuite\\s?\\(([^)]*)\\) not offered in ATS negotiated"),
          wording(
              Violation.CERTIFICATE_NOT_TRUSTED, "ATS certificate trust requirement not satisfied"),
          wording(Violation.RSA_KEY_BELOW_2048, "RSA key size (\\d+)"),
          wording(Violation.ECDSA_KEY_BELOW_256, "(?:ECDSA|EC) key size (\\d+)"),
          wording(
              Violation.LEAF_HASH_BELOW_SHA256,
              "Leaf certificate hash algorithm \\((\\d+)\\) is not at least SHA-256"),
          wording(Violation.LEAF_CERTIFICATE_ABSENT, "Leaf certificate is absent"),
          wording(Violation.PEER_PUBLIC_KEY_NOT_SET, "Peer public key not set"),
          wording(
              Violation.RSA_PKCS1_SHA1_NEGOTIATED,
              "Signature algorithm rsa_pkcs15_sha1 negotiated"),
          wording(
              Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED,
              "Server certificate signed using signature algorithm (\\S+) not advertised in"
                  + " client\\s?hello"),
          wording(
              Violation.CERTIFICATE_SIGNATURE_NOT_ADVERTISED,
              "leaf cert signature algorithm not in offered signature algorithms"),
          wording(
              Violation.EMS_NOT_NEGOTIATED, "TLS 1\\.2 negotiated without extended master secret"));

  private ViolationText() {}

  /** The violations in a message: one, but where lines of unknown style run together. */
  static List<Found> in(String message) {
    List<Found> found = new ArrayList<>();
    Matcher beginning = BEGINNING.matcher(message);
    boolean more = beginning.find();
    while (more) {
      int start = beginning.start();
      int tail = beginning.end();
      more = beginning.find();
      int end = more ? beginning.start() : message.length();
      found.add(one(message.substring(start, end).strip(), message.substring(tail, end)));
    }
    return found;
  }

  private static Found one(String text, String tail) {
    for (Wording wording : WORDINGS) {
      Matcher matcher = wording.pattern.matcher(tail);
      if (matcher.lookingAt()) {
        String parameter = matcher.groupCount() == 0 ? "" : matcher.group(1);
        String server = server(tail.substring(matcher.end()));
        return new Found(Optional.of(wording.violation), parameter, server, text);
      }
    }
    return new Found(Optional.empty(), "", server(tail), text);
  }

  private static String server(String tail) {
    Matcher server = SERVER.matcher(tail);
    return server.find() ? server.group(1) : "";
  }

  private static Wording wording(Violation violation, String pattern) {
    return new Wording(
        violation, Pattern.compile(pattern.replace(" ", "\\s+"), CASE_INSENSITIVE | DOTALL));
  }
}
