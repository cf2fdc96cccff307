package dev.atsharness.log.internal.letter;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.log.internal.text.Priority;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a letter says about the releases of a device: for each fault no more than is known. */
final class Expectation {

  private final Letter letter;
  private final Knowledge knowledge;
  private final String enforcing;

  private Expectation(Letter letter, Knowledge knowledge) {
    this.letter = letter;
    this.knowledge = knowledge;
    this.enforcing = knowledge.releases().oldest(Mode.ENFORCE).number().inShort();
  }

  static List<Block> of(Letter letter, Knowledge knowledge) {
    Expectation expectation = new Expectation(letter, knowledge);
    List<Block> blocks = new ArrayList<>(expectation.enforcing());
    blocks.addAll(expectation.happened());
    blocks.addAll(expectation.older());
    return List.copyOf(blocks);
  }

  /** What the releases do that enforce the requirements. */
  private List<Block> enforcing() {
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
      case REFUSED -> devices + "refuse such connections.";
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
      case REFUSED -> "they refuse such connections.";
      case LOGGED ->
          "they do not offer any more what your server chose. They cannot connect unless it has"
              + " something else that they offer (inferred).";
      case UNKNOWN, APP -> "it is not known what they do. They may refuse the connection.";
    };
  }

  /** Which faults devices have refused already, and on which servers. */
  private List<Block> happened() {
    List<Integer> numbers = numbers(Letter.Fault::isRefused);
    if (numbers.isEmpty()) {
      return List.of();
    }
    String inferred = " This is inferred from the word 'Error' at the start of its message.";
    if (numbers.size() == 1) {
      return List.of(
          new Block.Paragraph(
              "The logs show that devices have refused connections to "
                  + letter.named(refusing(numbers.get(0)))
                  + ", because of "
                  + fault(numbers.get(0))
                  + "."
                  + inferred));
    }
    return List.of(
        new Block.Paragraph(
            "The logs show that devices have refused connections because of these faults. This is"
                + " inferred from the word 'Error' at the start of their messages."),
        new Block.Items(
            numbers.stream()
                .map(
                    number ->
                        capital(fault(number))
                            + (letter.single() ? "" : ": " + letter.named(refusing(number))))
                .toList()));
  }

  /** The servers to which devices have refused connections because of a fault. */
  private Set<String> refusing(int number) {
    return letter.faults().get(number - 1).lines().stream()
        .filter(LetterLine::isRefusal)
        .map(LetterLine::server)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String fault(int number) {
    String title = "'" + knowledge.title(letter.faults().get(number - 1).violation()) + "'";
    return letter.faults().size() == 1 ? title : "number " + number + ", " + title;
  }

  /** What the releases do that only warn. */
  private List<Block> older() {
    List<Integer> untrusted = numbers(Letter.Fault::isUntrusted);
    boolean connect = letter.faults().stream().anyMatch(Expectation::mayConnect);
    if (untrusted.isEmpty() && !connect) {
      return List.of();
    }
    String which = letter.faults().size() == 1 ? "" : letter.label(untrusted);
    String neither =
        "do not connect either"
            + (which.isEmpty() ? "" : " because of " + which)
            + ": devices of every version refuse a certificate that they do not trust (inferred).";
    return List.of(
        new Block.Paragraph(
            "Devices with version "
                + knowledge.releases().oldest(Mode.WARN).number()
                + " or later, but below "
                + enforcing
                + ", "
                + (connect
                    ? "still connect in most cases, and write a warning to their log."
                        + (untrusted.isEmpty() ? "" : " But they " + neither)
                    : neither + " They write a warning to their log.")));
  }

  private static boolean mayConnect(Letter.Fault fault) {
    return fault.priority() != Priority.UNKNOWN && !fault.isUntrusted();
  }

  private List<Integer> numbers(Predicate<Letter.Fault> which) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < letter.faults().size(); i++) {
      if (which.test(letter.faults().get(i))) {
        numbers.add(i + 1);
      }
    }
    return numbers;
  }

  /** A label of {@link Letter#label} at the start of a sentence; host names stay as they are. */
  static String capital(String label) {
    return label.startsWith("number") || label.startsWith(Letter.ALL)
        ? label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1)
        : label;
  }
}
