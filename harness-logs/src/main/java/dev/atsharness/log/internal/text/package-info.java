/** Text from outside: made safe for terminals and pages. */
package dev.atsharness.log.internal.text;
