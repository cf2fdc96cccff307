/**
 * The profiles and pages that prepare a device so that it finds and trusts the endpoints.
 *
 * <p>The library dd-plist writes property lists, but this package reads them: they come from
 * clients and may be hostile. The library ignores unknown elements and values without a key, and
 * its limit on depth does not fit messages with three or four levels.
 */
@JStachePath(prefix = "dev/atsharness/server/internal/device/", suffix = ".mustache")
package dev.atsharness.server.internal.device;

import io.jstach.jstache.JStachePath;
