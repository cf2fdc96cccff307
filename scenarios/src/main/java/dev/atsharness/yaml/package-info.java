/**
 * YAML files that are validated with a published JSON Schema and read section by section; every
 * fault is reported with its place.
 */
package dev.atsharness.yaml;
