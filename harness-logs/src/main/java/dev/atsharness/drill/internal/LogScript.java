package dev.atsharness.drill.internal;

import dev.atsharness.drill.internal.ScriptLine.Kind;
import dev.atsharness.drill.internal.Server.Part;
import dev.atsharness.log.LogFormat;
import dev.atsharness.scenario.internal.DrillMaterial;
import dev.atsharness.scenario.internal.DrillMaterial.Noise;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The log of a drill: the exports of the devices one after the other, each with the connections to
 * all servers between lines of noise. Not for use by several threads.
 */
final class LogScript {

  /** A printed line of the log. */
  record Printed(int number, String text, ScriptLine line) {}

  private static final Instant EPOCH = Instant.parse("2026-10-05T06:00:00Z");
  private static final ZoneId ZONE = ZoneOffset.ofHours(2);
  private static final int DAYS = 40;
  private static final Duration WINDOW = Duration.ofMinutes(9);
  private static final int MAX_CONNECTIONS = 3;

  private final DrillMaterial material;
  private final SeededRandom dice;
  private final Level level;
  private final List<Server> servers;
  private final List<String> text = new ArrayList<>();
  private final List<Printed> printed = new ArrayList<>();

  LogScript(
      DrillMaterial material,
      SeededRandom dice,
      Level level,
      List<Device> devices,
      List<Server> servers) {
    this.material = material;
    this.dice = dice;
    this.level = level;
    this.servers = servers;
    Device strange = dice.pick(devices);
    devices.forEach(device -> export(device, level.subtle() && device.equals(strange)));
  }

  /** All lines, including the header of each export. */
  List<String> text() {
    return text;
  }

  /** The lines that are events. */
  List<Printed> printed() {
    return printed;
  }

  private void export(Device device, boolean strange) {
    Instant begin =
        EPOCH.plus(Duration.ofDays(dice.below(DAYS))).plusSeconds(dice.below(6 * 60 * 60));
    NoiseSource noise = new NoiseSource(material, device.platform(), dice);
    List<ScriptLine> lines = new ArrayList<>();
    for (Server server : servers) {
      server.visits().stream()
          .filter(visit -> visit.profile().equals(device.profile()))
          .forEach(visit -> lines.addAll(connections(device, server, visit, noise, begin)));
    }
    if (strange) {
      lines.add(strange(device, noise, begin));
    }
    for (int i = 0; i < level.noise(); i++) {
      lines.add(ScriptLine.other(noise.event(noise.ordinary(), moment(begin))));
    }
    for (Noise decoy : noise.decoys().subList(0, 2)) {
      lines.add(new ScriptLine(noise.event(decoy, moment(begin)), Kind.DECOY, decoy.decoy().get()));
    }
    lines.sort(Comparator.comparing(line -> line.event().timestamp()));
    text.addAll(LogFormat.DEFAULT.header());
    for (ScriptLine line : lines) {
      text.add(LogFormat.DEFAULT.line(line.event()));
      printed.add(new Printed(text.size(), text.get(text.size() - 1), line));
    }
  }

  /** The lines of a few connections, because a process tries again. */
  private List<ScriptLine> connections(
      Device device, Server server, ExpectedVisit visit, NoiseSource noise, Instant begin) {
    String process = server.processes().get(device.platform());
    List<ScriptLine> lines = new ArrayList<>();
    int times = 1 + dice.below(MAX_CONNECTIONS);
    for (int i = 0; i < times; i++) {
      lines.addAll(connection(server, visit, process, noise, begin).lines());
    }
    return lines;
  }

  /** A message in unknown words about a server that has to be changed for other reasons. */
  private ScriptLine strange(Device device, NoiseSource noise, Instant begin) {
    Server server = dice.pick(servers.stream().filter(one -> one.part() == Part.FAULTY).toList());
    ExpectedVisit visit = server.visits().get(0);
    return connection(server, visit, server.processes().get(device.platform()), noise, begin)
        .unknown(dice.pick(material.unknownMessages()).replace(DrillMaterial.HOST, server.host()));
  }

  private Connection connection(
      Server server, ExpectedVisit visit, String process, NoiseSource noise, Instant begin) {
    return new Connection(
        server,
        visit,
        process,
        noise.pid(process),
        1 + dice.below(60),
        moment(begin).toInstant(),
        ZONE);
  }

  /** A random time within the export, to the microsecond. */
  private OffsetDateTime moment(Instant begin) {
    long micros = (long) dice.below((int) WINDOW.toMillis()) * 1000 + dice.below(1000);
    return begin.plusNanos(micros * 1000).atZone(ZONE).toOffsetDateTime();
  }
}
