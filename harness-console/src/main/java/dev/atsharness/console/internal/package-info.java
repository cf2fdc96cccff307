/** The pages of the console, and the routes of its API for logs and drills. */
package dev.atsharness.console.internal;
