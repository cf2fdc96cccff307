/**
 * The harness in a container, and checkers in containers, by Testcontainers: an optional dependency
 * that only this package needs.
 */
package dev.atsharness.conformance.container;
