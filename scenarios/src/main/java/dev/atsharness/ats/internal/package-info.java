/**
 * Apple's rules: which facts of a connection violate which requirement, and the words that a
 * release uses for it.
 */
package dev.atsharness.ats.internal;
