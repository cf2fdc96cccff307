package dev.atsharness.scenario.internal;

import java.util.Map;

/**
 * A fix in the configuration of several servers, for a host called {@code mdm.example.com}.
 *
 * @param id short name, for example {@code cipher-suites}
 * @param title what it does
 * @param snippets what to write, by server: {@code nginx}, {@code httpd}, {@code haproxy}, {@code
 *     iis} (PowerShell), {@code tomcat} and {@code jetty}, in this order
 */
public record Fix(String id, String title, Map<String, String> snippets) {}
