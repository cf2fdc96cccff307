package dev.atsharness.conformance.checker;

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
 * What stands in braces in an adapter's arguments, and what it stands for at one endpoint.
 *
 * @param values by name, without the braces
 */
record Placeholders(Map<String, String> values) {

  private static final Pattern NAME = Pattern.compile("\\{([a-z-]+)\\}");

  /** Every name that stands for something. */
  private static final Set<String> KNOWN =
      Set.of("host", "sni", "address", "port", "url", "role", "ca", "output", "kit");

  /** Where the harness's own classes are, for a checker that comes with them. */
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
   * The values at an endpoint.
   *
   * @param url with the endpoint's name or its address
   * @param ca a file with the certificates to trust, in PEM
   * @param output where the program may write its report
   */
  static Placeholders of(CheckedEndpoint target, URI url, Path ca, Path output) {
    return new Placeholders(
        Map.of(
            "host", target.location().host(),
            "sni", target.location().host(),
            "address", target.location().address(),
            "port", String.valueOf(target.location().port()),
            "url", url.toString(),
            "role", target.description().role().label(),
            "ca", ca.toString(),
            "output", output.toString(),
            "kit", KIT));
  }

  /**
   * @throws IllegalArgumentException if braces hold a name that stands for nothing
   */
  static void requireKnown(String text) {
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      if (!KNOWN.contains(matcher.group(1))) {
        throw new IllegalArgumentException(
            "nothing stands for "
                + matcher.group()
                + "; known: "
                + KNOWN.stream().sorted().toList());
      }
    }
  }

  /** A shell command in which variables stand for what the placeholders do. */
  static String asVariables(String command) {
    return NAME.matcher(command)
        .replaceAll(match -> Matcher.quoteReplacement("\"${" + variable(match.group(1)) + "}\""));
  }

  /** The environment variable for a placeholder: {@code ATS_HARNESS_URL} for {@code url}. */
  static String variable(String name) {
    return "ATS_HARNESS_" + name.toUpperCase(Locale.ROOT);
  }

  /** The values by the names of their variables; the caller's to change. */
  Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    values.forEach((name, value) -> variables.put(variable(name), value));
    return variables;
  }

  /** The text with everything filled in. */
  String fill(String text) {
    return NAME.matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group())));
  }
}
