package dev.atsharness.scenario.internal;

import dev.atsharness.scenario.Scenario;
import dev.atsharness.yaml.internal.Document;

/**
 * A scenario with the document it was read from, so that a check of the whole catalogue can still
 * point at a line.
 */
record CatalogueFile(Scenario scenario, Document document) {}
