package dev.atsharness.scenario;

/**
 * A scenario with the document it was read from, so that a check of the whole catalogue can still
 * point at a line.
 */
record CatalogueFile(Scenario scenario, Document document) {}
