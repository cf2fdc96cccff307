package dev.atsharness.cli;

import dev.atsharness.ats.Violation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that selects scenarios by their violation. */
final class CodeOptions {

  @Option(
      names = "--code",
      paramLabel = "CODE",
      converter = CodeReader.class,
      completionCandidates = Codes.class,
      description =
          "Only scenarios with this violation; 'check' adds their controls. May be repeated."
              + " ${COMPLETION-CANDIDATES}.")
  private List<Violation> codes = List.of();

  /** The codes, for the help text. */
  static final class Codes extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Codes() {
      super(Stream.of(Violation.values()).map(Violation::code).toList());
    }
  }

  /** Reads a violation code. */
  static final class CodeReader implements ITypeConverter<Violation> {
    @Override
    public Violation convert(String text) {
      try {
        return Violation.ofCode(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  boolean isGiven() {
    return !codes.isEmpty();
  }

  /** Returns the given codes; all codes if none is given. */
  Set<Violation> codes() {
    return isGiven() ? EnumSet.copyOf(codes) : EnumSet.allOf(Violation.class);
  }

  /** True if no code is given, or one of the scenario's violations is. */
  boolean matches(List<Violation> violations) {
    return !isGiven() || violations.stream().anyMatch(codes::contains);
  }

  /** Returns the message for a selection without any scenario. */
  UsageException nothing() {
    return new UsageException(
        "no selected scenario has the violation "
            + String.join(" or ", codes.stream().map(Violation::code).toList())
            + "; 'ats-harness list' shows the violations");
  }
}
