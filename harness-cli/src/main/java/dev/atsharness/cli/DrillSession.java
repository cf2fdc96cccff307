package dev.atsharness.cli;

import dev.atsharness.drill.internal.Drill;
import dev.atsharness.drill.internal.DrillAnswer;
import dev.atsharness.drill.internal.DrillAnswer.Mark;
import dev.atsharness.drill.internal.DrillAnswer.Marked;
import dev.atsharness.drill.internal.DrillQuestion;
import dev.atsharness.drill.internal.DrillQuestion.Choice;
import dev.atsharness.drill.internal.DrillQuestion.Kind;
import dev.atsharness.drill.internal.Score;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One drill in a terminal or a pipe. The score may be printed by another thread. */
final class DrillSession {

  private static final Pattern NUMBERS = Pattern.compile("\\d{1,3}([,\\s]+\\d{1,3})*");
  private static final Pattern BETWEEN = Pattern.compile("[,\\s]+");

  private static final Map<Mark, Terminal.Style> STYLES =
      Map.of(
          Mark.RIGHT, Terminal.Style.GOOD,
          Mark.ALSO_RIGHT, Terminal.Style.GOOD,
          Mark.MISSED, Terminal.Style.BAD,
          Mark.WRONG, Terminal.Style.BAD);

  private final Drill drill;
  private final BufferedReader in;
  private final Terminal out;
  private final List<DrillAnswer> answers = new CopyOnWriteArrayList<>();

  DrillSession(Drill drill, BufferedReader in, Terminal out) {
    this.drill = drill;
    this.in = in;
    this.out = out;
  }

  /** Prints the log with line numbers, or where the log file is. */
  void begin(Optional<Path> file) {
    out.line(
        out.style(
            Terminal.Style.STRONG, "Drill " + drill.seed() + ", level " + drill.level() + "."));
    if (file.isPresent()) {
      out.line("The log: " + file.get());
    } else {
      out.line();
      int number = 0;
      for (String line : drill.lines()) {
        number++;
        out.line(out.style(Terminal.Style.FAINT, String.format("%4d ", number)) + line);
      }
    }
  }

  /** Asks the questions until all are answered or the input ends. */
  void ask() throws IOException {
    for (DrillQuestion question : drill.questions()) {
      show(question);
      Optional<Set<String>> chosen = choose(question);
      if (chosen.isEmpty()) {
        return;
      }
      tell(question.answer(chosen.get()));
    }
  }

  private void show(DrillQuestion question) {
    out.line();
    out.line(
        out.style(
            Terminal.Style.STRONG,
            (answers.size() + 1) + "/" + drill.questions().size() + "  " + question.text()));
    List<Choice> choices = question.choices();
    for (int i = 0; i < choices.size(); i++) {
      Choice choice = choices.get(i);
      String line = choice.line().isPresent() ? "line " + choice.line().getAsInt() + ": " : "";
      out.line(String.format("%4d  %s%s", i + 1, line, choice.text()));
    }
  }

  private Optional<Set<String>> choose(DrillQuestion question) throws IOException {
    while (true) {
      out.writer().print(question.kind() == Kind.ONE ? "Number: " : "Numbers: ");
      out.writer().flush();
      String line = in.readLine();
      if (!out.interactive()) {
        out.line(); // the line break that a terminal shows when the user types it
      }
      if (line == null) {
        return Optional.empty();
      }
      Optional<Set<String>> chosen = read(question, line.strip());
      if (chosen.isPresent()) {
        return chosen;
      }
      out.line(
          (question.kind() == Kind.ONE ? "Type one number from 1 to " : "Type numbers from 1 to ")
              + question.choices().size()
              + (question.kind() == Kind.ONE ? "." : ", separated by spaces."));
    }
  }

  private static Optional<Set<String>> read(DrillQuestion question, String line) {
    if (!NUMBERS.matcher(line).matches()) {
      return Optional.empty();
    }
    Set<Integer> numbers =
        BETWEEN.splitAsStream(line).map(Integer::valueOf).collect(Collectors.toSet());
    boolean known = numbers.stream().allMatch(n -> n >= 1 && n <= question.choices().size());
    return known && (question.kind() == Kind.SEVERAL || numbers.size() == 1)
        ? Optional.of(
            numbers.stream()
                .map(number -> question.choices().get(number - 1).id())
                .collect(Collectors.toSet()))
        : Optional.empty();
  }

  private void tell(DrillAnswer answer) {
    answers.add(answer);
    DrillQuestion question = answer.question();
    out.line(
        answer.right()
            ? out.style(Terminal.Style.GOOD, "Right.")
            : out.style(Terminal.Style.BAD, "Wrong."));
    for (Marked one : answer.marked()) {
      out.line(
          String.format(
                  "%4d  %s: ", question.choices().indexOf(one.choice()) + 1, name(one.choice()))
              + out.style(STYLES.get(one.mark()), one.mark().label()));
      out.line("      " + one.choice().note());
    }
    out.line(question.reason());
    question.alternatives().ifPresent(out::line);
  }

  /** The text of a choice, or the number of its line, because lines are long. */
  private static String name(Choice choice) {
    return choice.line().isPresent() ? "line " + choice.line().getAsInt() : choice.text();
  }

  /** Prints the score so far. */
  void tellScore() {
    Score score = new Score(answers, drill.questions().size());
    out.line();
    for (DrillAnswer answer : score.answers()) {
      out.line(
          (answer.right()
                  ? out.style(Terminal.Style.GOOD, "right  ")
                  : out.style(Terminal.Style.BAD, "wrong  "))
              + answer.question().text());
    }
    out.line(out.style(Terminal.Style.STRONG, score.sentence() + "."));
    out.line(
        "To repeat this drill: ats-harness drill --seed "
            + drill.seed()
            + " --level "
            + drill.level());
    out.writer().flush();
  }
}
