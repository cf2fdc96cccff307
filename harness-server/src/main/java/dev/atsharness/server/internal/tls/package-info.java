/**
 * The TLS engine and its Jetty connector: endpoints that negotiate exactly as their settings
 * specify, independent of each other and without JVM-wide state. The only server package that uses
 * Bouncy Castle's TLS.
 */
package dev.atsharness.server.internal.tls;
