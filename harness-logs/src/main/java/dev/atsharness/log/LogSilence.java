package dev.atsharness.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Checks whether a source without violations shows that there were none, that is, whether it would
 * have them. Not for use by several threads.
 */
final class LogSilence {

  private final LogHead head;
  private final Watch network =
      new Watch(List.of(LogStyle.NETWORK, "boringssl"), LogSilence::isOfNetwork);

  /**
   * Looks for the line of {@code log show} about left-out levels, which it writes at the beginning
   * of each export, also within a file of several exports.
   */
  private final Watch leftOut =
      new Watch(
          List.of(LogStyles.INFO_LEFT_OUT),
          event -> event.process().isEmpty() && LogStyles.leavesInfoOut(event.message()));

  /** A number of network events that cannot all be of other levels than Info by chance. */
  private static final int MANY_EVENTS = 50;

  /**
   * The number of events with the network's words after which the search ends, if few are network
   * events.
   */
  private static final int MOST_LOOKS = 2_000;

  private final Watch many = new Watch(List.of(LogStyle.NETWORK, "boringssl"), this::isEnough);
  private int events;
  private int looks;

  private final Watch info =
      new Watch(
          List.of("info  ", "\"info\"", ",info,", "<info>", "info\t", " i  "),
          event -> event.level().equalsIgnoreCase("info") || event.level().matches("In?"));

  LogSilence(LogHead head) {
    this.head = head;
  }

  /** Whether enough network events were found, or the search for more should end. */
  private boolean isEnough(LogStyle.Event event) {
    looks++;
    if (isOfNetwork(event)) {
      // Some styles have no level.
      events = event.level().isEmpty() ? 0 : events + 1;
      looks = event.level().isEmpty() ? MOST_LOOKS : looks;
    }
    boolean enough = events >= MANY_EVENTS || looks >= MOST_LOOKS;
    if (enough && events < MANY_EVENTS && !head.needsInfo()) {
      info.end();
    }
    return enough;
  }

  private static boolean isOfNetwork(LogStyle.Event event) {
    // Some styles have no subsystem.
    return event.isOfNetwork()
        || (event.subsystem().isEmpty()
            && event.message().matches("(?s)(?:\\([^)]*\\)\\s*)?(?:boringssl|nw)_.*"));
  }

  List<Watch> watches() {
    return List.of(network, leftOut, info, many);
  }

  /** Notes a violation. */
  void violation() {
    network.end();
    many.end();
    info.end();
  }

  /** Whether an event of com.apple.network was found. */
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
    } else if (!info.isDone() && head.needsInfo()) {
      unread.add(RawLogAdvice.ofNoInfo(name));
    } else if (!info.isDone() && events >= MANY_EVENTS) {
      unread.add(RawLogAdvice.ofNoInfoAmong(name, MANY_EVENTS));
    }
    return unread;
  }
}
