/** Follows redirects and documents from one server to the next, and judges every connection. */
package dev.atsharness.device.internal.probe;
