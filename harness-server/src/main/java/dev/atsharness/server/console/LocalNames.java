package dev.atsharness.server.console;

import java.util.regex.Pattern;

/**
 * The names a console on this machine goes by. A web page of somebody else's site can point its own
 * name at 127.0.0.1 (DNS rebinding), but cannot make a browser send one of these.
 *
 * @param address the literal the console listens on
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
