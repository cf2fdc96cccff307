/** The scenario catalogue: the typed model of its files, their loader, and their ground truth. */
package dev.atsharness.scenario;
