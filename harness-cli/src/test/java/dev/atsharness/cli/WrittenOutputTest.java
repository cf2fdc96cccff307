package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WrittenOutputTest {

  private final StringWriter messages = new StringWriter();
  private final Terminal err = new Terminal(new PrintWriter(messages, true), false, false);

  @Test
  void anOutputThatCannotBeWrittenIsNotAnAnswer() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    assertThat(Main.written(terminal(full), err, ExitCode.OK)).isEqualTo(ExitCode.FAILURE);
    assertThat(messages.toString()).contains("the standard output could not be written");
  }

  @Test
  void anOutputThatIsWholeChangesNothing() {
    assertThat(Main.written(terminal(OutputStream.nullOutputStream()), err, ExitCode.DEVIATION))
        .isEqualTo(ExitCode.DEVIATION);
    assertThat(messages.toString()).isEmpty();
  }

  /** Like the standard output: a stream that does not throw. */
  private static Terminal terminal(OutputStream stream) {
    PrintStream standard = new PrintStream(stream, false, StandardCharsets.UTF_8);
    Terminal out =
        new Terminal(new PrintWriter(standard, false, StandardCharsets.UTF_8), false, false);
    out.line("an answer");
    return out;
  }
}
