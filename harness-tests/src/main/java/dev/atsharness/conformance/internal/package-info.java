/** The judge, the run of a checker, and the journals that the judge reads. */
package dev.atsharness.conformance.internal;
