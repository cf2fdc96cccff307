package dev.atsharness.yaml.internal;

import dev.atsharness.io.internal.JsonFault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** Says why a text is not YAML, and where. The parser's own message is for programmers. */
final class YamlFault {

  private static final String PREFIX = "not valid YAML: ";

  /** What the parser calls it, with its context, and what we call it. */
  private static final Map<Pattern, String> WORDS = words();

  private YamlFault() {}

  /** The fault, at its own place and not at that of what contains it. */
  static Problem of(String file, JacksonException failure) {
    if (failure.getCause() instanceof MarkedYamlEngineException yaml
        && yaml.getProblemMark().isPresent()) {
      Mark at = yaml.getProblemMark().get();
      String said = yaml.getProblem() + "\n" + yaml.getContext();
      return new Problem(file, at.getLine() + 1, at.getColumn() + 1, PREFIX + words(said));
    }
    TokenStreamLocation at = failure.getLocation();
    String said = String.valueOf(failure.getOriginalMessage());
    return new Problem(
        file,
        at == null ? 0 : at.getLineNr(),
        at == null ? 0 : at.getColumnNr(),
        PREFIX + known(said).orElseGet(() -> JsonFault.what(failure).replace("JSON", "YAML")));
  }

  private static String words(String said) {
    return known(said).orElse("it cannot be understood from here on");
  }

  private static Optional<String> known(String said) {
    for (Map.Entry<Pattern, String> one : WORDS.entrySet()) {
      Matcher found = one.getKey().matcher(said);
      if (found.find()) {
        return Optional.of(
            found.groupCount() == 0 ? one.getValue() : one.getValue().formatted(found.group(1)));
      }
    }
    return Optional.empty();
  }

  private static Map<Pattern, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("\\(TAB\\)", "a tab; YAML is indented with blanks only");
    words.put(
        "found character '(.)' that cannot start",
        "a value cannot begin with %s; put it in quotes");
    words.put("parsing a flow sequence", "a list in [ ] has no ] at its end, or lacks a comma");
    words.put("parsing a flow mapping", "a map in { } has no } at its end, or lacks a comma");
    words.put(
        "(?s)end of stream.*quoted scalar", "a quotation mark is missing at the end of a text");
    words.put("document separator", "a quotation mark is missing at the end of a text");
    words.put(
        "mapping values are not allowed",
        "a colon where none can be; is the line indented as its neighbours? Put text with a colon"
            + " and a blank in quotes");
    words.put("sequence entries are not allowed", "a list entry (-) where none can be");
    words.put(
        "could not find expected ':'|simple key", "a key without a colon, or without a blank");
    words.put(
        "parsing a block (?:mapping|collection)|block end|indentation",
        "this line is not indented as the lines before it");
    words.put("unknown escape character", "YAML has no such escape after \\; use single quotes");
    words.put("special characters", "a control character");
    words.put(
        "[Dd]uplicate (?:key|Object property|field) [\"']?([^\"'\\s]+)",
        "the key '%s' occurs twice");
    words.put("tag", "text that begins with ! has to be in quotes");
    Map<Pattern, String> patterns = new LinkedHashMap<>();
    words.forEach((said, ours) -> patterns.put(Pattern.compile(said), ours));
    return patterns;
  }
}
