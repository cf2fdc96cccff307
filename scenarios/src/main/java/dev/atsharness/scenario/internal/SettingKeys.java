package dev.atsharness.scenario.internal;

import dev.atsharness.yaml.internal.Document.Section;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The keys of a section of a scenario file, in the order in which they are defined. */
final class SettingKeys {

  private final List<SettingKey<?>> all = new ArrayList<>();

  /** The keys defined so far. */
  List<SettingKey<?>> all() {
    return Collections.unmodifiableList(all);
  }

  SettingKey<Boolean> flag(String name, boolean absent) {
    return add(name, absent, section -> section.flag(name, absent));
  }

  <T> SettingKey<T> value(String name, Function<String, T> parser, T absent) {
    return add(name, absent, section -> section.value(name, parser, absent));
  }

  <E extends Enum<E>> SettingKey<E> constant(String name, Class<E> type, E absent) {
    return value(name, label -> constant(type, label), absent);
  }

  <T> SettingKey<Optional<T>> optional(String name, Function<String, T> parser) {
    return add(
        name, Optional.empty(), section -> Optional.ofNullable(section.value(name, parser, null)));
  }

  <T> SettingKey<List<T>> list(String name, Function<String, T> parser, List<T> absent) {
    return add(name, absent, section -> section.list(name, parser, absent));
  }

  <E extends Enum<E>> SettingKey<List<E>> constants(String name, Class<E> type) {
    return list(name, label -> constant(type, label), List.of());
  }

  /** A setting that is a section with keys below it. */
  <T> SettingKey<T> section(String name, Function<Section, T> reader, T absent) {
    return add(name, absent, section -> reader.apply(section.section(name)));
  }

  private <T> SettingKey<T> add(String name, T absent, Function<Section, T> reader) {
    SettingKey<T> key = new SettingKey<>(name, absent, reader);
    all.add(key);
    return key;
  }

  static <E extends Enum<E>> E constant(Class<E> type, String label) {
    return Enum.valueOf(type, label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
