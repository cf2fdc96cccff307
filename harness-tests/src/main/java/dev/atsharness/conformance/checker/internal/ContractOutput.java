package dev.atsharness.conformance.checker.internal;

import dev.atsharness.ats.Violation;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the output of a program that follows the contract. Each line of its standard output is one
 * of
 *
 * <pre>
 * CODE [evidence]       a violation it found
 * REFUSED [reason]      a device would be refused, for a reason that has no code
 * OK                    it found nothing
 * UNSUPPORTED [reason]  it cannot judge this server
 * </pre>
 *
 * Empty lines, those that begin with {@code #}, and standard error are for the user.
 */
public final class ContractOutput {

  private static final String OK = "OK";
  private static final String REFUSED = "REFUSED";
  private static final String UNSUPPORTED = "UNSUPPORTED";
  private static final int NOT_FOUND = 127;
  private static final int NOT_EXECUTABLE = 126;
  private static final String NO_REASON = "it gives no reason";

  private final List<Finding> findings = new ArrayList<>();
  private Optional<String> refused = Optional.empty();
  private Optional<String> unsupported = Optional.empty();
  private boolean ok;

  private ContractOutput() {}

  /**
   * Reads the output.
   *
   * @param output standard output
   * @param errors standard error, for the message if the contract is violated
   * @throws IOException if the contract is violated; the message says how
   */
  static CheckerOutput read(int exit, String output, String errors) throws IOException {
    ContractOutput read = new ContractOutput();
    int number = 0;
    for (String line : output.lines().toList()) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        read.take(text, number);
      }
    }
    return read.report(exit, errors);
  }

  private void take(String text, int number) throws IOException {
    String[] words = text.split("\\s+", 2);
    String rest = words.length > 1 ? words[1] : NO_REASON;
    switch (words[0]) {
      case OK -> ok = true;
      case REFUSED -> refused = refused.or(() -> Optional.of(rest));
      case UNSUPPORTED -> unsupported = unsupported.or(() -> Optional.of(rest));
      default -> findings.add(new Finding(violation(words[0], number), text));
    }
  }

  private CheckerOutput report(int exit, String errors) throws IOException {
    List<String> said = new ArrayList<>();
    if (ok) {
      said.add(OK);
    }
    if (unsupported.isPresent()) {
      said.add(UNSUPPORTED);
    }
    if (!findings.isEmpty() || refused.isPresent()) {
      said.add(findings.isEmpty() ? REFUSED : findings.get(0).violation().code());
    }
    if (said.size() > 1) {
      throw new IOException("it says " + String.join(" and ", said) + " at once");
    }
    if (said.isEmpty()) {
      throw new IOException(saidNothing(exit) + lastWords(errors));
    }
    if (unsupported.isPresent()) {
      return CheckerOutput.unsupported(unsupported.get());
    }
    CheckerOutput report = CheckerOutput.finished(findings);
    return refused.map(report::refusing).orElse(report);
  }

  /** True for the shell's two exit statuses for programs that it could not start. */
  static boolean notStarted(int exit) {
    return exit == NOT_FOUND || exit == NOT_EXECUTABLE;
  }

  /**
   * Explains missing output. The shell has two exit statuses for programs that it could not start
   * (POSIX, XCU 2.8.2).
   */
  private static String saidNothing(int exit) {
    return switch (exit) {
      case NOT_FOUND ->
          "there is no such program (exit status 127); check the directory in which it is run and"
              + " the PATH";
      case NOT_EXECUTABLE ->
          "the file exists but cannot be run (exit status 126); make it executable, or put its"
              + " interpreter before it";
      default ->
          "it printed nothing (exit status " + exit + "); if it found nothing it must print " + OK;
    };
  }

  private static Violation violation(String word, int line) throws IOException {
    try {
      return Violation.ofCode(word);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "line "
              + line
              + " of its output begins with '"
              + word
              + "', which is not a violation code, "
              + String.join(", ", OK, REFUSED)
              + " or "
              + UNSUPPORTED,
          e);
    }
  }

  private static String lastWords(String errors) {
    String text = errors.strip();
    return text.isEmpty() ? "" : "; its last output: " + text.substring(text.lastIndexOf('\n') + 1);
  }
}
