/** The console port: health, manifest, journal and root certificate over plain HTTP. */
package dev.atsharness.server.console;
