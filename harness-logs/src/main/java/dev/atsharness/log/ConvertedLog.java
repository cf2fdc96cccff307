package dev.atsharness.log;

/**
 * A log in Apple's binary form that a program converted to text while it was read.
 *
 * @param source the log
 * @param program the name of the program
 * @param records number of records that the program printed
 * @param networkRecords number of those of com.apple.network
 */
public record ConvertedLog(String source, String program, long records, long networkRecords) {}
