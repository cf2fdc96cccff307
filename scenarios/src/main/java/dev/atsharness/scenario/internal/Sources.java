package dev.atsharness.scenario.internal;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The documents that the catalogue cites: {@code sources.yaml}. Immutable. */
public final class Sources {
  private final Map<String, Source> sources;

  private Sources(Map<String, Source> sources) {
    this.sources = Collections.unmodifiableMap(sources);
  }

  /** The sources of the built-in catalogue; they are read once. */
  public static Sources builtIn() {
    return BuiltIn.SOURCES;
  }

  /** Its initialisation reads the sources when they are first needed. */
  private static final class BuiltIn {
    private static final Sources SOURCES = CompiledSources.load();
  }

  /** Reads a file that fits the schema. */
  static Sources of(JsonNode file) {
    Map<String, Source> sources = new LinkedHashMap<>();
    file.get("sources")
        .properties()
        .forEach(entry -> sources.put(entry.getKey(), source(entry.getKey(), entry.getValue())));
    return new Sources(sources);
  }

  private static Source source(String key, JsonNode node) {
    return new Source(
        key,
        node.get("title").asString(),
        Optional.ofNullable(node.get("url")).map(url -> URI.create(url.asString())),
        Optional.ofNullable(node.get("no-url")).map(JsonNode::asString));
  }

  /** All sources, in the order of the file. */
  public List<Source> all() {
    return List.copyOf(sources.values());
  }

  /** The source with this key; empty if there is none. */
  public Optional<Source> find(String key) {
    return Optional.ofNullable(sources.get(key));
  }

  /**
   * The sources that these keys refer to. Texts that are not keys, which users may write, are left
   * out.
   */
  public List<Citation> cited(Collection<String> references) {
    return references.stream()
        .flatMap(key -> find(key).stream())
        .map(source -> new Citation(source, Optional.empty()))
        .toList();
  }

  Collection<String> keys() {
    return sources.keySet();
  }

  /** The citations in a list of keys, and of keys with a detail. Unknown keys are left out. */
  List<Citation> cited(JsonNode list) {
    List<Citation> cited = new ArrayList<>();
    for (JsonNode item : list) {
      if (item.isObject()) {
        item.properties()
            .forEach(
                entry ->
                    find(entry.getKey())
                        .map(
                            source ->
                                new Citation(source, Optional.of(entry.getValue().asString())))
                        .ifPresent(cited::add));
      } else {
        find(item.asString())
            .map(source -> new Citation(source, Optional.empty()))
            .ifPresent(cited::add);
      }
    }
    return List.copyOf(cited);
  }
}
