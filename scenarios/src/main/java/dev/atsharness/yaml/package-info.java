/**
 * YAML files that are held against a published JSON Schema and read section by section; every fault
 * is told with its place.
 */
package dev.atsharness.yaml;
