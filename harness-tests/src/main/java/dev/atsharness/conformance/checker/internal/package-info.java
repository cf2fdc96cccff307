/** Programs as checkers: adapter files, containers, and the control of their processes. */
package dev.atsharness.conformance.checker.internal;
