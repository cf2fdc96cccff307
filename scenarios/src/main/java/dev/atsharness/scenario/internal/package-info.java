/**
 * The settings of a scenario, the reader of its files, the computed ground truth and the checks of
 * the whole catalogue.
 */
package dev.atsharness.scenario.internal;
