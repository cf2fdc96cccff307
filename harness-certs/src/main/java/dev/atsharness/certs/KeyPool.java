package dev.atsharness.certs;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Keys that may be used by many certificates, each made once. Thread-safe: a key is made by
 * whichever comes first, the background thread or the first caller who cannot wait for it, so a
 * slow key delays nobody but those who need that very key.
 */
public final class KeyPool implements AutoCloseable {
  private final ConcurrentMap<KeySpec, FutureTask<HarnessKey>> shared = new ConcurrentHashMap<>();
  private final Optional<StateDirectory> kept;
  private final ThreadPoolExecutor background;

  /** A pool that forgets its keys when it is closed. */
  public KeyPool() {
    this(Optional.empty());
  }

  private KeyPool(Optional<StateDirectory> kept) {
    this.kept = kept;
    this.background =
        new ThreadPoolExecutor(
            0, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), KeyPool::daemon);
    // After close() a key is still made, but only by the caller who needs it.
    background.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /**
   * A pool whose shared RSA keys, which are slow to make, live in a directory from one run to the
   * next. The keys are readable by the owner only.
   *
   * @throws HarnessCertsException if others can read the directory, or it cannot be used
   */
  public static KeyPool keptIn(Path directory) {
    return new KeyPool(Optional.of(StateDirectory.open(directory)));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "ats-harness-keys");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts to make these shared keys in the background, in this order, and returns at once. */
  public void prepare(KeySpec... specs) {
    for (KeySpec spec : specs) {
      inBackground(task(spec));
    }
  }

  /** Runs after what was prepared before; after {@link #close} never. */
  void inBackground(Runnable work) {
    background.execute(work);
  }

  /**
   * The key of this kind that everybody gets who asks for it. Waits until it is made.
   *
   * @throws HarnessCertsException if the kept key cannot be read or written
   */
  public HarnessKey shared(KeySpec spec) {
    FutureTask<HarnessKey> task = task(spec);
    task.run(); // does nothing if the background thread has begun
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a key of kind " + spec, e);
    } catch (ExecutionException e) {
      shared.remove(spec, task);
      if (e.getCause() instanceof HarnessCertsException problem) {
        throw problem;
      }
      throw new IllegalStateException("cannot make a key of kind " + spec, e.getCause());
    }
  }

  /** A new key that nobody else gets, made on the calling thread and never stored. */
  public HarnessKey fresh(KeySpec spec) {
    return HarnessKey.generate(spec);
  }

  private FutureTask<HarnessKey> task(KeySpec spec) {
    return shared.computeIfAbsent(spec, s -> new FutureTask<>(() -> make(s)));
  }

  private HarnessKey make(KeySpec spec) {
    boolean slow = spec.type() == KeySpec.Type.RSA || spec.type() == KeySpec.Type.RSA_PSS;
    if (kept.isEmpty() || !slow) {
      return HarnessKey.generate(spec);
    }
    String name = "key-" + spec.label();
    return kept.get()
        .readKey(name)
        .filter(key -> key.spec().equals(spec))
        .orElseGet(() -> kept.get().writeKey(name, HarnessKey.generate(spec)));
  }

  /** Gives up the keys that were prepared and not begun. */
  @Override
  public void close() {
    background.getQueue().clear();
    background.shutdown(); // without an interrupt, which would break off the writing of a kept key
  }
}
