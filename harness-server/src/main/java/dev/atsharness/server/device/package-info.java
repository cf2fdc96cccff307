/** What an administrator puts on a device so that it finds and trusts the endpoints. */
package dev.atsharness.server.device;
