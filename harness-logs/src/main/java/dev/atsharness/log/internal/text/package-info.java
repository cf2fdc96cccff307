/** Functions that make text from outside safe for terminals and pages. */
package dev.atsharness.log.internal.text;
