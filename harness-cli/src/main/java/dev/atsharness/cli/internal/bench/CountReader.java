package dev.atsharness.cli.internal.bench;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how often or how long something is measured: a whole number from 1 to 9999. */
final class CountReader implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    if (!text.matches("[1-9]\\d{0,3}")) {
      throw new TypeConversionException("'" + text + "' is not a whole number from 1 to 9999");
    }
    return Integer.valueOf(text);
  }
}
