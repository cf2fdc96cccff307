package dev.atsharness.conformance.checker.internal;

import dev.atsharness.conformance.CheckedEndpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The placeholders in an adapter's arguments and their values for one endpoint.
 *
 * @param values the values by name, without the braces
 */
record Placeholders(Map<String, String> values) {

  private static final Pattern NAME = Pattern.compile("\\{([a-z-]+)\\}");

  /** All known names. */
  private static final Set<String> KNOWN =
      Set.of("host", "sni", "address", "port", "url", "role", "ca", "output", "kit");

  /** The class path of the harness, for a checker that is part of it. */
  private static final String KIT = kit();

  private static String kit() {
    try {
      return Path.of(Placeholders.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of the classes is a URI", e);
    }
  }

  /**
   * Returns the values for an endpoint.
   *
   * @param url the URL with the endpoint's name or its address
   * @param ca a file with the certificates to trust, in PEM
   * @param output the file to which the program may write its report
   */
  static Placeholders of(CheckedEndpoint endpoint, URI url, Path ca, Path output) {
    return new Placeholders(
        Map.of(
            "host", endpoint.location().host(),
            "sni", endpoint.location().host(),
            "address", endpoint.location().address(),
            "port", String.valueOf(endpoint.location().port()),
            "url", url.toString(),
            "role", endpoint.description().role().label(),
            "ca", ca.toString(),
            "output", output.toString(),
            "kit", KIT));
  }

  /**
   * @throws IllegalArgumentException if braces contain an unknown name
   */
  static void requireKnown(String text) {
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      if (!KNOWN.contains(matcher.group(1))) {
        throw new IllegalArgumentException(
            "unknown placeholder "
                + matcher.group()
                + "; known: "
                + KNOWN.stream().sorted().toList());
      }
    }
  }

  /** Returns a shell command in which the placeholders are replaced by variables. */
  static String asVariables(String command) {
    return NAME.matcher(command)
        .replaceAll(match -> Matcher.quoteReplacement("\"${" + variable(match.group(1)) + "}\""));
  }

  /**
   * Returns the environment variable for a placeholder: {@code ATS_HARNESS_URL} for {@code url}.
   */
  static String variable(String name) {
    return "ATS_HARNESS_" + name.toUpperCase(Locale.ROOT);
  }

  /**
   * Returns the values by the names of their variables, in a new map that the caller may change.
   */
  Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    values.forEach((name, value) -> variables.put(variable(name), value));
    return variables;
  }

  /** Returns the text with all placeholders replaced. */
  String fill(String text) {
    return NAME.matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group())));
  }
}
