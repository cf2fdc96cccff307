package dev.atsharness.cli.internal.servers.report;

import dev.atsharness.cli.internal.servers.ServerGroup;

/** The groups of servers in words. */
final class GroupWords {

  private GroupWords() {}

  /**
   * @param enforcing the release that enforces the requirements
   */
  static String name(ServerGroup group, String enforcing) {
    return switch (group) {
      case REFUSED -> enforcing + " refuses";
      case LOGGED -> "Only logged";
      case FINE -> "Fine";
      case EXEMPT -> "Exempt";
      case NOT_JUDGED -> "Not judged";
    };
  }

  static String meaning(ServerGroup group, String enforcing) {
    return switch (group) {
      case REFUSED ->
          "A device on " + enforcing + " does not connect. The server or its URL must change.";
      case LOGGED ->
          "A device logs a violation, or an earlier release does not connect; "
              + enforcing
              + " connects, or it is not known what it does.";
      case FINE -> "Devices connect and log nothing.";
      case EXEMPT -> "Devices connect. Apple's requirements do not apply to a server of this role.";
      case NOT_JUDGED -> "Something could not be visited or read; the report says what to do.";
    };
  }
}
