package dev.atsharness.log;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * CSV (RFC 4180) of {@code unifiedlog_iterator}. A record begins with its time, also after line
 * breaks within quotes.
 */
final class CsvStyle implements LogStyle, WrittenStyle {

  private static final Pattern BEGINNING =
      Pattern.compile("^\"?\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?Z\"?,");

  /** The columns of releases with and without "Parent Activity ID", by their number. */
  private static final int WITH_PARENT = 18;

  private static final DateTimeFormatter WRITTEN =
      EventParts.time("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  private static final int LEVEL = 2;
  private static final int SUBSYSTEM = 3;

  @Override
  public int beginning(String line) {
    Matcher matcher = BEGINNING.matcher(line);
    return matcher.find() ? 0 : -1;
  }

  @Override
  public Optional<Event> parse(String event, boolean complete, LogTime times) {
    if (beginning(event) < 0) {
      return Optional.empty();
    }
    List<String> fields = fields(event);
    int process = fields.size() >= WITH_PARENT ? 12 : 11;
    int message = process + 2;
    if (fields.size() <= message) {
      return Optional.empty();
    }
    return Optional.of(
        new Event(
            times.parse(fields.get(0)),
            fields.get(LEVEL),
            LogStyles.baseName(fields.get(process)),
            fields.get(SUBSYSTEM),
            fields.get(message),
            complete || fields.size() > message + 1));
  }

  private static List<String> fields(String csvRecord) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csvRecord.length(); i++) {
      char c = csvRecord.charAt(i);
      if (c == '"') {
        boolean escaped = quoted && i + 1 < csvRecord.length() && csvRecord.charAt(i + 1) == '"';
        if (escaped) {
          field.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  @Override
  public List<String> header() {
    return List.of(
        "Timestamp,Event Type,Log Type,Subsystem,Thread ID,PID,EUID,Library,Library UUID,"
            + "Activity ID,Parent Activity ID,Category,Process,Process UUID,Message,Raw Message,"
            + "Boot UUID,System Timezone Name");
  }

  @Override
  public String line(LogEvent event) {
    return Stream.of(
            WRITTEN.format(event.timestamp()),
            "Log",
            event.level(),
            event.subsystem(),
            Integer.toString(EventParts.thread(event)),
            Integer.toString(event.pid()),
            "0",
            EventParts.library(event),
            EventParts.UUID,
            "0",
            "0",
            event.category(),
            EventParts.path(event),
            EventParts.UUID,
            event.message(),
            "",
            EventParts.UUID,
            "UTC")
        .map(CsvStyle::quoted)
        .collect(Collectors.joining(","));
  }

  private static String quoted(String field) {
    return field.matches("[^,\"\r\n]*") ? field : "\"" + field.replace("\"", "\"\"") + "\"";
  }
}
