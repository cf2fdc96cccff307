package dev.atsharness.conformance;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One checker against all targets: the baseline alone, then the others several at a time, then the
 * baseline again. No two checks of an endpoint overlap, so that the journal's lines belong to the
 * check that caused them.
 *
 * <p>Steps are asked for by one thread, in order; only the checks of the middle part run on others.
 */
public final class CheckerRun implements AutoCloseable {

  /** Only for a checker that found nothing does it matter whether it was there. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final Checker checker;
  private final Target baseline;
  private final List<Target> others;
  private final ContactLog journal;
  private final Options options;
  private final Progress progress;
  private final Clock clock;

  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<Step> steps;
  private List<Future<Verdict>> pending = List.of();
  private Optional<ExecutorService> workers = Optional.empty();
  private Optional<String> voided = Optional.empty();
  private int next;

  /** One check of the run. */
  public final class Step {

    private final String name;
    private final int index;

    private Step(String name, int index) {
      this.name = name;
      this.index = index;
    }

    /** What to show: the scenario, and for the baseline's second turn, that it is that. */
    public String name() {
      return name;
    }

    /**
     * Does the check, or waits for it.
     *
     * @throws VoidRunException if the baseline has failed or fails now
     * @throws IllegalStateException if an earlier step was left out or this one was taken before
     */
    public Verdict verdict() throws InterruptedException {
      if (index != next) {
        throw new IllegalStateException("step " + index + " asked for, but " + next + " is next");
      }
      next++;
      voided.ifPresent(
          reason -> {
            throw new VoidRunException(reason);
          });
      if (index == 0) {
        Verdict first = baseline("before the run");
        verdicts.add(first);
        startOthers();
        return first;
      }
      if (index == steps.size() - 1) {
        return baseline("after the run");
      }
      Verdict verdict = await(pending.get(index - 1));
      verdicts.add(verdict);
      return verdict;
    }
  }

  CheckerRun(
      Checker checker,
      Target baseline,
      List<Target> others,
      ContactLog journal,
      Options options,
      Progress progress,
      Clock clock) {
    this.checker = checker;
    this.baseline = baseline;
    this.others = List.copyOf(others);
    this.journal = journal;
    this.options = options;
    this.progress = progress;
    this.clock = clock;
    List<Step> all = new ArrayList<>();
    all.add(new Step(baseline.scenario(), 0));
    others.forEach(target -> all.add(new Step(target.scenario(), all.size())));
    all.add(new Step(baseline.scenario() + " again", all.size()));
    this.steps = List.copyOf(all);
  }

  /** The checker's name. */
  public String name() {
    return checker.name();
  }

  /** The steps, to be taken in this order. */
  public List<Step> steps() {
    return steps;
  }

  void complete() throws InterruptedException {
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

  CheckerResult result() {
    return new CheckerResult(
        checker.name(), checker.version(), checker.profile(), voided, List.copyOf(verdicts));
  }

  /** Interrupts checks that are going on and gives them a moment to stop what they started. */
  @Override
  public void close() {
    if (workers.isEmpty()) {
      return;
    }
    workers.get().shutdownNow();
    try {
      workers.get().awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Verdict baseline(String when) throws InterruptedException {
    Verdict verdict = check(baseline);
    if (verdict.outcome() != Outcome.AGREED) {
      voided =
          Optional.of(
              checker.name()
                  + " failed at the baseline "
                  + when
                  + ", so its run is void: "
                  + verdict.judgement().explanation());
      close();
      throw new VoidRunException(voided.get());
    }
    return verdict;
  }

  private void startOthers() {
    ExecutorService pool = Executors.newFixedThreadPool(options.parallel(), CheckerRun::daemon);
    workers = Optional.of(pool);
    pending = others.stream().map(target -> pool.submit(() -> check(target))).toList();
    pool.shutdown();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "checker");
    thread.setDaemon(true);
    return thread;
  }

  private static Verdict await(Future<Verdict> pending) throws InterruptedException {
    try {
      return pending.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Verdict check(Target target) throws InterruptedException {
    progress.started(checker.name(), target.scenario());
    Observation seen = observe(target);
    Verdict verdict =
        new Verdict(
            checker.name(),
            target.scenario(),
            seen,
            Judge.judge(target, checker.profile(), checker.limits(), seen));
    progress.judged(verdict);
    return verdict;
  }

  private Observation observe(Target target) throws InterruptedException {
    Instant started = clock.instant();
    long begin = System.nanoTime();
    try {
      long mark = journal.mark();
      Report report = report(target);
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      Duration patience = report.findings().isEmpty() ? PATIENCE : Duration.ZERO;
      return new Observation(
          report, journal.since(target.scenario(), mark, patience), started, took);
    } catch (IOException e) {
      throw new VoidRunException("the journal cannot be read: " + e.getMessage());
    }
  }

  private Report report(Target target) throws InterruptedException {
    try {
      return checker.check(target, options.limit());
    } catch (IOException e) {
      return Report.inconclusive("it failed: " + e.getMessage());
    }
  }
}
