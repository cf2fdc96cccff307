package dev.atsharness.scenario.internal;

import dev.atsharness.yaml.internal.Document.Section;
import java.util.function.Function;

/**
 * One setting of a scenario file: its key, how its value is read, and its default. This is the only
 * description of the setting in code: reading it, and comparing two servers by it, follow from it.
 * The published schema describes it for editors.
 *
 * @param <T> the type of its values, which are immutable and have {@code equals}
 */
public final class SettingKey<T> {

  private final String name;
  private final T absent;
  private final Function<Section, T> reader;

  SettingKey(String name, T absent, Function<Section, T> reader) {
    this.name = name;
    this.absent = absent;
    this.reader = reader;
  }

  /** The key in scenario files, for example {@code extended-master-secret}. */
  public String name() {
    return name;
  }

  /** The value if a file leaves it out. */
  T absent() {
    return absent;
  }

  /** The value in the section, or the default. */
  T read(Section section) {
    return section.has(name) ? reader.apply(section) : absent;
  }

  @Override
  public String toString() {
    return name;
  }
}
