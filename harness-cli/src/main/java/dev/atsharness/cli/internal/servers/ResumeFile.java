package dev.atsharness.cli.internal.servers;

import dev.atsharness.io.internal.LineFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The results of a run, one a line, each written as soon as it is known. A later run takes from the
 * file what it has and adds the rest. Used by one thread.
 */
public final class ResumeFile implements AutoCloseable {

  /** Between the settings. */
  private static final String SEPARATOR = ", ";

  private final Map<String, AnsweredServer> known = new HashMap<>();
  private final LineFile lines;

  private ResumeFile(LineFile lines) {
    this.lines = lines;
  }

  /**
   * Opens the file, or creates it. A last line that is cut off is removed: the run that wrote it
   * was stopped.
   *
   * @param servers the servers of this run; a result counts only if the list says the same of the
   *     server's role and addresses as before
   * @param settings the options of this run that results depend on
   * @throws IOException if the file cannot be used; the message says why
   */
  public static ResumeFile open(Path file, List<ListedServer> servers, String settings)
      throws IOException {
    Map<String, AnsweredServer> known = new HashMap<>();
    int whole = 0;
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is not a regular file; choose another");
    }
    if (Files.exists(file)) {
      Map<String, ListedServer> listed = new HashMap<>();
      servers.forEach(server -> listed.put(server.key(), server));
      byte[] bytes = Files.readAllBytes(file);
      whole = LineFile.whole(bytes);
      String text = decode(ByteBuffer.wrap(bytes, 0, whole));
      int number = 0;
      AnsweredLines lines = new AnsweredLines();
      Map<ListedServer, List<JsonNode>> found = new LinkedHashMap<>();
      for (String line : text.split("\n", -1)) {
        number++;
        if (!line.isBlank()) {
          Optional<JsonNode> result = result(lines, number, line, settings);
          Optional<ListedServer> server = result.map(one -> listed.get(key(one)));
          if (server.isPresent()) {
            found.computeIfAbsent(server.get(), key -> new ArrayList<>()).add(result.get());
          }
        }
      }
      found.forEach(
          (server, results) -> known.put(server.key(), SeveralResults.chosen(server, results)));
      // The last character may be cut off too.
      requireBegun(number, new String(bytes, whole, bytes.length - whole, StandardCharsets.UTF_8));
    }
    ResumeFile opened = new ResumeFile(LineFile.append(file, whole));
    opened.known.putAll(known);
    return opened;
  }

  /** Returns the result of a server, if the file has one. */
  public Optional<AnsweredServer> of(ListedServer server) {
    return Optional.ofNullable(known.get(server.key()));
  }

  /** Returns how many servers of this run the file has. */
  public int size() {
    return known.size();
  }

  /** Adds a result. */
  public void add(AnsweredServer answered) throws IOException {
    lines.add(answered.line());
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private static String decode(ByteBuffer bytes) throws IOException {
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  /** Returns the result in a line; empty if the line only names what was not looked at. */
  private static Optional<JsonNode> result(
      AnsweredLines lines, int number, String line, String settings) throws IOException {
    try {
      JsonNode node = AnsweredLines.read(line);
      if (AnsweredLines.isUnread(node) || AnsweredLines.isUnvisited(node)) {
        return Optional.empty();
      }
      requireSettings(number, node, settings);
      lines.require(node);
      return Optional.of(node);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "line " + number + ": " + e.getMessage() + "; choose another file, or remove the line",
          e);
    }
  }

  /** Checks that a line without an end is a result that was being written, before it is cut. */
  private static void requireBegun(int number, String line) throws IOException {
    String begin = "{\"";
    if (!begin.startsWith(line) && !line.startsWith(begin)) {
      throw new IOException(
          "line " + number + ": it is not a result of 'probe'; choose another file");
    }
  }

  private static void requireSettings(int number, JsonNode result, String settings)
      throws IOException {
    String before = result.path("settings").asString("");
    if (!before.equals(settings)) {
      List<String> then = List.of(before.split(SEPARATOR));
      List<String> now = List.of(settings.split(SEPARATOR));
      throw new IOException(
          "line "
              + number
              + " was made with other settings than this run: then '"
              + words(then, now)
              + "', now '"
              + words(now, then)
              + "'; use the same ones, or choose another file, which starts afresh");
    }
  }

  /** Returns what is in one list and not in the other. */
  private static String words(List<String> some, List<String> others) {
    List<String> differ = some.stream().filter(one -> !others.contains(one)).toList();
    return differ.isEmpty() ? "nothing of that" : String.join(SEPARATOR, differ);
  }

  private static String key(JsonNode result) {
    JsonNode server = result.path("server");
    return ListedServer.key(
        ServerUrl.key(ServerUrl.of(server.path("listed").asString())),
        server.path("role").asString(""),
        AnsweredServer.texts(server.path("resolve")));
  }
}
