package dev.atsharness.server.internal.console;

import java.util.regex.Pattern;

/**
 * The names of a console on this machine. A foreign web site can make its own name resolve to
 * 127.0.0.1 (DNS rebinding), but it cannot make a browser send one of these names.
 *
 * @param address the address literal that the console listens on
 */
record LocalNames(String address) {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?", Pattern.CASE_INSENSITIVE);

  boolean contain(String host) {
    return host != null
        && (LOOPBACK.matcher(host).matches()
            || host.equals(address)
            || host.equals("[" + address + "]"));
  }
}
