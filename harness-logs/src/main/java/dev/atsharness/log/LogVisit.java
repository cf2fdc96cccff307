package dev.atsharness.log;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A process that completed a TLS handshake with a server, as the lines of com.apple.network show.
 * The device had a release that logs violations, as far as the lines show it.
 *
 * @param server the host name, in lower case
 * @param process the process's name
 * @param last the time at which the last such handshake began
 * @param release the device's release, if it is one that does not log every violation and the lines
 *     show it
 */
public record LogVisit(
    String server, String process, Optional<OffsetDateTime> last, Optional<String> release) {}
