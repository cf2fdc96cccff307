package dev.atsharness.conformance.internal;

import dev.atsharness.conformance.CheckResult;
import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.conformance.Checker;
import dev.atsharness.conformance.CheckerOutput;
import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.Options;
import dev.atsharness.conformance.Outcome;
import dev.atsharness.io.internal.FileFault;
import dev.atsharness.io.internal.TemporaryFiles;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The run of one checker on all endpoints: first the baseline alone, then the others in parallel,
 * then the baseline again. Two checks of one endpoint never overlap, so every journal entry belongs
 * to the check that caused it.
 *
 * <p>One thread takes the steps, in order. The checks run on other threads, which {@link #close}
 * can interrupt from any thread.
 */
public final class CheckerRun implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final Checker checker;
  private final CheckedEndpoint baseline;
  private final List<CheckedEndpoint> others;
  private final JournalView journal;
  private final Options options;
  private final Progress progress;
  private final Clock clock;

  private final List<CheckResult> verdicts = new ArrayList<>();
  private final List<Step> steps;
  private final ExecutorService workers;
  private final Map<String, Future<CheckResult>> started = new HashMap<>();
  private List<Future<CheckResult>> pending = List.of();
  private Optional<String> voided = Optional.empty();
  private int next;
  private Duration took = Duration.ZERO;

  /** One check of the run. */
  public final class Step {

    private final String name;
    private final int index;

    private Step(String name, int index) {
      this.name = name;
      this.index = index;
    }

    /**
     * The name to show: the scenario and, for the baseline, whether it is the first or the second
     * check.
     */
    public String name() {
      return name;
    }

    /**
     * Makes the check, or waits for it.
     *
     * @throws VoidRunException if the baseline, the journal or the run has failed or fails now
     * @throws IllegalStateException if an earlier step was skipped or this one has already been
     *     taken
     */
    public CheckResult verdict() throws InterruptedException {
      if (index != next) {
        throw new IllegalStateException("step " + index + " asked for, but " + next + " is next");
      }
      next++;
      voided.ifPresent(
          reason -> {
            throw new VoidRunException(reason);
          });
      Instant from = clock.instant();
      try {
        return take(index);
      } catch (VoidRunException e) {
        voided = Optional.of(e.getMessage());
        close();
        throw e;
      } finally {
        took = took.plus(Duration.between(from, clock.instant()));
      }
    }
  }

  public CheckerRun(
      Checker checker,
      CheckedEndpoint baseline,
      List<CheckedEndpoint> others,
      JournalView journal,
      Options options,
      Progress progress,
      Clock clock) {
    this.checker = checker;
    this.baseline = baseline;
    this.others = checker.client() ? Controls.first(others) : List.copyOf(others);
    this.journal = journal;
    this.options = options;
    this.progress = progress;
    this.clock = clock;
    List<Step> all = new ArrayList<>();
    all.add(new Step(baseline.scenario() + " (first)", 0));
    this.others.forEach(endpoint -> all.add(new Step(endpoint.scenario(), all.size())));
    all.add(new Step(baseline.scenario() + " (last)", all.size()));
    this.steps = List.copyOf(all);
    this.workers = Executors.newFixedThreadPool(options.jobs(checker), CheckerRun::daemon);
  }

  /** The checker's name. */
  public String name() {
    return checker.name();
  }

  /** The steps, which must be taken in this order. */
  public List<Step> steps() {
    return steps;
  }

  public void complete() throws InterruptedException {
    try {
      while (next < steps.size()) {
        steps.get(next).verdict();
      }
    } catch (VoidRunException e) {
      // The result says so.
      next = steps.size();
    } finally {
      close();
    }
  }

  /** Ids of the scenarios that the checker has to check. */
  public List<String> scope() {
    return Stream.concat(Stream.of(baseline), others.stream())
        .map(CheckedEndpoint::scenario)
        .toList();
  }

  public CheckerResult result() {
    return new CheckerResult(
        checker.name(), checker.version(), checker.profile(), voided, took, verdicts);
  }

  /** Interrupts running checks and gives them a moment to stop what they started. */
  @Override
  public void close() {
    workers.shutdownNow().forEach(waiting -> ((Future<?>) waiting).cancel(false));
    try {
      workers.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CheckResult take(int index) throws InterruptedException {
    if (index == steps.size() - 1) {
      CheckResult last = baseline("after the run");
      workers.shutdown();
      return last;
    }
    CheckResult verdict;
    if (index == 0) {
      verdict = baseline("before the run");
      pending = others.stream().map(this::submit).toList();
    } else {
      verdict = await(pending.get(index - 1));
    }
    verdicts.add(verdict);
    return verdict;
  }

  private CheckResult baseline(String when) throws InterruptedException {
    CheckResult verdict = await(submit(baseline));
    if (verdict.outcome() != Outcome.AGREED) {
      verdicts.removeIf(first -> first.scenario().equals(verdict.scenario()));
      verdicts.add(0, verdict);
      String why = verdict.judgement().explanation();
      throw new VoidRunException(
          checker.name()
              + " failed at the baseline "
              + when
              + ", so its run is void: "
              + why
              + (why.endsWith(".") ? " " : ". ")
              + cure(verdict));
    }
    return verdict;
  }

  /** Returns what to do about a checker that is wrong at a compliant server. */
  private String cure(CheckResult verdict) {
    return switch (verdict.outcome()) {
      case UNREACHABLE -> "Publish the port, or choose another address.";
      case TIMEOUT -> "Give it more time with --timeout, or fewer parallel checks with --jobs.";
      default -> checker.client() ? cureOfClient() : cureOfChecker();
    };
  }

  private String cureOfClient() {
    return "Nothing is wrong with the server "
        + baseline.scenario()
        + ", and a client must connect to it before its other results count: does the program exist,"
        + " is it told to trust {ca}, and does it end with status 0? Start 'ats-harness serve --only "
        + baseline.scenario()
        + "' and run it there by hand. If it does not trust the certificate, see docs/stacks.md.";
  }

  private String cureOfChecker() {
    return "Nothing is wrong with the server "
        + baseline.scenario()
        + ", and every checker must report that before its other results count: start"
        + " 'ats-harness serve --only "
        + baseline.scenario()
        + "', run the checker there by hand, and correct how it is called or how its output"
        + " is read. If it does not trust the certificate, see docs/stacks.md.";
  }

  private Future<CheckResult> submit(CheckedEndpoint endpoint) {
    try {
      Optional<Future<CheckResult>> control = endpoint.description().control().map(started::get);
      Future<CheckResult> check = workers.submit(() -> check(endpoint, control));
      started.put(endpoint.scenario(), check);
      return check;
    } catch (RejectedExecutionException e) {
      throw stopped(e);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "checker");
    thread.setDaemon(true);
    return thread;
  }

  private static CheckResult await(Future<CheckResult> pending) throws InterruptedException {
    try {
      return pending.get();
    } catch (CancellationException e) {
      throw stopped(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof VoidRunException broken) {
        throw broken;
      }
      if (e.getCause() instanceof InterruptedException) {
        throw stopped(e);
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static VoidRunException stopped(Exception cause) {
    return new VoidRunException("the run was stopped", cause);
  }

  private CheckResult check(CheckedEndpoint endpoint, Optional<Future<CheckResult>> control)
      throws InterruptedException {
    progress.started(checker.name(), endpoint.scenario());
    Visit visit = visit(endpoint);
    Observation seen = visit.seen();
    try {
      progress.observed(checker.name(), endpoint.scenario(), seen);
      Judgement judgement = judge(endpoint, visit, control);
      // A run without its baseline is void, even if outcomes are allowed.
      boolean waive =
          options.allowUnsupported()
              && judgement.outcome() == Outcome.UNSUPPORTED
              && !endpoint.equals(baseline);
      CheckResult verdict =
          new CheckResult(
              checker.name(), endpoint.scenario(), seen, waive ? judgement.waived() : judgement);
      progress.judged(verdict);
      return verdict;
    } catch (IOException e) {
      throw new VoidRunException("the observation cannot be stored: " + FileFault.named(e), e);
    }
  }

  /**
   * A client is judged after its control, which was submitted before, so that it never waits for a
   * later one.
   */
  private Judgement judge(
      CheckedEndpoint endpoint, Visit visit, Optional<Future<CheckResult>> control)
      throws InterruptedException {
    if (!checker.client()) {
      return Judge.judge(endpoint, checker.profile(), checker.limits(), visit.seen());
    }
    return Judge.judgeClient(
        endpoint,
        checker.limits(),
        visit.seen().report(),
        visit
            .connections()
            .map(all -> all.stream().flatMap(one -> one.handshake().stream()).toList()),
        control.isPresent() ? Optional.of(await(control.get())) : Optional.empty());
  }

  /** What a checker did at an endpoint, and its connections in the journal. */
  private record Visit(Observation seen, Optional<List<SeenConnection>> connections) {}

  private Visit visit(CheckedEndpoint endpoint) throws InterruptedException {
    Instant began = clock.instant();
    long begin = System.nanoTime();
    try {
      long mark = journal.mark();
      CheckerOutput report = report(endpoint);
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      Duration patience = JournalView.patience(report);
      Optional<List<SeenConnection>> connections =
          journal.connections(endpoint.scenario(), mark, endpoint::isShownTo, patience);
      return new Visit(Observation.at(endpoint, report, connections, began, took), connections);
    } catch (IOException e) {
      throw new VoidRunException("the journal cannot be read: " + FileFault.named(e), e);
    }
  }

  private CheckerOutput report(CheckedEndpoint endpoint) throws InterruptedException {
    try {
      return checker.check(endpoint.withAnchor(), options.limit());
    } catch (TemporaryFiles.AbsentException e) {
      throw new VoidRunException(e.getMessage(), e); // not the checker's fault
    } catch (IOException e) {
      return CheckerOutput.failed(e);
    }
  }
}
