/**
 * Device logs: reads what macOS, a sysdiagnose or a log viewer wrote, explains the ATS messages in
 * it, and writes logs in the same formats.
 *
 * <p>Start with {@link dev.atsharness.log.LogReader} to read and {@link
 * dev.atsharness.log.LogWriter} to write.
 *
 * <p>This package reads and writes CSV without a library. It reads only one program's CSV, in which
 * an event may be cut anywhere, also within quotes, and the remaining part must still be found.
 */
package dev.atsharness.log;
