package dev.atsharness.log.internal.letter;

import dev.atsharness.ats.ClientProfile.Mode;
import dev.atsharness.ats.OsRelease;
import dev.atsharness.ats.Violation;
import dev.atsharness.log.internal.report.LogReport;
import dev.atsharness.log.internal.report.Retest;
import dev.atsharness.scenario.internal.Product;
import dev.atsharness.scenario.internal.Releases;
import dev.atsharness.scenario.internal.Rule;
import dev.atsharness.scenario.internal.Source;
import dev.atsharness.scenario.internal.SystemProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The text of a letter, without its form. Its reader administers a server and has heard neither of
 * Apple's requirements nor of this program: every name is explained where it occurs first.
 */
final class LetterContent {

  private static final int MAX_MESSAGES = 20;
  private static final int MAX_MESSAGE = 500;
  private static final int MAX_COMMANDS = 10;
  private static final int MAX_NAME = 300;

  /** The placeholder for a server in the rules and the fixes. */
  private static final String EXAMPLE = "mdm.example.com";

  private static final String HOST = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?";

  private static final Set<Violation> SUITES =
      EnumSet.of(Violation.CIPHERSUITE_NOT_IN_ATS, Violation.CIPHERSUITE_NOT_IN_FCP);

  private final Letter letter;
  private final Knowledge knowledge;
  private final Releases releases;
  private final List<Block> blocks = new ArrayList<>();

  private LetterContent(Letter letter, Knowledge knowledge) {
    this.letter = letter;
    this.knowledge = knowledge;
    this.releases = knowledge.releases();
  }

  static List<Block> of(Letter letter, Knowledge knowledge) {
    LetterContent content = new LetterContent(letter, knowledge);
    content.begin();
    content.wrong();
    content.matters();
    content.change();
    content.check();
    return List.copyOf(content.blocks);
  }

  /** The title, also the subject of a mail. */
  static String title(Letter letter) {
    return (letter.single()
            ? letter.servers().get(0) + ": this server does not meet"
            : letter.servers().size() + " of your servers do not meet")
        + " Apple's requirements for TLS";
  }

  /** Who gets the letter. */
  static String recipient(Letter letter) {
    String owner = letter.owner().orElse("the administrator of " + letter.servers().get(0));
    return owner.length() > MAX_NAME ? owner.substring(0, MAX_NAME) + " ..." : owner;
  }

