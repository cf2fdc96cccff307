/** Encodings of keys, certificates and signed content. */
package dev.atsharness.certs.internal;
