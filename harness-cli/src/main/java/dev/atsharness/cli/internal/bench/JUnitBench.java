package dev.atsharness.cli.internal.bench;

import dev.atsharness.io.internal.TemporaryFiles;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Measures {@code @StartHarness} in a test class as users write it. The class is compiled here and
 * runs in a JVM with default options, because that is the JVM of a user.
 */
final class JUnitBench {

  private static final String BEGINS = "the first test method has ";

  private final BenchOptions options;
  private final Path repository;
  private final Measurements measured;

  /**
   * @param repository the local Maven repository
   */
  JUnitBench(BenchOptions options, Path repository, Measurements measured) {
    this.options = options;
    this.repository = repository;
    this.measured = measured;
  }

  void run() throws IOException {
    measure("JVM start to the first test method, @StartHarness", "WithHarness");
    measure("JVM start to the first test method, no harness", "WithoutHarness");
  }

  private void measure(String name, String testClass) throws IOException {
    List<Path> jars = JUnitJars.in(repository);
    List<Path> missing = JUnitJars.missing(jars);
    if (!missing.isEmpty()) {
      measured.add(
          Figure.notMeasured(
              name,
              "there is no "
                  + missing.get(0)
                  + "; './mvnw verify' gets it, and --maven-repository names another repository"));
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      measured.add(Figure.notMeasured(name, "this Java has no compiler; use a JDK"));
      return;
    }
    Path directory = TemporaryFiles.directory("ats-harness-bench-junit", "the benchmark");
    try {
      String classPath =
          Stream.concat(
                  Stream.of(
                      directory.toString(), ManagementFactory.getRuntimeMXBean().getClassPath()),
                  jars.stream().map(Path::toString))
              .collect(Collectors.joining(File.pathSeparator));
      compile(compiler, directory, classPath);
      Samples samples = new Samples();
      for (int round = 1; round <= options.rounds(); round++) {
        options.progress(name, round);
        samples.add(start(classPath, testClass));
      }
      measured.add(Figure.of(name, "ms", samples));
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void compile(JavaCompiler compiler, Path directory, String classPath)
      throws IOException {
    Path source = directory.resolve("UserTest.java");
    Files.writeString(source, JUnitJars.resource("UserTest.txt"));
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of("-proc:none", "-cp", classPath, "-d", directory.toString()),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      if (!compiled) {
        throw new IOException("the test class does not compile: " + said);
      }
    }
  }

  /** Returns the milliseconds from the start of the JVM until the test method runs. */
  private static double start(String classPath, String testClass) throws IOException {
    String java = ProcessHandle.current().info().command().orElse("java");
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(java, "-cp", classPath, "UserTest", testClass)
            .redirectErrorStream(true)
            .start();
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(BEGINS)) {
          double took = (System.nanoTime() - begun) / 1e6;
          lines.transferTo(StringWriter.nullWriter()); // waits for the end of the process
          return took;
        }
        said.append(line).append('\n');
      }
    }
    throw new IOException("the test method did not run: " + said);
  }
}
