package dev.atsharness.cli;

import dev.atsharness.cli.internal.servers.Inspection;
import dev.atsharness.device.internal.probe.Journey;
import dev.atsharness.log.internal.text.HostileText;
import dev.atsharness.scenario.Role;
import dev.atsharness.scenario.internal.Fix;
import dev.atsharness.scenario.internal.Product;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "probe",
    description = {
      "Visit any server as an Apple device would, and also the URLs in its answers: redirects, and"
          + " the URLs in enrolment discovery, profiles, app manifests and similar documents. Print"
          + " what the device logs, and whether a client that enforces FCP v2.1 accepts all of"
          + " them."
    },
    footer = {
      "",
      "Examples:",
      "  ats-harness probe https://mdm.example.com/",
      "  ats-harness probe https://mdm.example.com/ --as ${bundle:enforcing-device} --ca"
          + " company-root.pem",
      "  ats-harness probe https://example.com/.well-known/com.apple.remotemanagement",
      "  ats-harness probe https://no-ems.ats-harness.test/ --connect 127.0.0.1:8443 --ca ca.pem",
      "  ats-harness probe https://mdm.test/ --resolve mdm.test:192.0.2.1 --resolve"
          + " cdn.test:192.0.2.2",
      "  ats-harness probe https://mdm.example.com/ --no-follow",
      "  ats-harness probe https://mdm.example.com/ --product nginx",
      "  ats-harness probe https://ca.example.com/scep --role scep",
      "  ats-harness probe mdm.example.com files.example.com --html report.html",
      "  ats-harness probe --from servers.csv --resume results.jsonl --html report.html",
      "  ats-harness probe --from-log sysdiagnose.tar.gz",
      "  ats-harness probe mdm.example.com --proxy proxy.example.com:3128 --ca proxy-root.pem",
      "",
      "Give the full path: a device continues from a profile or a manifest that it fetches. Not",
      "visited: HTTP/3 (Alt-Svc), Refresh fields and pages, answers for another User-Agent or"
          + " method.",
      "",
      "Exit status: 0 all that was visited is accepted and logs nothing; 1 something would be",
      "refused, by this client or by one that enforces FCP v2.1, or logs a violation; 2 wrong",
      "usage; 3 cannot tell: something could not be visited or read, and the output names it. Of",
      "several servers the worst counts: 1 if one is FAIL, otherwise 3 if one has NO VERDICT, was",
      "not visited, or stands in a line that cannot be used."
    })
final class ProbeCommand implements Callable<Integer> {

  /** How long the journey from one URL may take. */
  private static final Duration TOTAL = Duration.ofMinutes(3);

  @Mixin private ServerSource source;
  @Mixin private ProbeOptions options;
  @Mixin private ManyOptions many;

  @Mixin private ProductOption product;

  @Option(
      names = "--json",
      description = "Write JSON; for several servers JSON Lines, one line for each.")
  private boolean json;

  @Spec private CommandSpec spec;

  private final Terminal out;
  private final Terminal err;

  ProbeCommand(Terminal out, Terminal err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Product> products = product.products();
    if (!source.isOne() || many.areGiven()) {
      refuseProducts(products, "'explain CODE --product NAME' has the configurations");
      return new ManyServers(options, many, json, out, err).run(source.read(), source);
    }
    if (json) {
      refuseProducts(products, "'explain CODE --json' has the configurations as JSON");
    }
    URI url = source.one();
    ServerVisitor visitor = new ServerVisitor(options);
    visitor.profile().release().note().ifPresent(note -> err.line("note: " + note));
    ProbeAddresses addresses = new ProbeAddresses(url, options.connect(), options.resolve());
    Optional<Role> role = options.role();
    Journey visited = visitor.visit(url, role, addresses, TOTAL, false, this::progress);
    ServerVisitor.Judged judged = visitor.judged(visited, addresses);
    Inspection inspection = judged.first();
    Journey journey = judged.journey();
    ProbeAdvice advice = new ProbeAdvice(options.hasCa(), role.isPresent(), Instant.now());
    ProbeHello hello = new ProbeHello(visitor.profile());
    if (json) {
      out.line(new ProbeJson(advice, hello).text(journey, inspection));
    } else {
      boolean chosen = spec.commandLine().getParseResult().hasMatchedOption("--as");
      List<String> notes = new ArrayList<>(advice.inspection(inspection));
      notes.addAll(chosen ? hello.lines() : List.of());
      notes.addAll(configurations(journey, advice, products));
      new ProbeText(out, advice, notes).print(journey);
    }
    return switch (journey.verdict().answer()) {
      case FINE -> ExitCode.OK;
      case WRONG -> ExitCode.DEVIATION;
      case CANNOT_TELL -> ExitCode.FAILURE;
    };
  }

  private static void refuseProducts(List<Product> products, String instead) {
    if (!products.isEmpty()) {
      throw new UsageException("--product is for the text about one server; " + instead);
    }
  }

  /** Returns what to write into the server's configuration, or how to see it. */
  private static List<String> configurations(
      Journey journey, ProbeAdvice advice, List<Product> products) {
    List<Fix> fixes =
        journey.hops().stream().flatMap(hop -> advice.fixes(hop).stream()).distinct().toList();
    if (fixes.isEmpty()) {
      return List.of();
    }
    return products.isEmpty()
        ? List.of("What to write into the server's configuration: --product NAME")
        : fixes.stream().flatMap(fix -> ProductOption.lines(fix, products).stream()).toList();
  }

  private void progress(String url) {
    if (err.interactive()) {
      err.line("Visiting " + HostileText.escape(url) + " ...");
    }
  }
}
