package dev.atsharness.solver;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A log as a person with a pencil reads it: lines, and the connections that they belong to. */
final class SheetLog {

  private static final Pattern EVENT =
      Pattern.compile(
          "^(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}[+-]\\d{4}) +0x[0-9a-f]+ +\\w+"
              + " +0x[0-9a-f]+ +(\\d+) +\\d+ +([^:\\[(]+): (?:\\([^)]+\\) )?(?:\\[[^\\]:]+:[^\\]]+\\]"
              + " )?(.*)$");

  private static final Pattern TASK = Pattern.compile("^Task <([0-9A-F-]+)>\\.<\\d+> (.*)$");
  private static final Pattern SET_UP = Pattern.compile("^setting up Connection (\\d+)$");
  private static final Pattern CONNECTION = Pattern.compile("\\[C(\\d+)[.:\\]]");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSxx", Locale.ROOT);

  private final List<String> lines;
  private final List<SheetConnection> connections = new ArrayList<>();
  private final Map<Integer, Integer> exports = new HashMap<>();

  SheetLog(String log) {
    this.lines = log.lines().toList();
    Map<String, SheetConnection> byName = new HashMap<>();
    int export = 0;
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1);
      if (line.startsWith("Timestamp ")) {
        export++;
      }
      exports.put(number, export);
      if (line.contains("Task <") || line.contains("[C")) {
        Matcher event = event(number);
        OffsetDateTime time = OffsetDateTime.parse(event.group(1), TIME);
        String place = export + " " + event.group(3) + " " + event.group(2) + " ";
        read(number, event.group(4), place, time, export, event.group(3), byName);
      }
    }
    connections.removeIf(one -> !one.complete());
  }

  private void read(
      int number,
      String message,
      String place,
      OffsetDateTime time,
      int export,
      String process,
      Map<String, SheetConnection> byName) {
    Matcher task = TASK.matcher(message);
    Matcher connection = CONNECTION.matcher(message);
    if (task.matches()) {
      SheetConnection one =
          byName.computeIfAbsent(place + task.group(1), any -> created(export, process, time));
      one.add(number, message);
      Matcher setUp = SET_UP.matcher(task.group(2));
      if (setUp.matches()) {
        byName.put(place + "C" + setUp.group(1), one);
      }
    } else if (connection.find()) {
      Optional.ofNullable(byName.get(place + "C" + connection.group(1)))
          .ifPresent(one -> one.add(number, message));
    }
  }

  private SheetConnection created(int export, String process, OffsetDateTime time) {
    SheetConnection one = new SheetConnection(export, process, time);
    connections.add(one);
    return one;
  }

  String line(int number) {
    return lines.get(number - 1);
  }

  int export(int line) {
    return exports.get(line);
  }

  String process(int line) {
    return event(line).group(3);
  }

  private Matcher event(int line) {
    Matcher event = EVENT.matcher(line(line));
    if (!event.matches()) {
      throw new IllegalArgumentException("not an event: " + line(line));
    }
    return event;
  }

  List<SheetConnection> connections() {
    return connections;
  }

  List<SheetConnection> to(String host) {
    return connections.stream().filter(one -> one.host().equals(host)).toList();
  }

  /** The connection that a line belongs to. */
  Optional<SheetConnection> of(int line) {
    return connections.stream().filter(one -> one.has(line)).findFirst();
  }
}
