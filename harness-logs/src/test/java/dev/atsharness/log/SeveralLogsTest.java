package dev.atsharness.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the logs of several devices, and several logs of one device. */
class SeveralLogsTest {

  private static final String EMS =
      "Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated without extended master secret (EMS) for"
          + " server: ";

  @TempDir Path directory;

  private final LogReader reader =
      new LogReader(Clock.fixed(Clock.systemUTC().instant(), ZoneOffset.UTC));
  private final List<LoggedViolation> found = new ArrayList<>();

  @Test
  void eachViolationNamesItsDevice() throws IOException {
    Path phone = write("phone.txt", line("31.456789", "0x1", "a.example"));
    Path tablet = write("tablet.txt", line("32.456789", "0x2", "b.example"));

    LogSummary summary = reader.read(List.of(tablet, phone), found::add);

    assertThat(found).extracting(LoggedViolation::device).containsExactly("tablet", "phone");
    assertThat(summary.devices()).containsExactly("phone", "tablet");
    assertThat(summary.sources()).containsExactly(tablet.toString(), phone.toString());
    assertThat(summary.repeats()).isEqualTo(new Repeats(0, true));
  }

  @Test
  void inADirectoryEachEntryIsADevice() throws IOException {
    write("logs/phone/monday.txt", line("31.456789", "0x1", "a.example"));
    write("logs/phone/tuesday.txt", line("32.456789", "0x1", "a.example"));
    write("logs/tablet.ndjson.txt", line("33.456789", "0x2", "a.example"));

    reader.read(directory.resolve("logs"), found::add);

    assertThat(found)
        .extracting(LoggedViolation::device)
        .containsExactly("phone", "phone", "tablet");
  }

  @Test
  void anUnpackedSysdiagnoseIsOneDevice() throws IOException {
    write("sysdiagnose_1_iPhone/ats.txt", line("31.456789", "0x1", "a.example"));
    write("sysdiagnose_1_iPhone/more/ats.txt", line("32.456789", "0x1", "a.example"));
    Files.createDirectory(directory.resolve("sysdiagnose_1_iPhone/system_logs.logarchive"));

    reader.read(directory.resolve("sysdiagnose_1_iPhone"), found::add);

    assertThat(found)
        .extracting(LoggedViolation::device)
        .containsExactly("sysdiagnose_1_iPhone", "sysdiagnose_1_iPhone");
  }

  @Test
  void overlappingLogsAreCountedOnce() throws IOException {
    String both = line("32.456789", "0x1", "a.example");
    Path monday = write("monday.txt", line("31.456789", "0x1", "a.example") + both);
    Path tuesday = write("tuesday.txt", both + line("33.456789", "0x1", "a.example"));
    LogExplanation explanation = new LogExplanation();

    LogSummary summary = reader.read(List.of(monday, tuesday), explanation);

    assertThat(explanation.violations()).isEqualTo(3);
    assertThat(explanation.findings())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.count()).isEqualTo(3);
              assertThat(one.devices()).containsOnlyKeys("monday", "tuesday");
              assertThat(one.devices()).containsEntry("monday", 2L).containsEntry("tuesday", 1L);
            });
    assertThat(summary.repeats()).isEqualTo(new Repeats(1, true));
  }

  @Test
  void theSameEventInAnotherStyleIsOneEvent() throws IOException {
    Path text = write("a.txt", line("31.456789", "0x1", "a.example"));
    Path json =
        write(
            "b.jsonl",
            "{\"subsystem\":\"com.apple.network\",\"log_type\":\"Info\",\"process\":\"/x/mdmd\","
                + "\"message\":\"f(1) [C1:1][0x1] "
                + EMS
                + "a.example\",\"timestamp\":\"2026-04-30T08:12:31.456789123Z\"}\n");

    assertThat(reader.read(List.of(text, json), found::add).repeats().count()).isEqualTo(1);
    assertThat(found).hasSize(1);
  }

  @Test
  void whatALogRepeatsItselfIsCounted() throws IOException {
    String line = line("31.456789", "0x1", "a.example");
    Path twice = write("twice.txt", line + line);
    Path three = write("three.txt", line + line + line);

    LogSummary summary = reader.read(List.of(twice, three), found::add);

    assertThat(found).hasSize(3);
    assertThat(summary.repeats().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"31.456789, 0x1, 0x2", "31.000000, 0x1, 0x1", "31.456789, '', ''"})
  void twoDevicesMayWriteTheSameAtOnce(String second, String one, String other) throws IOException {
    Path phone = write("phone.txt", line(second, one, "a.example"));
    Path tablet = write("tablet.txt", line(second, other, "a.example"));

    reader.read(List.of(phone, tablet), found::add);

    assertThat(found).hasSize(2);
  }

  @Test
  void anotherProcessOrServerIsAnotherEvent() throws IOException {
    String line = line("31.456789", "0x1", "a.example");
    Path[] logs = {
      write("a.txt", line),
      write("b.txt", line.replace("mdmd", "profiled")),
      write("c.txt", line.replace("a.example", "b.example"))
    };

    reader.read(Arrays.asList(logs), found::add);

    assertThat(found).hasSize(3);
  }

  @Test
  void aRepeatIsAViolationOfItsLog() throws IOException {
    String line = line("31.456789", "0x1", "a.example");

    LogSummary summary =
        reader.read(List.of(write("a.txt", line), write("b.txt", line)), found::add);

    assertThat(summary.unread()).isEmpty();
    assertThat(found).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "/logs/phone.ndjson, phone",
    "phone.tar.gz, phone",
    "sysdiagnose_2026.04.30_iPhone-OS_iPhone_23E5.tar.gz,"
        + " sysdiagnose_2026.04.30_iPhone-OS_iPhone_23E5",
    "system_logs.logarchive/, system_logs",
    "C:\\logs\\Phone.TXT, Phone",
    ".log, .log",
    "standard input, standard input"
  })
  void aDeviceHasTheNameOfItsLog(String path, String name) {
    assertThat(DeviceName.of(path)).isEqualTo(name);
  }

  private static String line(String second, String pointer, String host) {
    return "2026-04-30 10:12:"
        + second
        + "+0200 0x1a2b3    Info        0x0                  412    0    mdmd: (libboringssl.dylib)"
        + " [com.apple.network:boringssl] f(1) [C1:1]"
        + (pointer.isEmpty() ? " " : "[" + pointer + "] ")
        + EMS
        + host
        + "\n";
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
