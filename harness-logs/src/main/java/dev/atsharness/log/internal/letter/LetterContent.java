package dev.atsharness.log.internal.letter;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.log.internal.text.Priority;
import dev.atsharness.log.internal.text.Retest;
import dev.atsharness.log.internal.text.Shell;
import dev.atsharness.log.internal.text.ShownTime;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.scenario.internal.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text of a letter, without its form. Its reader administers a server and has heard neither of
 * Apple's requirements nor of this program: every name is explained where it occurs first.
 */
final class LetterContent {

  private static final int MAX_MESSAGES = 20;
  private static final int MAX_MESSAGE = 500;
  private static final int MAX_COMMANDS = 10;
  private static final int MAX_NAME = 300;

  /** What a log shows in place of a value that it hides. */
  private static final Pattern HIDDEN =
      Pattern.compile("<(?:private|redacted|mask\\.[^<>]{1,100})>", Pattern.CASE_INSENSITIVE);

  private static final Set<Violation> SUITES =
      EnumSet.of(Violation.CIPHERSUITE_NOT_IN_ATS, Violation.CIPHERSUITE_NOT_IN_FCP);

  private static final String REQUIREMENTS = " Apple's requirements for TLS";

  private final Letter letter;
  private final Knowledge knowledge;
  private final Releases releases;
  private final Optional<String> contact;
  private final List<Block> blocks = new ArrayList<>();

  private LetterContent(Letter letter, Knowledge knowledge, Optional<String> contact) {
    this.letter = letter;
    this.knowledge = knowledge;
    this.contact = contact;
    this.releases = knowledge.releases();
  }

  static List<Block> of(Letter letter, Knowledge knowledge, Optional<String> contact) {
    LetterContent content = new LetterContent(letter, knowledge, contact);
    content.begin();
    content.wrong();
    content.matters();
    content.change();
    content.check();
    content.end();
    return List.copyOf(content.blocks);
  }

  /** The title, also the subject of a mail. */
  static String title(Letter letter) {
    Set<String> wrong = new TreeSet<>();
    letter.faults().stream()
        .filter(fault -> fault.priority() != Priority.UNKNOWN)
        .forEach(fault -> wrong.addAll(fault.servers()));
    int unknown = letter.servers().size() - wrong.size();
    if (letter.single()) {
      return letter.servers().get(0)
          + (wrong.isEmpty() ? ": this server may not meet" : ": this server does not meet")
          + REQUIREMENTS;
    }
    if (wrong.isEmpty()) {
      return unknown + " of your servers may not meet" + REQUIREMENTS;
    }
    return wrong.size()
        + " of your servers "
        + (wrong.size() == 1 ? "does" : "do")
        + " not meet"
        + REQUIREMENTS
        + (unknown == 0 ? "" : ", and " + unknown + " may not meet them");
  }

  /** Who gets the letter. */
  static String recipient(Letter letter) {
    String owner = letter.owner().orElse("the administrator of " + letter.servers().get(0));
    return owner.length() > MAX_NAME ? owner.substring(0, MAX_NAME) + " ..." : owner;
  }

  private void begin() {
    heading(1, title(letter));
    paragraph("To: " + recipient(letter));
    String connect =
        "Apple devices of our organisation (iPhone, iPad, Mac and others) connect to your ";
    if (letter.single()) {
      paragraph(connect + "server " + letter.servers().get(0) + ". " + logs());
    } else {
      paragraph(connect + "servers:");
      blocks.add(new Block.Items(letter.servers()));
      paragraph(logs());
    }
    blocks.addAll(Expectation.of(letter, knowledge));
    paragraph(
        "Apple's requirements have two parts: App Transport Security (ATS), and FCP v2.1, a"
            + " stricter set of rules for TLS by NIAP, a United States office for the security of"
            + " products."
            + (aboutSuites()
                ? " ATS allows a group of cipher suites, and FCP v2.1 a smaller one."
                : ""));
  }

  private String logs() {
    return !letter.isKnown()
        ? "The logs of these devices have messages that are marked as violations of Apple's"
            + " requirements for the encryption of the connection (TLS). Their words are new, and"
            + " their meaning is not known to us."
        : "The logs of these devices show that the encryption of the connection (TLS) does not"
            + " meet Apple's requirements.";
  }

