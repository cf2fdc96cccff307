/** Reads the documents that devices fetch, and finds the URLs in them. All input is hostile. */
package dev.atsharness.device.internal.document;
