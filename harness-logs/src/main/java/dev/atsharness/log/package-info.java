/**
 * Device logs: reads what macOS, a sysdiagnose or a log viewer wrote, explains the ATS messages in
 * it, and writes logs in the same formats.
 *
 * <p>Start with {@link dev.atsharness.log.LogReader} to read and {@link
 * dev.atsharness.log.LogWriter} to write.
 */
package dev.atsharness.log;
