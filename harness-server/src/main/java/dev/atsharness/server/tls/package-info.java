/**
 * The TLS engine and its Jetty connector: endpoints that negotiate exactly what their settings say,
 * each on its own, with nothing JVM-wide. The only server package that uses Bouncy Castle's TLS.
 */
package dev.atsharness.server.tls;
