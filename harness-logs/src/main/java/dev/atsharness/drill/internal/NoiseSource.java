package dev.atsharness.drill.internal;

import dev.atsharness.log.LogEvent;
import dev.atsharness.scenario.internal.DrillMaterial;
import dev.atsharness.scenario.internal.DrillMaterial.Noise;
import dev.atsharness.scenario.internal.Platform;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lines of processes that have nothing to do with the requirements. Not for use by several threads.
 */
final class NoiseSource {

  private static final Pattern BLANK = Pattern.compile("\\{(n|hex|uuid|address|apple)\\}");

  private final DrillMaterial material;
  private final Platform platform;
  private final SeededRandom dice;
  private final Map<String, Integer> pids = new TreeMap<>();

  NoiseSource(DrillMaterial material, Platform platform, SeededRandom dice) {
    this.material = material;
    this.platform = platform;
    this.dice = dice;
  }

  /** A random kind of noise that does not mislead. */
  Noise ordinary() {
    return dice.pick(here().filter(one -> one.decoy().isEmpty()).toList());
  }

  /** The kinds of noise that look like a finding. */
  List<Noise> decoys() {
    return dice.shuffled(here().filter(one -> one.decoy().isPresent()).toList());
  }

  private Stream<Noise> here() {
    return material.lines().noise().stream().filter(one -> one.platforms().contains(platform));
  }

  LogEvent event(Noise noise, OffsetDateTime time) {
    return new LogEvent(
        time,
        noise.level(),
        noise.process(),
        pid(noise.process()),
        noise.sender(),
        noise.subsystem(),
        noise.category(),
        filled(dice.pick(noise.messages())));
  }

  /** The process id, the same for all lines of a process. */
  int pid(String process) {
    if (process.equals("kernel")) {
      return 0;
    }
    return pids.computeIfAbsent(process, any -> 90 + dice.below(900));
  }

  private String filled(String message) {
    return BLANK.matcher(message).replaceAll(this::value);
  }

  private String value(MatchResult blank) {
    return switch (blank.group(1)) {
      case "n" -> Integer.toString(2 + dice.below(97));
      case "hex" -> String.format(Locale.ROOT, "0x1%08x", dice.below(1 << 28) * 8L);
      case "address" ->
          "10." + dice.below(64) + "." + dice.below(256) + "." + (2 + dice.below(250));
      case "apple" -> dice.pick(material.appleServers());
      default -> uuid(dice);
    };
  }

  static String uuid(SeededRandom dice) {
    return String.format(
        Locale.ROOT,
        "%08X-%04X-4%03X-A%03X-%012X",
        dice.below(Integer.MAX_VALUE),
        dice.below(1 << 16),
        dice.below(1 << 12),
        dice.below(1 << 12),
        dice.below(Integer.MAX_VALUE) * 51_511L);
  }
}
