package dev.atsharness.drill.internal;

import dev.atsharness.drill.internal.Contact.Phase;
import dev.atsharness.drill.internal.Server.Part;
import dev.atsharness.log.LogFormat;
import dev.atsharness.scenario.internal.DrillMaterial;
import dev.atsharness.scenario.internal.DrillMaterial.Noise;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The log of a drill: the exports of the devices one after the other, each with the connections to
 * the servers between lines of noise. Not for use by several threads.
 */
final class LogScript {

  /** A printed line of the log. */
  record Printed(int number, String text, ScriptLine line) {}

  /** A contact of whose first connection one line has unknown words. */
  private record Strange(Server server, Contact contact) {}

  /** A connection at its time. */
  private record Planned(
      Server server, Contact contact, Optional<String> strange, OffsetDateTime begin) {}

  private static final Instant EPOCH = Instant.parse("2026-10-05T06:00:00Z");
  private static final ZoneOffset ZONE = ZoneOffset.ofHours(2);
  private static final int DAYS = 40;
  private static final Duration WINDOW = Duration.ofMinutes(10);

  /** The first and the second half of an export have this much time between them. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private static final int DECOYS = 2;

  private final DrillMaterial material;
  private final SeededRandom dice;
  private final Level level;
  private final List<Server> servers;
  private final Optional<Strange> strange;
  private final List<String> text = new ArrayList<>();
  private final List<Printed> printed = new ArrayList<>();
  private final Map<Device, OffsetDateTime> halves = new HashMap<>();

  /**
   * @param name of the drill, for the heading of each export
   */
  LogScript(
      DrillMaterial material,
      SeededRandom dice,
      Level level,
      DrillPlan plan,
      List<Server> servers,
      String name) {
    this.material = material;
    this.dice = dice;
    this.level = level;
    this.servers = servers;
    boolean odd = level.subtle() || (level.reports() && dice.chance(50));
    this.strange = odd ? strange() : Optional.empty();
    List<Device> devices = plan.devices();
    for (int i = 0; i < devices.size(); i++) {
      text.add(
          name
              + ": artificial log. Device "
              + (i + 1)
              + " of "
              + devices.size()
              + ": "
              + devices.get(i).title()
              + ".");
      export(devices.get(i));
    }
  }

  /** All lines, including the header of each export. */
  List<String> text() {
    return text;
  }

  /** The lines that are events. */
  List<Printed> printed() {
    return printed;
  }

  /** The time between the two halves of a device's export. */
  OffsetDateTime half(Device device) {
    return halves.get(device);
  }

  /** A contact with a faulty server. */
  private Optional<Strange> strange() {
    List<Strange> possible =
        servers.stream()
            .filter(server -> server.part() == Part.FAULTY)
            .flatMap(
                server -> server.contacts().stream().map(contact -> new Strange(server, contact)))
            .filter(one -> !one.contact.course().clear())
            .filter(one -> !one.contact.course().logged().isEmpty())
            .toList();
    return possible.isEmpty() ? Optional.empty() : Optional.of(dice.pick(possible));
  }

  private void export(Device device) {
    OffsetDateTime begin =
        EPOCH
            .plus(Duration.ofDays(dice.below(DAYS)))
            .plusSeconds(dice.below(6 * 60 * 60))
            .atOffset(ZONE);
    halves.put(device, begin.plus(WINDOW.dividedBy(2)).truncatedTo(ChronoUnit.SECONDS));
    NoiseSource noise = new NoiseSource(material, device.platform(), dice);
    List<ScriptLine> lines = new ArrayList<>(connections(device, noise, begin));
    for (int i = 0; i < level.noise(); i++) {
      lines.add(ScriptLine.other(noise.event(noise.ordinary(), moment(begin, Phase.WHOLE))));
    }
    for (Noise decoy : noise.decoys().subList(0, DECOYS)) {
      lines.add(
          ScriptLine.decoy(
              noise.event(decoy, moment(begin, Phase.WHOLE)), decoy.decoy().orElseThrow()));
    }
    lines.sort(Comparator.comparing(line -> line.event().timestamp()));
    text.addAll(LogFormat.DEFAULT.header());
    for (ScriptLine line : lines) {
      text.add(LogFormat.DEFAULT.line(line.event()));
      printed.add(new Printed(text.size(), text.get(text.size() - 1), line));
    }
  }

  /** The lines of all connections. A process numbers its connections in the order of time. */
  private List<ScriptLine> connections(Device device, NoiseSource noise, OffsetDateTime begin) {
    List<Planned> planned =
        servers.stream()
            .flatMap(
                server ->
                    server.contacts().stream()
                        .filter(contact -> contact.device().equals(device))
                        .flatMap(contact -> planned(server, contact, begin)))
            .sorted(Comparator.comparing(Planned::begin))
            .toList();
    Map<String, Integer> numbers = new HashMap<>();
    List<ScriptLine> lines = new ArrayList<>();
    for (Planned one : planned) {
      String process = one.contact.process();
      int number = numbers.merge(process, 1 + dice.below(4), Integer::sum);
      lines.addAll(
          new ConnectionLines(
                  material, dice, one.server, one.contact, noise.pid(process), number, one.begin)
              .lines(one.strange));
    }
    return lines;
  }

  private Stream<Planned> planned(Server server, Contact contact, OffsetDateTime begin) {
    List<Planned> all = new ArrayList<>();
    for (int i = 0; i < contact.times(); i++) {
      boolean odd = i == 0 && strange.equals(Optional.of(new Strange(server, contact)));
      all.add(
          new Planned(
              server,
              contact,
              odd ? Optional.of(dice.pick(material.lines().unknownMessages())) : Optional.empty(),
              moment(begin, contact.phase())));
    }
    return all.stream();
  }

  /** A random time within the export, to the microsecond. */
  private OffsetDateTime moment(OffsetDateTime begin, Phase phase) {
    Duration half = WINDOW.minus(PAUSE).dividedBy(2);
    Duration length = phase == Phase.WHOLE ? WINDOW : half;
    Duration from = phase == Phase.SECOND_HALF ? WINDOW.minus(half) : Duration.ZERO;
    long micros = (long) dice.below((int) length.toMillis()) * 1000 + dice.below(1000);
    return begin.plus(from).plusNanos(micros * 1000);
  }
}
