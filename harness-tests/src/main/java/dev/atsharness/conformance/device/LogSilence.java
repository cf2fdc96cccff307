package dev.atsharness.conformance.device;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether the silence of one source says that there are no violations: whether it would have them.
 * Not for use by several threads.
 */
final class LogSilence {

  private final LogHead head;
  private final Watch network =
      new Watch(List.of(LogStyle.NETWORK, "boringssl"), LogSilence::isOfNetwork);

  /** {@code log show} says so wherever one export ends and another begins. */
  private final Watch leftOut =
      new Watch(
          List.of(LogStyles.INFO_LEFT_OUT),
          event -> event.process().isEmpty() && LogStyles.leavesInfoOut(event.message()));

  private final Watch info =
      new Watch(
          List.of(" info  ", "\"info\"", ",info,", "<info>", "info\t", " i  "),
          event -> event.level().equalsIgnoreCase("info") || event.level().matches("In?"));

  LogSilence(LogHead head) {
    this.head = head;
    if (!head.needsInfo()) {
      info.end();
    }
  }

  private static boolean isOfNetwork(LogStyle.Event event) {
    // Some styles do not tell the subsystem.
    return event.isOfNetwork()
        || (event.subsystem().isEmpty()
            && event.message().matches("(?s)(?:\\([^)]*\\)\\s*)?(?:boringssl|nw)_.*"));
  }

  List<Watch> watches() {
    return List.of(network, leftOut, info);
  }

  /** Tells it of a violation. */
  void violation() {
    network.end();
  }

  /** Whether an event of com.apple.network was met. */
  boolean isBroken() {
    return network.isDone();
  }

  /** Whether this is an export of other subsystems. */
  boolean isOfOthers() {
    return head.isExport() && !network.isDone();
  }

  List<Unread> unread(String name) {
    List<Unread> unread = new ArrayList<>();
    if (leftOut.isDone()) {
      unread.add(RawLogAdvice.ofInfoLeftOut(name));
    } else if (!info.isDone()) {
      unread.add(RawLogAdvice.ofNoInfo(name));
    }
    return unread;
  }
}
