package dev.atsharness.conformance.checker;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Selects what a JSONPath does; a path that leads nowhere selects nothing. */
record JsonPathSelector(JsonPath path) implements Selector {

  private static final int MAX_AROUND = 400;

  /**
   * @throws IllegalArgumentException if this is no JSONPath
   */
  static JsonPathSelector of(String path) {
    try {
      return new JsonPathSelector(JsonPath.compile(path));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + path + "' is no JSONPath: " + e.getMessage(), e);
    }
  }

  @Override
  public List<Selected> select(ToolOutput output) throws IOException {
    Configuration all =
        Configuration.builder()
            .options(Option.ALWAYS_RETURN_LIST, Option.SUPPRESS_EXCEPTIONS)
            .build();
    Object json = output.json();
    List<Object> values = path.read(json, all);
    List<String> places = path.read(json, all.addOptions(Option.AS_PATH_LIST));
    List<Selected> selected = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (value != null) {
        selected.add(new Selected(text(value), evidence(json, places.get(i), value)));
      }
    }
    return selected;
  }

  /** A plain value says little without those beside it. */
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
