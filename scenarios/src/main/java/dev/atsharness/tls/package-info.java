/**
 * The TLS vocabulary as the IANA registries name it: versions, cipher suites, signature schemes,
 * groups, alerts. Values only; no protocol code and no dependency on a TLS library.
 */
package dev.atsharness.tls;