  private boolean aboutSuites() {
    return letter.faults().stream()
        .flatMap(fault -> fault.violation().stream())
        .anyMatch(SUITES::contains);
  }

  private void wrong() {
    heading(2, "What is wrong");
    int number = 0;
    for (Letter.Fault fault : letter.faults()) {
      number++;
      heading(3, numbered(number) + knowledge.title(fault.violation()));
      paragraph(
          knowledge
              .rule(fault.violation())
              .map(rule -> rule.meaning().strip())
              .orElse(
                  "The message is marked as a violation of Apple's requirements. Its words are new,"
                      + " and their meaning is not known to us."));
      if (!letter.single()) {
        paragraph("It is about " + letter.named(fault.servers()) + ".");
      }
      messages(fault);
    }
    if (lines().anyMatch(this::isNamed)) {
      paragraph("What a process was doing is inferred from its name.");
    }
  }

  private Stream<LetterLine> lines() {
    return letter.faults().stream().flatMap(fault -> fault.lines().stream());
  }

  /** Whether the letter says what the process of a message was doing. */
  private boolean isNamed(LetterLine line) {
    return knowledge.process(line).isPresent() || knowledge.carriers().containsKey(line.process());
  }

  /** The messages of a fault: those that differ in their server alone are shown once. */
  private void messages(Letter.Fault fault) {
    Map<List<String>, List<LetterLine>> alike = new LinkedHashMap<>();
    fault
        .lines()
        .forEach(line -> alike.computeIfAbsent(shape(line), k -> new ArrayList<>()).add(line));
    alike.values().stream().limit(MAX_MESSAGES).forEach(this::message);
    List<LetterLine> others =
        alike.values().stream().skip(MAX_MESSAGES).flatMap(List::stream).toList();
    if (others.isEmpty()) {
      return;
    }
    Set<String> servers = new TreeSet<>();
    others.forEach(line -> servers.add(line.server()));
    alike.values().stream()
        .limit(MAX_MESSAGES)
        .flatMap(List::stream)
        .forEach(line -> servers.remove(line.server()));
    paragraph(
        "There are "
            + others.size()
            + " further messages of this kind"
            + (servers.isEmpty() ? "." : ", also about these servers:"));
    if (!servers.isEmpty()) {
      blocks.add(new Block.Items(List.copyOf(servers)));
    }
  }

  /** What lines have in common that differ in their server alone. */
  private List<String> shape(LetterLine line) {
    String message = line.message();
    int server = message.toLowerCase(Locale.ROOT).lastIndexOf(line.server());
    return List.of(
        line.process(), release(line), server < 0 ? message : message.substring(0, server));
  }

  private String numbered(int number) {
    return letter.faults().size() == 1 ? "" : number + ". ";
  }

  private void message(List<LetterLine> alike) {
    LetterLine line = alike.get(0);
    blocks.add(new Block.Listing(cut(line.message())));
    hidden(line.message()).ifPresent(this::paragraph);
    if (alike.size() == 1) {
      paragraph("Seen " + times(line) + ". " + writer(line) + " " + release(line));
      return;
    }
    paragraph("This message was seen about several servers:");
    blocks.add(
        new Block.Items(alike.stream().map(one -> one.server() + ": " + times(one)).toList()));
    paragraph(writer(line) + " " + release(line));
  }

  /** Says what stands in a message for a value that the log hides. */
  private static Optional<String> hidden(String message) {
    Matcher hidden = HIDDEN.matcher(message);
    return hidden.find()
        ? Optional.of(
            "The log hides a value of this message: " + hidden.group() + " stands for it.")
        : Optional.empty();
  }

  private static String cut(String message) {
    return message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + " ..." : message;
  }

  private static String times(LetterLine line) {
    String seen =
        (line.count() == 1 ? "once" : line.count() + " times")
            + (line.devices() > 1 ? " on " + line.devices() + " devices" : "");
    if (line.first().isEmpty()) {
      return seen + "; the log gives no time";
    }
    return line.count() == 1
        ? seen + ", at " + ShownTime.of(line.first())
        : seen + ", from " + ShownTime.of(line.first()) + " to " + ShownTime.of(line.last());
  }

