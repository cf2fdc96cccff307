/** Lists of servers: which to visit, and what their owners said about them. Not API. */
package dev.atsharness.cli.internal.servers;
