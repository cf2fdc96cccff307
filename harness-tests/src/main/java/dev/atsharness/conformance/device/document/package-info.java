/** Reads the documents that devices fetch for the URLs that they lead to. Everything is hostile. */
package dev.atsharness.conformance.device.document;
