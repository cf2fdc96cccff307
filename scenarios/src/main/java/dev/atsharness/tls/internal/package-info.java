/** Helpers for the labels of TLS constants. */
package dev.atsharness.tls.internal;
