package dev.atsharness.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launchers build again if a source of the jar is newer than the jar. The shell's is run in a
 * checkout whose build takes no time; the one of Windows is only read.
 */
class LauncherTest {

  private static final Path ROOT = Path.of("..");

  @TempDir Path directory;

  /** The path has what a shell could trip over. */
  private Path checkout;

  @BeforeEach
  void makeACheckoutThatIsBuiltAtOnce() throws IOException {
    checkout = Files.createDirectories(directory.resolve("it's a $check out"));
    for (String file : List.of("ats-harness", "deploy/jvm.options")) {
      Path copy = checkout.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(ROOT.resolve(file), copy);
    }
    assertThat(checkout.resolve("ats-harness").toFile().setExecutable(true)).isTrue();
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    Files.createDirectories(checkout.resolve("harness-cli/target"));
    writeJar(directory.resolve("built.jar"));
    Path build = checkout.resolve("mvnw");
    Files.writeString(
        build,
        "#!/bin/sh\necho build >>builds\ncp ../built.jar harness-cli/target/ats-harness.jar\n");
    assertThat(build.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void theyLookAtEveryDirectoryOfData() throws IOException {
    String shell = Files.readString(ROOT.resolve("ats-harness"));
    String windows = Files.readString(ROOT.resolve("deploy/launcher.ps1"));

    List<String> data = data();
    assertThat(data).contains("catalog", "rules", "releases");
    for (String name : data) {
      assertThat(shell).contains("\"$root/scenarios/" + name + "\"");
      assertThat(windows).contains("'" + name + "'");
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
  void buildsOnceAndHandsOnTheArguments() throws Exception {
    Ended first = await(launch(Map.of(), "a b", "c*"));
    Ended second = await(launch(Map.of(), "d"));

    assertThat(first.exit()).as(first.errors()).isZero();
    assertThat(first.output()).isEqualTo("[a b, c*]\n");
    assertThat(first.errors()).contains("ats-harness: building");
    assertThat(second).isEqualTo(new Ended(0, "[d]\n", ""));
    assertThat(builds()).isEqualTo(1);
    assertThat(leftOver()).isEmpty();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
  void aNewerSourceIsBuilt() throws Exception {
    await(launch(Map.of()));
    Path source = Files.createDirectories(checkout.resolve("harness-cli/src/main"));
    Files.setLastModifiedTime(
        Files.writeString(source.resolve("A.java"), ""),
        FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(await(launch(Map.of())).errors()).contains("ats-harness: building");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
  void oneOfManyBuilds() throws Exception {
    List<Process> many = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      many.add(launch(Map.of(), "x"));
    }

    for (Process one : many) {
      Ended ended = await(one);
      assertThat(ended.output()).as(ended.errors()).isEqualTo("[x]\n");
    }
    assertThat(builds()).isEqualTo(1);
    assertThat(leftOver()).isEmpty();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
  void aLockWhoseOwnerIsGoneIsTaken() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    String host = await(new ProcessBuilder("uname", "-n").start()).output().strip();
    Path lock = Files.createDirectories(checkout.resolve(".ats-harness")).resolve("lock");
    Files.createSymbolicLink(lock, Path.of(gone.pid() + "@" + host));

    assertThat(await(launch(Map.of(), "x")).output()).isEqualTo("[x]\n");
    assertThat(leftOver()).isEmpty();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
  void aBuildWhoseLauncherIsKilledIsWaitedFor() throws Exception {
    Path begun = pipe("begun");
    Path go = pipe("go");
    Files.writeString(
        checkout.resolve("mvnw"),
        """
        #!/bin/sh
        [ ! -e building ] || echo two >>builds
        : >building
        [ -e released ] || { echo >../begun; read x <../go; : >released; }
        cp ../built.jar harness-cli/target/ats-harness.jar
        rm building
        echo build >>builds
        """);
    Process first = launch(Map.of(), "x");
    Files.readString(begun);
    first.destroyForcibly().waitFor();
    Process second = launch(Map.of(), "y");
    BufferedReader errors = second.errorReader();
    assertThat(errors.readLine()).contains("ats-harness: waiting for process");
    Files.writeString(go, "\n");

    assertThat(second.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(second.exitValue()).isZero();
    assertThat(new String(second.getInputStream().readAllBytes(), UTF_8)).isEqualTo("[y]\n");
    assertThat(Files.readAllLines(checkout.resolve("builds"))).doesNotContain("two");
  }

  private Path pipe(String name) throws IOException, InterruptedException {
    Path pipe = directory.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
  void aFailedBuildIsNotRun() throws Exception {
    Files.writeString(checkout.resolve("mvnw"), "#!/bin/sh\necho '[ERROR] it broke'\nexit 1\n");

    Ended ended = await(launch(Map.of()));

    assertThat(ended.exit()).isEqualTo(3);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors()).contains("[ERROR] it broke").contains("build.log");
    assertThat(leftOver()).isEmpty();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
  void aWrongJavaIsNamed() throws Exception {
    Ended ended = await(launch(Map.of("JAVA_HOME", "/nowhere")));

    assertThat(ended.exit()).isEqualTo(3);
    assertThat(ended.errors()).contains("JAVA_HOME is /nowhere").contains("JDK 17");
  }

  private Process launch(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(checkout.resolve("ats-harness").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** What is written is short, so that no pipe fills. */
  private static Ended await(Process process) throws IOException, InterruptedException {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Ended(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), UTF_8),
        new String(process.getErrorStream().readAllBytes(), UTF_8));
  }

  private record Ended(int exit, String output, String errors) {}

  private int builds() throws IOException {
    return Files.readAllLines(checkout.resolve("builds")).size();
  }

  private List<String> leftOver() throws IOException {
    try (Stream<Path> entries = Files.list(checkout.resolve(".ats-harness"))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.equals("lock") || name.matches(".*\\.[0-9]+"))
          .toList();
    }
  }

  /** A jar whose program prints its arguments. */
  private void writeJar(Path jar) throws IOException {
    Path source =
        Files.writeString(
            directory.resolve("Echo.java"),
            """
            public class Echo {
              public static void main(String[] arguments) {
                System.out.println(java.util.Arrays.toString(arguments));
              }
            }
            """);
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, "-d", directory.toString(), source.toString());
    assertThat(status).as(errors.toString(UTF_8)).isZero();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Echo");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry("Echo.class"));
      out.write(Files.readAllBytes(directory.resolve("Echo.class")));
    }
  }

  private static List<String> data() throws IOException {
    try (Stream<Path> entries = Files.list(ROOT.resolve("scenarios"))) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !Set.of("src", "target").contains(name))
          .toList();
    }
  }
}
