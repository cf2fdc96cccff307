package dev.atsharness.log;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A process that completed a TLS handshake with a server, as the lines of com.apple.network show.
 *
 * @param server the host name, in lower case
 * @param process the process's name
 * @param last the time at which the last such handshake began
 */
public record LogVisit(String server, String process, Optional<OffsetDateTime> last) {}
