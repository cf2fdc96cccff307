/**
 * The conformance kit: runs checkers against endpoints and judges what they report against the
 * ground truth. The judge consists of pure functions; what a checker did is recorded before it is
 * judged.
 *
 * <p>Results are written to JSON and read from it field by field, because half of the fields are
 * counts and sentences for readers that no record has, and because contradictions are reported.
 */
package dev.atsharness.conformance;
