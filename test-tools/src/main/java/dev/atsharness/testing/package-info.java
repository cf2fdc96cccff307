/** Tools that the tests of all modules share. Not part of the product. */
package dev.atsharness.testing;
