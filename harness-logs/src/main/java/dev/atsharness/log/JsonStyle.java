package dev.atsharness.log;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of the tools, an object for each event. Each tool names the members differently. */
enum JsonStyle implements WrittenStyle {
  /** {@code log show --style json}: an array, indented. */
  LOG_ARRAY {
    @Override
    ObjectNode object(LogEvent event) {
      return logObject(event);
    }

    @Override
    public String line(LogEvent event) {
      return object(event).toPrettyString();
    }

    @Override
    public String text(List<LogEvent> events) {
      return events.stream().map(this::line).collect(Collectors.joining(",", "[", "]\n"));
    }
  },
  /** {@code log show --style ndjson}. */
  LOG_LINES {
    @Override
    ObjectNode object(LogEvent event) {
      return logObject(event);
    }
  },
  /** {@code unifiedlog_iterator --format jsonl}. */
  ITERATOR_LINES {
    @Override
    ObjectNode object(LogEvent event) {
      return JsonMapper.shared()
          .createObjectNode()
          .put("subsystem", event.subsystem())
          .put("thread_id", EventParts.thread(event))
          .put("pid", event.pid())
          .put("library", EventParts.library(event))
          .put("category", event.category())
          .put("event_type", "Log")
          .put("log_type", event.level())
          .put("process", EventParts.path(event))
          .put("message", event.message())
          .put("raw_message", "")
          .put("timezone_name", "UTC")
          .put("timestamp", UTC_NANOSECONDS.format(event.timestamp()));
    }
  },
  /** {@code pymobiledevice3 syslog live} in JSON. */
  RELAY_LINES {
    @Override
    ObjectNode object(LogEvent event) {
      ObjectNode object =
          JsonMapper.shared()
              .createObjectNode()
              .put("pid", event.pid())
              .put("timestamp", LOCAL.format(event.timestamp()))
              .put("level", EventParts.relayedLevel(event).toUpperCase(Locale.ROOT))
              .put("image_name", EventParts.library(event))
              .put("filename", EventParts.path(event))
              .put("message", event.message());
      object
          .putObject("label")
          .put("subsystem", event.subsystem())
          .put("category", event.category());
      return object;
    }
  };

  private static final DateTimeFormatter UTC_NANOSECONDS =
      EventParts.time("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSX").withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter LOCAL = EventParts.time("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

  /** The event as the tool writes it. */
  abstract ObjectNode object(LogEvent event);

  @Override
  public String line(LogEvent event) {
    return object(event).toString();
  }

  private static ObjectNode logObject(LogEvent event) {
    ObjectNode object =
        JsonMapper.shared()
            .createObjectNode()
            .put("traceID", 1)
            .put("eventMessage", event.message())
            .put("eventType", "logEvent")
            .putNull("source")
            .put("formatString", "%{public}s")
            .put("subsystem", event.subsystem())
            .put("category", event.category())
            .put("threadID", EventParts.thread(event))
            .put("senderImagePath", EventParts.library(event));
    object
        .putObject("backtrace")
        .putArray("frames")
        .addObject()
        .put("imageOffset", 4096)
        .put("imageUUID", EventParts.UUID);
    return object
        .put("processImagePath", EventParts.path(event))
        .put("timestamp", TextStyle.APPLE_TIME_WRITTEN.format(event.timestamp()))
        .put("messageType", event.level())
        .put("processID", event.pid())
        .put("timezoneName", "");
  }

  /** The event in an object that one of the tools wrote; empty if it has no message. */
  static Optional<LogStyle.Event> parse(JsonNode object, LogTime times) {
    String told = first(object, "eventMessage", "message");
    // If a message is hidden, the constant words of its format are in another member.
    String message = told.equals("<private>") ? first(object, "formatString") : told;
    message = message.isEmpty() ? told : message;
    String process = first(object, "processImagePath", "process", "filename");
    return message.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LogStyle.Event(
                times.parse(first(object, "timestamp")),
                first(object, "messageType", "log_type", "level"),
                LogStyles.baseName(process),
                subsystem(object),
                Markup.plain(message),
                true));
  }

  private static String subsystem(JsonNode object) {
    String own = first(object, "subsystem");
    return own.isEmpty() ? first(object.path("label"), "subsystem") : own;
  }

  private static String first(JsonNode object, String... names) {
    for (String name : names) {
      JsonNode value = object.path(name);
      if (value.isString()) {
        return value.asString();
      }
    }
    return "";
  }
}
