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
 * A pool of keys that many certificates may share; each key is made once. Thread-safe: either the
 * background thread or the first caller makes a key, so a slow key delays only the callers that
 * need it.
 */
public final class KeyPool implements AutoCloseable {
  /** What the names of stored keys begin with. */
  private static final String STORED = "key-";

  private final ConcurrentMap<KeySpec, FutureTask<HarnessKey>> shared = new ConcurrentHashMap<>();
  private final Optional<StateDirectory> kept;
  private final ThreadPoolExecutor background;

  /** Creates a pool that does not store its keys. */
  public KeyPool() {
    this(Optional.empty());
  }

  private KeyPool(Optional<StateDirectory> kept) {
    this.kept = kept;
    this.background =
        new ThreadPoolExecutor(
            0, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), KeyPool::daemon);
    // After close(), a key is still made, but only by the caller that needs it.
    background.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /**
   * Creates a pool whose shared RSA keys, which are slow to make, are stored in a directory for
   * later runs. Only the owner can read them.
   *
   * @throws HarnessCertsException if others can read the directory, or it or a key in it cannot be
   *     used
   */
  public static KeyPool keptIn(Path directory) {
    StateDirectory kept = StateDirectory.open(directory);
    kept.names(STORED).forEach(name -> stored(kept, name));
    return new KeyPool(Optional.of(kept));
  }

  /** Reads a stored key, whose kind is in its file's name. */
  private static Optional<HarnessKey> stored(StateDirectory kept, String name) {
    Optional<HarnessKey> key = kept.readKey(name);
    if (key.filter(one -> !name.equals(STORED + one.spec().label())).isPresent()) {
      throw new HarnessCertsException(
          kept.file(name) + " has a key of the kind " + key.get().spec().label(),
          "delete it; it will be made again");
    }
    return key;
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

  /**
   * Runs work in the background, after everything that was prepared before. After {@link #close},
   * it is not run.
   */
  void inBackground(Runnable work) {
    background.execute(work);
  }

  /**
   * Returns the shared key of this kind. Waits until it is made.
   *
   * @throws HarnessCertsException if the kept key cannot be read or written
   */
  public HarnessKey shared(KeySpec spec) {
    FutureTask<HarnessKey> task = task(spec);
    task.run(); // has no effect if the background thread has started it
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

  /** Returns a new key that is not shared, made on the calling thread and never stored. */
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
    String name = STORED + spec.label();
    return stored(kept.get(), name)
        .orElseGet(() -> kept.get().writeKey(name, HarnessKey.generate(spec)));
  }

  /** Cancels the prepared keys that have not been started. */
  @Override
  public void close() {
    background.getQueue().clear();
    background.shutdown(); // without an interrupt, which would abort the writing of a stored key
  }
}
