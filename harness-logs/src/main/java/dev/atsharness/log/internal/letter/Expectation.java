package dev.atsharness.log.internal.letter;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.log.internal.report.Priority;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a letter says about the releases that enforce: for each fault no more than is known. */
final class Expectation {

  private final Letter letter;
  private final String enforcing;

  private Expectation(Letter letter, Knowledge knowledge) {
    this.letter = letter;
    this.enforcing = knowledge.releases().oldest(Mode.ENFORCE).number().inShort();
  }

  static List<Block> of(Letter letter, Knowledge knowledge) {
    return new Expectation(letter, knowledge).blocks();
  }

  private List<Block> blocks() {
    Map<Priority, List<Integer>> numbers = new EnumMap<>(Priority.class);
    for (int i = 0; i < letter.faults().size(); i++) {
      numbers
          .computeIfAbsent(letter.faults().get(i).priority(), priority -> new ArrayList<>())
          .add(i + 1);
    }
    String devices =
        "Devices with version " + enforcing + " or later of Apple's operating systems ";
    if (numbers.size() == 1) {
      return List.of(new Block.Paragraph(ofAll(letter.priority(), devices)));
    }
    List<String> items = new ArrayList<>();
    numbers.forEach((priority, some) -> items.add(letter.label(some) + ": " + ofSome(priority)));
    return List.of(
        new Block.Paragraph(
            devices
                + "do not treat all faults alike. The numbers are those of the section 'What is"
                + " wrong':"),
        new Block.Items(items.stream().map(Expectation::capital).toList()));
  }

  private String ofAll(Priority priority, String devices) {
    return switch (priority) {
      case REFUSED -> devices + "refuse such connections" + happened() + ".";
      case LOGGED ->
          devices
              + "do not offer any more what your server chose. They cannot connect unless it has"
              + " something else that they offer (inferred).";
      case UNKNOWN, APP ->
          "It is not known what devices with version "
              + enforcing
              + " or later of Apple's operating systems do about it: they may refuse the"
              + " connection.";
    };
  }

  private String ofSome(Priority priority) {
    return switch (priority) {
      case REFUSED -> "they refuse such connections" + happened() + ".";
      case LOGGED ->
          "they do not offer any more what your server chose. They cannot connect unless it has"
              + " something else that they offer (inferred).";
      case UNKNOWN, APP -> "it is not known what they do. They may refuse the connection.";
    };
  }

  private String happened() {
    return letter.faults().stream()
            .flatMap(fault -> fault.lines().stream())
            .anyMatch(LetterLine::isRefusal)
        ? ", and the logs show that this has happened"
        : "";
  }

  /** A label of {@link Letter#label} at the start of a sentence; host names stay as they are. */
  static String capital(String label) {
    return label.startsWith("number") || label.startsWith(Letter.ALL)
        ? label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1)
        : label;
  }
}
