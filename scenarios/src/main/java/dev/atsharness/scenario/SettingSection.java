package dev.atsharness.scenario;

/** The settings of one section of a scenario file; equal to one with the same values. */
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
    return other != null
        && other.getClass() == getClass()
        && ((SettingSection) other).values.equals(values);
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
