/** The reader of YAML files: sections with the line and column of each value, and JSON schemas. */
package dev.atsharness.yaml.internal;
