/**
 * The conformance kit: runs checkers against endpoints and judges what they report against the
 * ground truth. The judge is made of pure functions; what a checker did is recorded before it is
 * judged.
 *
 * <p>Results are put into JSON and read from it field by field: half of the fields are counts and
 * sentences that readers want and that no record has, and what contradicts itself is named.
 */
package dev.atsharness.conformance;
