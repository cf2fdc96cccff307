/**
 * The conformance kit: runs checkers against endpoints and judges what they report against the
 * ground truth. The judge is made of pure functions; what a checker did is recorded before it is
 * judged.
 */
package dev.atsharness.conformance;
