package dev.atsharness.log;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds the objects of a {@link JsonStyle} in a text, indented or not, in an array or not. */
final class JsonEvents {

  /**
   * The maximum number of objects that are examined around one find; events have few nested ones.
   */
  private static final int MAX_OBJECTS = 64;

  /**
   * An event and the place after it.
   *
   * @param end offset in the bytes it was read from
   */
  record Found(LogStyle.Event event, int end) {}

  private final LogTime times;

  JsonEvents(LogTime times) {
    this.times = times;
  }

  /**
   * The event around a place in a text: the innermost object that has a message.
   *
   * @param from where the text begins
   * @param at the place
   * @param to where it ends
   */
  Optional<Found> around(byte[] text, int from, int at, int to) {
    int objects = 0;
    for (int i = at; i >= from && objects < MAX_OBJECTS; i--) {
      if (text[i] == '{' && opensElement(text, from, i, to)) {
        objects++;
        Optional<Found> found = object(text, i, to).filter(o -> o.end > at);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the line that begins here is part of JSON. */
  static boolean isJson(byte[] text, int line, int to) {
    int first = skipBlanks(text, line, to);
    return first < to && "{}[]\",".indexOf(text[first]) >= 0;
  }

  /**
   * Whether this brace opens an object that stands alone or in an array, not the value of a member.
   */
  private static boolean opensElement(byte[] text, int from, int brace, int to) {
    int next = skipBlanks(text, brace + 1, to);
    while (next < to && (text[next] == '\n' || text[next] == '\r')) {
      next = skipBlanks(text, next + 1, to);
    }
    if (next == to || text[next] != '"') {
      return false;
    }
    int before = brace - 1;
    while (before >= from && (text[before] == ' ' || text[before] == '\t')) {
      before--;
    }
    return before < from || "[],}\n\r".indexOf(text[before]) >= 0;
  }

  private static int skipBlanks(byte[] text, int from, int to) {
    int i = from;
    while (i < to && (text[i] == ' ' || text[i] == '\t')) {
      i++;
    }
    return i;
  }

  private Optional<Found> object(byte[] text, int from, int to) {
    // In ISO 8859-1 every byte is a valid character, so offsets in bytes and in characters are the
    // same.
    String bytes = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    try (JsonParser parser = JsonMapper.shared().createParser(bytes)) {
      parser.nextToken();
      parser.skipChildren();
      int length = (int) parser.currentLocation().getCharOffset();
      JsonNode object =
          JsonMapper.shared().readTree(new String(text, from, length, StandardCharsets.UTF_8));
      return JsonStyle.parse(object, times).map(event -> new Found(event, from + length));
    } catch (JacksonException e) {
      return Optional.empty(); // cut off, or no JSON at all
    }
  }
}
