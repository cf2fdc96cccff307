package dev.atsharness.log;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes an event in each of the formats. */
final class LogLines {

  static final List<String> DEFAULT_HEADER =
      List.of(
          "Skipping debug messages, pass --debug to include.",
          columns("Timestamp", "Thread", "Type", "Activity", "PID", "TTL"));

  static final List<String> CSV_HEADER =
      List.of(
          "Timestamp,Event Type,Log Type,Subsystem,Thread ID,PID,EUID,Library,Library UUID,"
              + "Activity ID,Parent Activity ID,Category,Process,Process UUID,Message,Raw Message,"
              + "Boot UUID,System Timezone Name");

  private static final DateTimeFormatter OFFSET = form("uuuu-MM-dd HH:mm:ss.SSSSSSxx");
  private static final DateTimeFormatter MILLISECONDS = form("uuuu-MM-dd HH:mm:ss.SSS");
  private static final DateTimeFormatter PYTHON = form("uuuu-MM-dd HH:mm:ss.SSSSSS");
  private static final DateTimeFormatter ISO_LOCAL = form("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");
  private static final DateTimeFormatter BSD = form("MMM ppd HH:mm:ss");
  private static final DateTimeFormatter UTC_MILLISECONDS =
      form("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter UTC_NANOSECONDS =
      form("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSX").withZone(ZoneOffset.UTC);

  /** The base of the thread numbers; each process has one thread with a separate number. */
  private static final int BEFORE_THREADS = 0x1a117;

  private static final String UUID = "0".repeat(32);

  private LogLines() {}

  static String defaultStyle(LogEvent event) {
    return columns(
            OFFSET.format(event.timestamp()),
            "0x" + Integer.toHexString(thread(event)),
            event.level(),
            "0x0",
            Integer.toString(event.pid()),
            "0")
        + event.process()
        + ": "
        + origin(event)
        + event.message();
  }

  static String syslog(LogEvent event) {
    return OFFSET.format(event.timestamp())
        + "  localhost "
        + event.process()
        + "["
        + event.pid()
        + "]: "
        + origin(event)
        + event.message();
  }

  static String compact(LogEvent event) {
    String type =
        switch (event.level()) {
          case "Info" -> "I ";
          case "Debug" -> "Db";
          case "Error" -> "E ";
          case "Fault" -> "F ";
          default -> "Df";
        };
    return MILLISECONDS.format(event.timestamp())
        + " "
        + type
        + " "
        + event.process()
        + "["
        + event.pid()
        + ":"
        + Integer.toHexString(thread(event))
        + "] "
        + origin(event)
        + event.message();
  }

  static ObjectNode logObject(LogEvent event) {
    ObjectNode object =
        object()
            .put("traceID", 1)
            .put("eventMessage", event.message())
            .put("eventType", "logEvent")
            .putNull("source")
            .put("formatString", "%{public}s")
            .put("subsystem", event.subsystem())
            .put("category", event.category())
            .put("threadID", thread(event))
            .put("senderImagePath", library(event));
    object
        .putObject("backtrace")
        .putArray("frames")
        .addObject()
        .put("imageOffset", 4096)
        .put("imageUUID", UUID);
    return object
        .put("processImagePath", path(event))
        .put("timestamp", OFFSET.format(event.timestamp()))
        .put("messageType", event.level())
        .put("processID", event.pid())
        .put("timezoneName", "");
  }

  static String csv(LogEvent event) {
    return Stream.of(
            UTC_MILLISECONDS.format(event.timestamp()),
            "Log",
            event.level(),
            event.subsystem(),
            Integer.toString(thread(event)),
            Integer.toString(event.pid()),
            "0",
            library(event),
            UUID,
            "0",
            "0",
            event.category(),
            path(event),
            UUID,
            event.message(),
            "",
            UUID,
            "UTC")
        .map(LogLines::quoted)
        .collect(Collectors.joining(","));
  }

  static ObjectNode iteratorObject(LogEvent event) {
    return object()
        .put("subsystem", event.subsystem())
        .put("thread_id", thread(event))
        .put("pid", event.pid())
        .put("library", library(event))
        .put("category", event.category())
        .put("event_type", "Log")
        .put("log_type", event.level())
        .put("process", path(event))
        .put("message", event.message())
        .put("raw_message", "")
        .put("timezone_name", "UTC")
        .put("timestamp", UTC_NANOSECONDS.format(event.timestamp()));
  }

  static String pymobiledevice3(LogEvent event) {
    return PYTHON.format(event.timestamp())
        + " "
        + event.process()
        + "{"
        + image(event)
        + "}["
        + event.pid()
        + "] <"
        + relayed(event).toUpperCase(Locale.ROOT)
        + ">: "
        + event.message();
  }

  static ObjectNode relayObject(LogEvent event) {
    ObjectNode object =
        object()
            .put("pid", event.pid())
            .put("timestamp", ISO_LOCAL.format(event.timestamp()))
            .put("level", relayed(event).toUpperCase(Locale.ROOT))
            .put("image_name", library(event))
            .put("filename", path(event))
            .put("message", event.message());
    object.putObject("label").put("subsystem", event.subsystem()).put("category", event.category());
    return object;
  }

  static String idevicesyslog(LogEvent event) {
    return BSD.format(event.timestamp())
        + " "
        + event.process()
        + "("
        + image(event)
        + ")["
        + event.pid()
        + "] <"
        + relayed(event)
        + ">: "
        + event.message();
  }

  private static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  private static String columns(
      String time, String thread, String type, String activity, String pid, String ttl) {
    return String.format(
        Locale.ROOT, "%-32s%-11s%-12s%-21s%-7s%-5s", time, thread, type, activity, pid, ttl);
  }

  private static int thread(LogEvent event) {
    return BEFORE_THREADS + event.pid();
  }

  /** The origin of an event; the sender is left out if it is the process itself. */
  private static String origin(LogEvent event) {
    String sender = event.sender().isEmpty() ? "" : "(" + event.sender() + ") ";
    return event.subsystem().isEmpty()
        ? sender
        : sender + "[" + event.subsystem() + ":" + event.category() + "] ";
  }

  private static String image(LogEvent event) {
    return event.sender().isEmpty() ? event.process() : event.sender();
  }

  private static String library(LogEvent event) {
    return event.sender().isEmpty() ? path(event) : "/usr/lib/" + event.sender();
  }

  private static String path(LogEvent event) {
    return "/usr/libexec/" + event.process();
  }

  /** The level in the words of a device's relay, which has another name for the default level. */
  private static String relayed(LogEvent event) {
    return event.level().equals("Default") ? "Notice" : event.level();
  }

  private static String quoted(String field) {
    return field.matches("[^,\"\r\n]*") ? field : "\"" + field.replace("\"", "\"\"") + "\"";
  }
}
