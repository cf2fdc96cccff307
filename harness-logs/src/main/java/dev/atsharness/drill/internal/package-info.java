/**
 * Drills: device logs to practise on, with questions and answers. A drill is made from the
 * scenarios and their ground truth; the same seed gives the same drill.
 */
package dev.atsharness.drill.internal;
