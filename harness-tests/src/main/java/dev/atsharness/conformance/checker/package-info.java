/** The checkers that come with the kit, and how outside programs are run and contained. */
package dev.atsharness.conformance.checker;
