package dev.atsharness.log.internal.report;

/** The commands that check a server again, by its name in a log. */
public final class Retest {

  private Retest() {}

  /** The URL of a server; an IPv6 address is in brackets in it. */
  public static String url(String server) {
    boolean address = server.indexOf(':') != server.lastIndexOf(':') && !server.startsWith("[");
    return "https://" + (address ? "[" + server + "]" : server) + "/";
  }

  /** The command of macOS. */
  public static String nscurl(String server) {
    return "nscurl --ats-diagnostics --verbose " + url(server);
  }

  /** The command of this program. */
  public static String probe(String server) {
    return "./ats-harness probe " + url(server);
  }
}
