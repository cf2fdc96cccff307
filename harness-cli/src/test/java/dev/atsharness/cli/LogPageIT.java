package dev.atsharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atsharness.testing.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the page of {@code log explain} in a browser, opened from a file. */
class LogPageIT {

  @TempDir Path directory;

  @Test
  void aPhoneShowsEveryColumnOfEachTable() throws Exception {
    String line =
        "2026-04-30 10:12:31.456789+0200  localhost mdmclient[1]: (libboringssl.dylib)"
            + " [com.apple.network:boringssl] Warning [ATS FCPv2.1 violation]: TLS 1.2 negotiated"
            + " without extended master secret (EMS) for server: %s\n";
    Path log =
        Files.writeString(
            directory.resolve("device.log"),
            line.formatted("mdm.example.com") + line.formatted("a-long-name.".repeat(8) + "test"));
    Path page = directory.resolve("page.html");
    Cli.run("log", "explain", log.toString(), "--html", page.toString());

    try (Browser browser = Browser.open(page, directory.resolve("profile"))) {
      browser.size(390, 844);
      assertThat(
              browser.evaluate(
                  "Math.max(document.documentElement.scrollWidth, ..."
                      + "[...document.querySelectorAll('td, tbody th')]"
                      + ".map(cell => cell.getBoundingClientRect().right)) <= 390"))
          .isEqualTo("true");
      assertThat(
              browser.evaluate(
                  "[...document.querySelector('tbody tr').querySelectorAll('td')]"
                      + ".map(cell => getComputedStyle(cell, '::before').content).join()"))
          .contains("Process", "Times", "First", "Last");
    }
  }
}
