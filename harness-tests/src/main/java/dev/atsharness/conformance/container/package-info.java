/**
 * The harness in a container, for users' own tests by Testcontainers: an optional dependency that
 * only this package needs.
 */
package dev.atsharness.conformance.container;
