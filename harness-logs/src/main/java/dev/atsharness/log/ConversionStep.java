package dev.atsharness.log;

/**
 * How far the conversion of a log in Apple's binary form is.
 *
 * @param source the log
 * @param program the name of the program
 * @param records number of records that were read so far
 * @param ended whether it has ended
 */
public record ConversionStep(String source, String program, long records, boolean ended) {}
