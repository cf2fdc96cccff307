/** The shipped checkers, and the code that runs outside programs safely. */
package dev.atsharness.conformance.checker;
