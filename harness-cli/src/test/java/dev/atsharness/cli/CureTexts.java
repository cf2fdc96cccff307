package dev.atsharness.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Fills the places of texts. A text of several lines gets the indentation of its place. */
final class CureTexts {

  private static final Pattern PLACE = Pattern.compile("(?m)^([ \\t]*)@([a-z-]+)@$|@([a-z-]+)@");

  private final Map<String, String> places;

  CureTexts(Map<String, String> places) {
    this.places = new LinkedHashMap<>(places);
  }

  /** Returns the same with other texts in some places. */
  CureTexts with(Map<String, String> others) {
    CureTexts changed = new CureTexts(places);
    changed.places.putAll(others);
    return changed;
  }

  /** Returns a text with its places filled; a place without a text is empty. */
  String fill(String text) {
    Matcher matcher = PLACE.matcher(text);
    return matcher.replaceAll(place -> Matcher.quoteReplacement(filled(matcher)));
  }

  private String filled(Matcher place) {
    boolean line = place.group(2) != null;
    String text = fill(places.getOrDefault(line ? place.group(2) : place.group(3), ""));
    return line ? indented(text, place.group(1)) : text;
  }

  private static String indented(String text, String indentation) {
    return text.lines()
        .map(line -> line.isEmpty() ? line : indentation + line)
        .collect(Collectors.joining("\n"));
  }
}
