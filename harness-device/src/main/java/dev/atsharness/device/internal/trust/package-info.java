/** Evaluates a certificate chain as the Security framework does. */
package dev.atsharness.device.internal.trust;
