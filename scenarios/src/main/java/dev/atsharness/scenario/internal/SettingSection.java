package dev.atsharness.scenario.internal;

/**
 * The settings of one section of a scenario file. Two are equal if they have the same values of the
 * same keys; sections of different kinds have different keys.
 */
abstract class SettingSection {

  private final SettingValues values;

  SettingSection(SettingValues values) {
    this.values = values;
  }

  final SettingValues values() {
    return values;
  }

  final <T> T get(SettingKey<T> key) {
    return values.get(key);
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof SettingSection that && values.equals(that.values);
  }

  @Override
  public final int hashCode() {
    return values.hashCode();
  }

  @Override
  public final String toString() {
    return values.toString();
  }
}
