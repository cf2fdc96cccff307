/**
 * Letters to the owners of servers: what a device's log says about a server, for a reader who knows
 * the server and nothing else. {@link dev.atsharness.log.internal.letter.LetterFiles} is the entry.
 */
@JStachePath(prefix = "dev/atsharness/log/internal/letter/", suffix = ".mustache")
package dev.atsharness.log.internal.letter;

import io.jstach.jstache.JStachePath;
