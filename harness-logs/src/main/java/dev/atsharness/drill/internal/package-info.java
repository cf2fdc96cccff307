/**
 * Drills: device logs for practice, with questions and answers. A drill is made from the scenarios
 * and their ground truth; the same seed gives the same drill.
 *
 * <p>Their JSON is written field by field: it leaves out the answers, so Jackson would need a
 * second set of records, as long as the code that it replaces.
 */
package dev.atsharness.drill.internal;
