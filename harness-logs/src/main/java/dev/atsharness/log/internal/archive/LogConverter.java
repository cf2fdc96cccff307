package dev.atsharness.log.internal.archive;

import java.util.Optional;

/**
 * How logs in Apple's binary form are converted to text.
 *
 * @param program the program that converts them; empty if there is none
 * @param limits its limits
 */
public record LogConverter(Optional<LogProgram> program, ConversionLimits limits) {

  /** The converter without a program: no log in Apple's binary form is read. */
  public static final LogConverter NONE =
      new LogConverter(Optional.empty(), ConversionLimits.DEFAULT);

  /** The converter with the program of this machine, if there is one. */
  public static LogConverter ofThisMachine() {
    return new LogConverter(LogProgram.ofThisMachine(), ConversionLimits.DEFAULT);
  }

  /** This converter with other limits. */
  public LogConverter within(ConversionLimits other) {
    return new LogConverter(program, other);
  }
}
