package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new release needs one more data file and no Java file. The checks are in {@link
 * ImaginaryReleaseChecks}; the classes are loaded with a copy of the data that has the file.
 */
class ImaginaryReleaseIT {

  private static final Path SCENARIOS = Path.of("..", "scenarios");

  @TempDir static Path directory;

  @TestFactory
  Stream<DynamicTest> whatMustBeTrueOfOneMoreRelease() throws Exception {
    Path module = copy("alike");
    return checks(ImaginaryReleaseChecks.class, compiled(module, "alike-classes"));
  }

  @TestFactory
  Stream<DynamicTest> whatMustBeTrueOfOneThatHasItsOwnWords() throws Exception {
    Path module = copy("own-words");
    Path rule = module.resolve("rules/ems-not-negotiated.yaml");
    String text = Files.readString(rule);
    String changed =
        text.replace("read-as:", "  \"27.9\": \"" + ImaginaryReleaseWords.TEXT + "\"\nread-as:");
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(rule, changed);
    return checks(ImaginaryReleaseWords.class, compiled(module, "own-words-classes"));
  }

  /** Makes a test of each public method. */
  private static Stream<DynamicTest> checks(Class<?> checks, OtherData loader) throws Exception {
    Class<?> same = loader.loadClass(checks.getName());
    Object instance = same.getDeclaredConstructor().newInstance();
    List<Method> methods =
        Arrays.stream(same.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .toList();
    assertThat(methods).isNotEmpty();
    return methods.stream()
        .map(
            method ->
                dynamicTest(
                    method.getName(),
                    () -> {
                      try {
                        method.invoke(instance);
                      } catch (java.lang.reflect.InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }));
  }

  private static Path copy(String name) throws IOException {
    Path module = Files.createDirectory(directory.resolve(name));
    List<Path> files;
    try (Stream<Path> found = Files.walk(SCENARIOS)) {
      files =
          found
              .filter(file -> file.toString().endsWith(".yaml"))
              .filter(file -> !SCENARIOS.relativize(file).startsWith("target"))
              .toList();
    }
    for (Path file : files) {
      Path target = module.resolve(SCENARIOS.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
    Files.writeString(
        module.resolve("releases/27.9.yaml"),
        """
        title: A release that is imaginary
        sources:
          - {evidence: inferred, source: harness, detail: "made up by a test"}
        """);
    return module;
  }

  /** Compiles the data as the build does. */
  private static OtherData compiled(Path module, String name) throws Exception {
    Path classes = Files.createDirectory(directory.resolve(name));
    OtherData loader = new OtherData(classes);
    Method main =
        loader
            .loadClass("dev.atsharness.scenario.internal.CompiledCatalogue")
            .getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    main.invoke(null, (Object) new String[] {module.toString(), classes.toString()});
    return loader;
  }
}
