/**
 * The certificate factory: authorities, intermediates and leaves, right or wrong in one chosen way.
 * Usable on its own; nothing here registers a JCA provider.
 */
package dev.atsharness.certs;