  private String writer(LetterLine line) {
    return knowledge
        .process(line)
        .map(
            process ->
                "The device was "
                    + process.doing()
                    + " ("
                    + process.activity()
                    + "; process "
                    + process.name()
                    + ").")
        .or(
            () ->
                Optional.ofNullable(knowledge.carriers().get(line.process()))
                    .map(text -> "The process " + line.process() + " connected: " + text + "."))
        .orElse("The log does not say which process of the device connected.");
  }

  /** What the first word of a message shows about the release of the device. */
  private String release(LetterLine line) {
    Set<Mode> modes = modes(line);
    if (line.isRefusal()) {
      return modes.equals(EnumSet.of(Mode.ENFORCE))
          ? "The device refused the connection; it has version "
              + enforcing()
              + " or later (inferred from the word 'Error')."
          : "The device refused the connection (inferred from the word 'Error').";
    }
    if (modes.equals(EnumSet.of(Mode.WARN))) {
      return "The device has a version below "
          + enforcing()
          + " (inferred from the word 'Warning'). "
          + (line.violation().equals(Optional.of(Violation.CERTIFICATE_NOT_TRUSTED))
              ? "Devices of every version refuse a certificate that they do not trust (inferred)."
              : "Such a version does not refuse the connection for this reason.");
    }
    return "The message does not show which version the device has.";
  }

  /** What the releases do about a violation whose message begins with this word. */
  private Set<Mode> modes(LetterLine line) {
    Set<Mode> modes = EnumSet.noneOf(Mode.class);
    line.violation()
        .ifPresent(
            violation ->
                releases.all().stream()
                    .filter(release -> release.knows(violation))
                    .filter(release -> beginsLike(line.message(), release, violation))
                    .map(OsRelease::mode)
                    .forEach(modes::add));
    return modes;
  }

  private static boolean beginsLike(String message, OsRelease release, Violation violation) {
    String text = release.behaviour().messages().get(violation).toString();
    return message.startsWith(text.substring(0, text.indexOf(' ') + 1));
  }

  private void matters() {
    heading(2, "Why it matters");
    Set<String> stopped = stopped();
    boolean all = lines().allMatch(line -> knowledge.process(line).isPresent());
    String server = letter.single() ? "your server" : "one of your servers";
    paragraph(
        "From version "
            + enforcing()
            + " on, iOS, iPadOS, macOS, tvOS, visionOS and watchOS enforce the requirements in"
            + " mobile device management (MDM), enrolment, the installation of configuration"
            + " profiles and of apps, and software updates (Apple's release notes). "
            + (stopped.isEmpty()
                ? "The log does not show what the devices were doing, so it is not known which of"
                    + " these a device can no longer do if it refuses "
                    + server
                    + "."
                : "A device that refuses "
                    + server
                    + " can no longer do what its log shows"
                    + (all ? "" : " (for some messages the log does not show it)")
                    + ":"));
    if (!stopped.isEmpty()) {
      blocks.add(new Block.Items(List.copyOf(stopped)));
    }
    hardening().ifPresent(this::paragraph);
  }

