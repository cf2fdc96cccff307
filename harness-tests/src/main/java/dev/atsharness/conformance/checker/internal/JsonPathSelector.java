package dev.atsharness.conformance.checker.internal;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** Selects the values of a JSONPath; a path without a match selects nothing. */
record JsonPathSelector(JsonPath path) implements Selector {

  private static final int MAX_AROUND = 400;

  private static final Configuration LISTS =
      Configuration.builder()
          .options(Option.ALWAYS_RETURN_LIST, Option.SUPPRESS_EXCEPTIONS)
          .build();

  /** The beginning of a path in the library's own form, up to its first wildcard or filter. */
  private static final Pattern NAMES = Pattern.compile("\\$(\\['[^']*'])*");

  /**
   * @throws IllegalArgumentException if this is not a JSONPath
   */
  static JsonPathSelector of(String path) {
    try {
      return new JsonPathSelector(JsonPath.compile(path));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "'" + path + "' is not a JSONPath, such as $.findings[*].id", e);
    }
  }

  @Override
  public List<Selected> select(ToolOutput output) throws IOException {
    Object json = output.json();
    List<Object> values = read(path, json, LISTS);
    List<String> places = read(path, json, LISTS.addOptions(Option.AS_PATH_LIST));
    List<Selected> selected = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (value != null) {
        selected.add(new Selected(text(value), evidence(json, places.get(i), value)));
      }
    }
    return selected;
  }

  /**
   * True if the place exists with a value other than null, or, before a filter, with any entry. An
   * empty list or object means that nothing was found, unless it is the whole output.
   */
  @Override
  public Optional<Boolean> hasPlace(ToolOutput output) throws IOException {
    String everywhere = path.getPath().replaceAll("\\[\\?[^\\]]*]", "[*]");
    Matcher named = NAMES.matcher(everywhere);
    String fixed = named.lookingAt() ? named.group() : "$";
    Object json = output.json();
    List<Object> there = read(JsonPath.compile(fixed), json, LISTS);
    if (there.isEmpty() || there.get(0) == null) {
      return Optional.of(false);
    }
    if (isEmpty(there.get(0))) {
      return Optional.of(!fixed.equals("$"));
    }
    List<Object> found = read(JsonPath.compile(everywhere), json, LISTS);
    return Optional.of(found.stream().anyMatch(Objects::nonNull));
  }

  /** The library throws an exception where a path has a filter and the output a plain value. */
  private static <T> List<T> read(JsonPath path, Object json, Configuration how) {
    try {
      return path.read(json, how);
    } catch (InvalidPathException e) {
      return List.of();
    }
  }

  private static boolean isEmpty(Object value) {
    return value instanceof Map<?, ?> map
        ? map.isEmpty()
        : value instanceof List<?> list && list.isEmpty();
  }

  /** Returns the evidence. A single value says little without the values next to it. */
  private static String evidence(Object json, String place, Object value) {
    int parent = place.lastIndexOf('[');
    if (value instanceof Map || value instanceof List || parent <= 0) {
      return text(value);
    }
    String around = text(JsonPath.read(json, place.substring(0, parent)));
    return around.length() <= MAX_AROUND ? around : place.substring(parent) + " = " + text(value);
  }

  private static String text(Object value) {
    return value instanceof Map || value instanceof List
        ? JsonMapper.shared().writeValueAsString(value)
        : String.valueOf(value);
  }
}
