package dev.atsharness.log.internal.text;

/** The commands that check a server again. */
public final class Retest {

  private Retest() {}

  /** The URL of a server by its name in a log; an IPv6 address is in brackets in it. */
  public static String url(String server) {
    boolean address = server.indexOf(':') != server.lastIndexOf(':') && !server.startsWith("[");
    return "https://" + (address ? "[" + server + "]" : server) + "/";
  }

  /** The command of macOS. */
  public static String nscurl(String url) {
    return "nscurl --ats-diagnostics --verbose " + Shell.word(url);
  }

  /** The command of this program. */
  public static String probe(String url) {
    return "./ats-harness probe " + Shell.word(url);
  }
}
