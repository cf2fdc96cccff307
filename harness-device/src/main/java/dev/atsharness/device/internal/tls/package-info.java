/** The simulated device's TLS client over Bouncy Castle's low-level API. */
package dev.atsharness.device.internal.tls;