  private void begin() {
    heading(1, title(letter));
    paragraph("To: " + recipient(letter));
    paragraph(
        "Apple devices of our organisation (iPhone, iPad, Mac and others) connect to "
            + (letter.single()
                ? "your server " + letter.servers().get(0)
                : "the " + letter.servers().size() + " servers that are named below")
            + ". The logs of these devices show that the encryption of the connection (TLS) does not"
            + " meet Apple's requirements.");
    paragraph(
        "Devices with version "
            + enforcing()
            + " or later of Apple's operating systems "
            + (ofTheChoice().size() == letter.faults().size()
                ? "do not offer any more what your server chose. They cannot connect unless it has"
                    + " something else that they offer (inferred)."
                : "refuse such connections"
                    + (anyLine(line -> modes(line).equals(EnumSet.of(Mode.ENFORCE)))
                        ? ", and the logs show that this has happened."
                        : "."))
            + " Devices with version "
            + warning()
            + " or later, but below "
            + enforcing()
            + ", still connect in most cases, and write a warning to their log.");
    paragraph(
        "Apple's requirements have two parts: App Transport Security (ATS), and FCP v2.1, a stricter"
            + " set of rules for TLS by NIAP, a United States office for the security of products."
            + (aboutSuites()
                ? " ATS allows a group of cipher suites, and FCP v2.1 a smaller one."
                : ""));
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
      heading(3, numbered(number) + rule(fault).map(Rule::title).orElse("A message in new words"));
      paragraph(
          rule(fault)
              .map(rule -> rule.meaning().strip())
              .orElse(
                  "The message is marked as a violation of Apple's requirements. Its words are new,"
                      + " and their meaning is not known to us."));
      fault.lines().stream().limit(MAX_MESSAGES).forEach(this::message);
      more(fault);
    }
    paragraph("What a process was doing is inferred from its name.");
  }

  /** Names the servers of the messages that are left out, and says how many messages they are. */
  private void more(Letter.Fault fault) {
    List<LetterLine> shown = fault.lines().stream().limit(MAX_MESSAGES).toList();
    List<LetterLine> others = fault.lines().stream().skip(MAX_MESSAGES).toList();
    if (others.isEmpty()) {
      return;
    }
    Set<String> servers = new TreeSet<>();
    others.forEach(line -> servers.add(line.server()));
    shown.forEach(line -> servers.remove(line.server()));
    paragraph(
        "There are "
            + others.size()
            + " further messages of this kind"
            + (servers.isEmpty() ? "." : ", also about these servers:"));
    if (!servers.isEmpty()) {
      blocks.add(new Block.Items(List.copyOf(servers)));
    }
  }

  private String numbered(int number) {
    return letter.faults().size() == 1 ? "" : number + ". ";
  }

  private void message(LetterLine line) {
    blocks.add(new Block.Listing(cut(line.message())));
    paragraph(times(line) + " " + writer(line) + " " + release(line));
  }

  private static String cut(String message) {
    return message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + " ..." : message;
  }

  private static String times(LetterLine line) {
    String seen =
        "Seen "
            + (line.count() == 1 ? "once" : line.count() + " times")
            + (line.devices() > 1 ? " on " + line.devices() + " devices" : "");
    if (line.first().isEmpty()) {
      return seen + "; the log gives no time.";
    }
    return line.count() == 1
        ? seen + ", at " + LogReport.time(line.first()) + "."
        : seen
            + ", from "
            + LogReport.time(line.first())
            + " to "
            + LogReport.time(line.last())
            + ".";
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
    if (modes.equals(EnumSet.of(Mode.WARN))) {
      return "The device has a version below "
          + enforcing()
          + " (inferred from the word 'Warning'). "
          + (line.violation().equals(Optional.of(Violation.CERTIFICATE_NOT_TRUSTED))
              ? "Devices of every version refuse a certificate that they do not trust."
              : "Such a version does not refuse the connection for this reason.");
    }
    return modes.equals(EnumSet.of(Mode.ENFORCE))
        ? "The device refused the connection; it has version "
            + enforcing()
            + " or later (inferred from the word 'Error')."
        : "The message does not show which version the device has.";
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

  private boolean anyLine(Predicate<LetterLine> condition) {
    return letter.faults().stream().flatMap(fault -> fault.lines().stream()).anyMatch(condition);
  }

  private static boolean beginsLike(String message, OsRelease release, Violation violation) {
    String text = release.behaviour().messages().get(violation).toString();
    return message.startsWith(text.substring(0, text.indexOf(' ') + 1));
  }

  private void matters() {
    heading(2, "Why it matters");
    paragraph(
        "From version "
            + enforcing()
            + " on, iOS, iPadOS, macOS, tvOS, visionOS and watchOS enforce the requirements in mobile"
            + " device management (MDM), enrolment, the installation of configuration profiles and"
            + " of apps, and software updates (Apple's release notes). A device that refuses your"
            + " server can no longer do what its log shows:");
    blocks.add(new Block.Items(stopped()));
    choice().ifPresent(this::paragraph);
    if (letter.faults().stream().anyMatch(this::hardens)) {
      paragraph(
          "A device that refuses the connection writes nearly the same message as above, but with"
              + " 'Error' in place of 'Warning' (inferred from the texts in Apple's software).");
    }
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

  private List<String> stopped() {
    Set<String> stopped = new LinkedHashSet<>();
    boolean unknown = false;
    for (Letter.Fault fault : letter.faults()) {
      for (LetterLine line : fault.lines()) {
        Optional<SystemProcess> process = knowledge.process(line);
        process.ifPresent(one -> stopped.add(one.activity() + ": " + one.doing()));
        unknown = unknown || process.isEmpty();
      }
    }
    if (unknown) {
      stopped.add("something that the log does not name");
    }
    return List.copyOf(stopped);
  }

  /** Whether a release that enforces may get something better from the same server. */
  private boolean isOfTheChoice(Letter.Fault fault) {
    return rule(fault).flatMap(rule -> rule.messages().onlyLogged()).isPresent();
  }

  /** The numbers of the faults in what the server chose. */
  private List<Integer> ofTheChoice() {
    return IntStream.range(0, letter.faults().size())
        .filter(i -> isOfTheChoice(letter.faults().get(i)))
        .mapToObj(i -> i + 1)
        .toList();
  }

  /** What the newer releases do where the server chose something that they do not offer. */
  private Optional<String> choice() {
    List<Integer> numbers = ofTheChoice();
    return numbers.isEmpty() || numbers.size() == letter.faults().size()
        ? Optional.empty()
        : Optional.of(
            "An exception is possible for "
                + (numbers.size() == 1 ? "number " : "the numbers ")
                + words(numbers)
                + ": devices with version "
                + enforcing()
                + " or later do not offer what your server chose. If it has something else that they"
                + " offer, they connect (inferred). If it has not, the connection fails.");
  }

  private static String words(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private void change() {
    heading(2, "What to change");
    exceptions().forEach(this::paragraph);
    Map<String, List<Integer>> byRemedy = new LinkedHashMap<>();
    Map<String, Rule> ruleOf = new TreeMap<>();
    for (int i = 0; i < letter.faults().size(); i++) {
      Optional<Rule> rule = rule(letter.faults().get(i));
      String remedy =
          rule.map(one -> one.remedy().text().strip())
              .orElse("Compare the message and the server with Apple's article.");
      rule.ifPresent(one -> ruleOf.putIfAbsent(remedy, one));
      byRemedy.computeIfAbsent(remedy, text -> new ArrayList<>()).add(i + 1);
    }
    Set<String> shown = new LinkedHashSet<>();
    byRemedy.forEach(
        (remedy, numbers) -> {
          paragraph(forNumbers(numbers) + remedy);
          Rule rule = ruleOf.get(remedy);
          if (rule != null) {
            configuration(rule, shown);
          }
        });
  }

  private String forNumbers(List<Integer> numbers) {
    return letter.faults().size() == 1
        ? ""
        : (numbers.size() == 1 ? "Number " : "Numbers ") + words(numbers) + ": ";
  }

  /** Apple's exceptions that may apply to these connections. */
  private Set<String> exceptions() {
    Set<String> texts = new LinkedHashSet<>();
    for (Letter.Fault fault : letter.faults()) {
      for (LetterLine line : fault.lines()) {
        knowledge.process(line).stream()
            .flatMap(process -> process.exceptions().stream())
            .filter(exemption -> exemption.mayApply(fault.violation()))
            .forEach(exemption -> texts.add("Exception: " + exemption.text()));
      }
    }
    return texts;
  }

  private List<Product> products() {
    return knowledge.products().stream()
        .filter(product -> letter.products().contains(product.label()))
        .toList();
  }

  private void configuration(Rule rule, Set<String> shown) {
    for (Product product : products()) {
      String snippet = rule.remedy().fix().snippet(product);
      if (shown.add(product.label() + "\n" + snippet)) {
        paragraph(
            "For "
                + product.title()
                + ", in "
                + product.place()
                + standsFor(snippet)
                + (product.notRun().isPresent()
                    ? " (from the documents of the vendor; we have not tried it)"
                    : "")
                + ":");
        blocks.add(new Block.Listing(named(snippet.stripTrailing())));
      }
    }
    if (letter.products().isEmpty() && rule.remedy().commands().isPresent()) {
      String commands = rule.remedy().commands().get().stripTrailing();
      if (shown.add(commands)) {
        paragraph("Commands of OpenSSL that help" + standsFor(commands) + ":");
        blocks.add(new Block.Listing(named(commands)));
      }
    }
  }

  private String standsFor(String text) {
    return text.contains(EXAMPLE) && named(text).contains(EXAMPLE)
        ? ", where " + EXAMPLE + " stands for your server"
        : "";
  }

  /** A text with the server's name in place of the example, if the letter is about one server. */
  private String named(String text) {
    return letter.single() && letter.servers().get(0).matches(HOST)
        ? text.replace(EXAMPLE, letter.servers().get(0))
        : text;
  }

  private void check() {
    heading(2, "How to check");
    paragraph(
        "On a Mac with version "
            + warning()
            + " or later, which trusts the certificate of the server, in Terminal:");
    blocks.add(new Block.Listing(commands(Retest::nscurl)));
    paragraph(
        "The test 'ATS Default Connection', and below 'Configuring NIAP TLS package version"
            + " requirements' the test FCP_v2.1, must have the result PASS.");
    paragraph(
        "We also use the program ATS harness. It connects as an Apple device does, on any computer,"
            + " and says whether such a device accepts the server:");
    blocks.add(new Block.Listing(commands(Retest::probe)));
    paragraph("If the server does not use port 443, add its port: https://NAME:PORT/.");
    Source article = knowledge.article();
    blocks.add(
        new Block.Reference(
            "The requirements, the messages and the remedies are in " + article.title(),
            article.url().orElseThrow().toString()));
  }

  private String commands(UnaryOperator<String> command) {
    List<String> servers = letter.servers();
    String all =
        servers.stream().limit(MAX_COMMANDS).map(command).collect(Collectors.joining("\n"));
    return servers.size() > MAX_COMMANDS ? all + "\n# and so on" : all;
  }

  private Optional<Rule> rule(Letter.Fault fault) {
    return knowledge.rule(fault.violation());
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
