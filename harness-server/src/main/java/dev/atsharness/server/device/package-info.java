/**
 * What an administrator puts on a device so that it finds and trusts the endpoints.
 *
 * <p>Property lists are written by dd-plist and read here: what clients send is hostile, and the
 * library passes over elements that it does not know and over values without a key, and it has no
 * limit that fits messages with three or four levels.
 */
@JStachePath(prefix = "dev/atsharness/server/device/", suffix = ".mustache")
package dev.atsharness.server.device;

import io.jstach.jstache.JStachePath;
