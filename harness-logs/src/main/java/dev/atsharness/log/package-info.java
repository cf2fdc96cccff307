/**
 * Device logs: reads what macOS, a sysdiagnose or a log viewer wrote, explains the ATS messages in
 * it, and writes logs in the same formats.
 *
 * <p>Start with {@link dev.atsharness.log.LogReader} to read and {@link
 * dev.atsharness.log.LogWriter} to write.
 *
 * <p>CSV is read and written here, without a library: only one program's CSV is read, in which an
 * event may be cut anywhere, also within quotes, and what there is of it must still be found.
 */
package dev.atsharness.log;
