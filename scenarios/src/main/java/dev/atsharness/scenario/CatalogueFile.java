package dev.atsharness.scenario;

import dev.atsharness.yaml.Document;

/**
 * A scenario with the document it was read from, so that a check of the whole catalogue can still
 * point at a line.
 */
record CatalogueFile(Scenario scenario, Document document) {}
