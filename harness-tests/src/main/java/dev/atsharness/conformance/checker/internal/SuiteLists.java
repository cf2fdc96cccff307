package dev.atsharness.conformance.checker.internal;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.atsharness.ats.internal.AtsPolicy;
import dev.atsharness.tls.CipherSuite;
import dev.atsharness.yaml.internal.NearNames;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts Apple's lists of cipher suites into the regular expressions of adapters. {@code
 * {ats-suites}} and {@code {fcp-suites}} stand for the names of their suites, as IANA, OpenSSL and
 * nmap write them.
 */
final class SuiteLists {

  /**
   * A word about suites in braces, which may be misspelt or not closed; or an escaped character.
   */
  private static final Pattern LIST =
      Pattern.compile("\\\\.|\\{([^{}]*suit[^{}]*\\}?)", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private static final String PREFIX = "TLS_";

  private static final Map<String, List<CipherSuite>> LISTS =
      new TreeMap<>(
          Map.of("ats-suites", AtsPolicy.atsSuites(), "fcp-suites", AtsPolicy.fcpSuites()));

  private SuiteLists() {}

  /**
   * Returns the expression with the names of the suites in place of each list.
   *
   * @throws IllegalArgumentException if there is no list with that name; the message has similar
   *     names
   */
  static String expand(String expression) {
    Matcher found = LIST.matcher(expression);
    StringBuilder expanded = new StringBuilder();
    int copied = 0;
    while (found.find()) {
      String list = found.group(1);
      expanded
          .append(expression, copied, found.start())
          .append(list == null ? found.group() : alternatives(list));
      copied = found.end();
    }
    return expanded.append(expression, copied, expression.length()).toString();
  }

  /**
   * @param inBraces what follows the opening brace, the closing one included
   */
  private static String alternatives(String inBraces) {
    String list = inBraces.replaceFirst("}$", "");
    List<CipherSuite> suites = inBraces.endsWith("}") ? LISTS.get(list) : null;
    if (suites == null) {
      throw new IllegalArgumentException(
          NearNames.unknown("list of cipher suites", list, LISTS.keySet()).getMessage()
              + "; write {ats-suites} or {fcp-suites}, or \\{ if you mean the brace itself");
    }
    return suites.stream().flatMap(SuiteLists::names).collect(Collectors.joining("|", "(?:", ")"));
  }

  /**
   * Returns the names of a suite. A TLS 1.3 suite has the same name for IANA and OpenSSL, and
   * another one in nmap.
   */
  private static Stream<String> names(CipherSuite suite) {
    String rest = suite.name().substring(PREFIX.length());
    return Stream.of(suite.name(), suite.isTls13() ? PREFIX + "AKE_WITH_" + rest : openSsl(rest));
  }

  /**
   * Returns OpenSSL's name of an ECDHE suite of these lists, which have AES-GCM, AES-CBC and
   * ChaCha20.
   */
  private static String openSsl(String name) {
    return name.replace("_WITH_", "_")
        .replace("AES_", "AES")
        .replace("_CBC", "")
        .replace("POLY1305_SHA256", "POLY1305")
        .replace('_', '-');
  }
}
