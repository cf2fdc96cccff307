package dev.atsharness.cli.internal.servers.report;

import dev.atsharness.ats.ClientProfile;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.scenario.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text for people who do not know the ids of client profiles, in pieces, so that no line breaks
 * within an option. Control characters are made visible.
 *
 * @param pieces the text in order
 */
record PlainWords(List<Piece> pieces) {

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");

  /**
   * A part of the text.
   *
   * @param option whether it is an option of a command, such as {@code --resolve}
   */
  record Piece(String text, boolean option) {}

  static PlainWords of(String hostile) {
    String text = HostileText.escape(withoutIds(hostile));
    List<Piece> pieces = new ArrayList<>();
    Matcher options = OPTION.matcher(text);
    int end = 0;
    while (options.find()) {
      if (options.start() > end) {
        pieces.add(new Piece(text.substring(end, options.start()), false));
      }
      pieces.add(new Piece(options.group(), true));
      end = options.end();
    }
    if (end < text.length()) {
      pieces.add(new Piece(text.substring(end), false));
    }
    return new PlainWords(List.copyOf(pieces));
  }

  static List<PlainWords> of(List<String> hostile) {
    return hostile.stream().map(PlainWords::of).toList();
  }

  /** Returns the text with the name of the device in place of the id of its client profile. */
  static String withoutIds(String text) {
    return Devices.ID
        .matcher(text)
        .replaceAll(
            id ->
                Matcher.quoteReplacement(
                    (id.start() == 0 ? "A" : "a") + Devices.NAMES.get(id.group())));
  }

  /** Read once, because every line of a page asks for it. */
  private static final class Devices {
    static final Map<String, String> NAMES =
        Catalogue.builtIn().devices().stream()
            .collect(
                Collectors.toMap(
                    ClientProfile::id,
                    device -> " system process of iOS " + device.release().number().inShort(),
                    (one, other) -> one,
                    TreeMap::new));

    /** Not a part of a URL or of a longer name. */
    static final Pattern ID =
        Pattern.compile(
            "(?<![\\w./-])(?:"
                + NAMES.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"))
                + ")(?![\\w/-]|\\.\\w)");
  }
}
