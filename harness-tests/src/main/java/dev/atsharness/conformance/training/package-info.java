/**
 * Drills: device logs to practise on, with questions and the answers. They are made from scenarios
 * and their ground truth, in the words of {@code conformance.device}, and made anew from a seed.
 */
package dev.atsharness.conformance.training;
