package dev.atsharness.log.internal.archive;

import java.util.List;
import java.util.Optional;

/**
 * What a program did with a log.
 *
 * @param program its name
 * @param failure why it did not read all, after "it"; empty if it ended with success
 * @param records number of records that it printed
 * @param networkRecords number of those of com.apple.network
 * @param errors what it reported as errors
 */
public record ConversionResult(
    String program, Optional<String> failure, long records, long networkRecords, Errors errors) {

  /**
   * The errors that a program reported.
   *
   * @param count the number of lines that say that something was not read
   * @param samples some of these lines, or of its other lines if there is none; hostile text
   */
  public record Errors(long count, List<String> samples) {

    public Errors {
      samples = List.copyOf(samples);
    }
  }
}
