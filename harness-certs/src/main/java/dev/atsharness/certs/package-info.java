/**
 * Makes certificates: authorities, intermediates and leaves, correct or with one chosen fault. It
 * can be used without the other modules, and does not register a JCA provider.
 */
package dev.atsharness.certs;
