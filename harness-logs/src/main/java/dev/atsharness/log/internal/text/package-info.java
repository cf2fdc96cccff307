/** Text that is shown: text from outside made safe, and the words for how urgent a finding is. */
package dev.atsharness.log.internal.text;
