package dev.atsharness.scenario.internal;

import dev.atsharness.yaml.internal.Document.Section;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of the settings of one section; immutable, and equal to one with the same values. */
final class SettingValues {

  private final Map<SettingKey<?>, Object> values;

  private SettingValues(Map<SettingKey<?>, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** The defaults of all keys. */
  static SettingValues defaults(List<SettingKey<?>> keys) {
    Map<SettingKey<?>, Object> values = new LinkedHashMap<>();
    keys.forEach(key -> values.put(key, key.absent()));
    return new SettingValues(values);
  }

  /** The values that a section has, and the defaults of all other keys. */
  static SettingValues read(List<SettingKey<?>> keys, Section section) {
    Map<SettingKey<?>, Object> values = new LinkedHashMap<>();
    keys.forEach(key -> values.put(key, key.read(section)));
    return new SettingValues(values);
  }

  /** The value of a key, which is of the key's type. */
  @SuppressWarnings("unchecked")
  <T> T get(SettingKey<T> key) {
    return (T) values.get(key);
  }

  /** The same values with one changed. */
  <T> SettingValues with(SettingKey<T> key, T value) {
    if (!values.containsKey(key)) {
      throw new IllegalArgumentException("'" + key.name() + "' is not a setting of this section");
    }
    Map<SettingKey<?>, Object> other = new LinkedHashMap<>(values);
    other.put(key, value);
    return new SettingValues(other);
  }

  /** Adds each value under its path; the values of a section below have their own paths. */
  void flatten(String path, Map<String, Object> flat) {
    values.forEach(
        (key, value) -> {
          String own = path + "." + key.name();
          if (value instanceof SettingSection section) {
            section.values().flatten(own, flat);
          } else {
            flat.put(own, value);
          }
        });
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SettingValues that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
