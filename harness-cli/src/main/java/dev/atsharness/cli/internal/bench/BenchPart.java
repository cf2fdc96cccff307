package dev.atsharness.cli.internal.bench;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A part of {@code bench} that can be run alone. */
enum BenchPart {
  START_UP,
  ENDPOINTS,
  SWEEP,
  HANDSHAKES,
  JUNIT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads a part as people write it. */
  static final class Reader implements ITypeConverter<BenchPart> {
    @Override
    public BenchPart convert(String text) {
      return Stream.of(values())
          .filter(part -> part.toString().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'"
                          + text
                          + "' is not a part; the parts are "
                          + Stream.of(values())
                              .map(BenchPart::toString)
                              .collect(Collectors.joining(", "))));
    }
  }
}