  /** How the messages change where the only difference is that the device refuses. */
  private Optional<String> hardening() {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < letter.faults().size(); i++) {
      if (hardens(letter.faults().get(i))) {
        numbers.add(i + 1);
      }
    }
    return numbers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "A device with version "
                + enforcing()
                + " or later that refuses the connection "
                + (numbers.size() == letter.faults().size()
                    ? ""
                    : "for " + letter.label(numbers) + " ")
                + "writes nearly the same message as above, but with 'Error' in place of 'Warning'"
                + " (inferred from the texts in Apple's software).");
  }

  /** Whether all messages begin with Warning, and those of an enforcing release with Error. */
  private boolean hardens(Letter.Fault fault) {
    OsRelease newest = releases.newest(Mode.ENFORCE);
    return fault.lines().stream().allMatch(line -> line.message().startsWith("Warning "))
        && fault
            .violation()
            .filter(newest::knows)
            .filter(violation -> beginsLike("Error ", newest, violation))
            .isPresent();
  }

  private Set<String> stopped() {
    Set<String> stopped = new LinkedHashSet<>();
    lines()
        .flatMap(line -> knowledge.process(line).stream())
        .forEach(process -> stopped.add(process.activity() + ": " + process.doing()));
    return stopped;
  }

  private void change() {
    heading(2, "What to change");
    blocks.addAll(Changes.of(letter, knowledge));
  }

  private void check() {
    heading(2, "How to check");
    plaintext();
    paragraph(
        "On a Mac with version "
            + warning()
            + " or later, which trusts the certificate of the server, in Terminal:");
    blocks.add(new Block.Listing(commands(Retest::nscurl)));
    paragraph(
        "The test 'ATS Default Connection', and below 'Configuring NIAP TLS package version"
            + " requirements' the test FCP_v2.1, must have the result PASS.");
    paragraph(
        "We also use the program ATS harness. It connects as an Apple device does, and says"
            + " whether such a device accepts the server. If you have it:");
    blocks.add(new Block.Listing(commands(Retest::probe)));
    Set<String> open = new TreeSet<>(letter.servers());
    open.removeIf(server -> !letter.endpoint(server).ports().isEmpty());
    if (!open.isEmpty()) {
      paragraph(
          (open.size() == letter.servers().size()
                  ? "If the server does not use port 443"
                  : "If one of these does not use port 443 (" + letter.named(open) + ")")
              + ", add its port: https://NAME:PORT/.");
    }
  }

  /** How to find the URLs without TLS: a check of the server does not show them. */
  private void plaintext() {
    List<Integer> numbers = new ArrayList<>();
    Set<String> servers = new TreeSet<>();
    for (int i = 0; i < letter.faults().size(); i++) {
      if (letter.faults().get(i).isPlaintext()) {
        numbers.add(i + 1);
        servers.addAll(letter.faults().get(i).servers());
      }
    }
    if (numbers.isEmpty()) {
      return;
    }
    String which = letter.label(numbers);
    paragraph(
        (which.isEmpty() ? "" : Expectation.capital(which) + ": ")
            + "Two things must be right. The server must support HTTPS; only that is what the"
            + " commands for https:// below show. And no profile, manifest, discovery document or"
            + " setting may have a URL with http:// any more. Search for such URLs in the settings,"
            + " and in the folder that has the files; the search must find nothing:");
    blocks.add(
        new Block.Listing(
            limited(
                servers.stream()
                    .map(server -> "http://" + letter.endpoint(server).host())
                    .map(url -> "grep -rnaiF " + Shell.word(url) + " FOLDER")
                    .toList())));
    paragraph(
        "After that, the message 'Did not use TLS' must not be in a new log of a device any more.");
  }

  private String commands(UnaryOperator<String> command) {
    return limited(
        letter.servers().stream()
            .flatMap(server -> letter.endpoint(server).urls().stream())
            .distinct()
            .map(command)
            .toList());
  }

  private static String limited(List<String> commands) {
    String all = commands.stream().limit(MAX_COMMANDS).collect(Collectors.joining("\n"));
    return commands.size() > MAX_COMMANDS ? all + "\n# and so on" : all;
  }

  private void end() {
    Source article = knowledge.article();
    blocks.add(
        new Block.Reference(
            "The requirements, the messages and the remedies are in " + article.title(),
            article.url().orElseThrow().toString()));
    paragraph(
        contact
            .map(text -> "Questions: " + text)
            .orElse("For questions, reply to the sender of this letter."));
  }

  private String enforcing() {
    return releases.oldest(Mode.ENFORCE).number().inShort();
  }

  private String warning() {
    return releases.oldest(Mode.WARN).number().toString();
  }

  private void heading(int level, String text) {
    blocks.add(new Block.Heading(level, text));
  }

  private void paragraph(String... sentences) {
    blocks.add(new Block.Paragraph(Arrays.stream(sentences).collect(Collectors.joining(" "))));
  }
}
