package dev.atsharness.testing;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A class of fuzz tests. A target is a method with {@code @MethodSource}, which names the method
 * with its seeds, and {@code @FuzzTest}; its only parameter is the input.
 *
 * <p>{@code .ci/fuzz} runs the targets with Jazzer. Every other build runs them without Jazzer's
 * agent, which would change all classes of the JVM: with the seeds, with the inputs that fuzzing
 * found, and with changes of both, the same in each build. Then a target may also write nothing to
 * standard error, as some libraries do about malformed input. Jazzer writes what it finds to {@code
 * src/test/resources}, into the directory {@code CLASSInputs/METHOD} beside the class.
 */
public abstract class FuzzTests {

  /** The number of changed inputs for each target in a build. */
  private static final int CHANGED = 100;

  /** The longest input that is changed; others take too long for a build. */
  private static final int MAX_CHANGED = 64 * 1024;

  /** The length of an input in the message of a failure. */
  private static final int MAX_SHOWN = 2_000;

  /** Bytes with a meaning in many formats. */
  private static final byte[] SIGNS =
      "\0\u007f\r\n\t \"'\\<>[]{}()&;:,.=-+/*#%!?@09afAZ".getBytes(StandardCharsets.US_ASCII);

  /** The known inputs of each target. */
  @TestFactory
  public Stream<DynamicTest> everyTargetHoldsForKnownInputsAndChangesOfThem() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Method target : targets()) {
      List<byte[]> known = knownInputs(target);
      tests.add(
          DynamicTest.dynamicTest(
              target.getName() + ": " + known.size() + " known inputs",
              () -> {
                for (byte[] input : known) {
                  run(target, input);
                }
              }));
      tests.add(
          DynamicTest.dynamicTest(
              target.getName() + ": " + CHANGED + " changed inputs",
              () -> {
                SplittableRandom random = new SplittableRandom(target.getName().hashCode());
                List<byte[]> ofUsualLength =
                    known.stream().filter(input -> input.length <= MAX_CHANGED).toList();
                for (int i = 0; i < CHANGED; i++) {
                  run(target, changed(ofUsualLength, random));
                }
              }));
    }
    return tests.stream();
  }

  private List<Method> targets() {
    List<Method> targets =
        Arrays.stream(getClass().getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(FuzzTest.class))
            .sorted(Comparator.comparing(Method::getName))
            .toList();
    if (targets.isEmpty()) {
      throw new IllegalStateException(getClass() + " has no target");
    }
    return targets;
  }

  private List<byte[]> knownInputs(Method target) throws IOException {
    List<byte[]> inputs = new ArrayList<>(List.of(new byte[0]));
    for (String name : target.getAnnotation(MethodSource.class).value()) {
      try {
        Method seeds = getClass().getDeclaredMethod(name);
        seeds.setAccessible(true);
        ((Stream<?>) seeds.invoke(null)).forEach(seed -> inputs.add((byte[]) seed));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("no seeds from " + name, e);
      }
    }
    URL found = getClass().getResource(getClass().getSimpleName() + "Inputs/" + target.getName());
    if (found != null) {
      try (Stream<Path> files = Files.walk(Path.of(found.toURI()))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          inputs.add(Files.readAllBytes(file));
        }
      } catch (URISyntaxException e) {
        throw new IllegalStateException("no path: " + found, e);
      }
    }
    return inputs;
  }

  private void run(Method target, byte[] input) throws IllegalAccessException {
    String which =
        target.getName() + ", for the input of " + input.length + " bytes " + shown(input) + ", ";
    PrintStream usual = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      target.setAccessible(true);
      target.invoke(this, input.clone());
    } catch (InvocationTargetException e) {
      throw new AssertionError(which + "fails", e.getCause());
    } finally {
      System.setErr(usual);
    }
    if (said.size() > 0) {
      throw new AssertionError(
          which + "writes to standard error: " + said.toString(StandardCharsets.UTF_8));
    }
  }

  private static String shown(byte[] input) {
    return HexFormat.of().formatHex(input, 0, Math.min(input.length, MAX_SHOWN / 2));
  }

  private static byte[] changed(List<byte[]> known, SplittableRandom random) {
    byte[] input = known.get(random.nextInt(known.size()));
    for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
      input = changed(input, known.get(random.nextInt(known.size())), random);
    }
    return input;
  }

  /** Makes one change: bytes removed, repeated, replaced, or put in from another input. */
  private static byte[] changed(byte[] input, byte[] other, SplittableRandom random) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + random.nextInt(1, random.nextBoolean() ? 4 : 200));
    int otherFrom = random.nextInt(other.length + 1);
    int otherTo = Math.min(other.length, otherFrom + random.nextInt(1, 100));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(input, 0, from);
    switch (random.nextInt(5)) {
      case 0 -> out.write(random.nextInt(256));
      case 1 -> out.write(SIGNS[random.nextInt(SIGNS.length)]);
      case 2 -> out.write(other, otherFrom, otherTo - otherFrom);
      case 3 -> {
        out.write(input, from, to - from);
        out.write(input, from, to - from);
      }
      default -> {
        // The bytes are removed.
      }
    }
    out.write(input, to, input.length - to);
    return out.toByteArray();
  }
}
