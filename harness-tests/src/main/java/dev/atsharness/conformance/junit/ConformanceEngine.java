package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.CheckerResult;
import dev.atsharness.conformance.ConformanceResult;
import dev.atsharness.conformance.Verdict;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.hierarchical.EngineExecutionContext;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestEngine;
import org.junit.platform.engine.support.hierarchical.Node;

/**
 * One test per checker and scenario, named after them in reports: Jupiter's dynamic tests are only
 * numbered there. A void run has one more, which fails.
 */
final class ConformanceEngine extends HierarchicalTestEngine<ConformanceEngine.Context> {

  static final String ID = "ats-harness";

  /** The name of the test that stands for a whole run. */
  static final String RUN = "run";

  /** Tests need nothing but their verdict. */
  record Context() implements EngineExecutionContext {}

  /** A checker; the "class" of its tests. */
  private static final class CheckerDescriptor extends AbstractTestDescriptor {
    CheckerDescriptor(UniqueId parent, CheckerResult checker, ConformanceResult result) {
      super(
          parent.append("checker", checker.checker()),
          checker.checker(),
          ClassSource.from(checker.checker()));
      for (Verdict verdict : checker.verdicts()) {
        String title = result.title(verdict.scenario());
        add(verdict.scenario(), () -> VerdictAssertion.verify(verdict, title));
      }
      checker
          .voided()
          .ifPresent(
              reason ->
                  add(
                      RUN,
                      () -> {
                        throw VerdictAssertion.voidRun(reason);
                      }));
    }

    private void add(String name, Runnable test) {
      addChild(new VerdictDescriptor(getUniqueId().append("scenario", name), name, test));
    }

    @Override
    public Type getType() {
      return Type.CONTAINER;
    }
  }

  /** What became of a checker at a scenario. */
  private static final class VerdictDescriptor extends AbstractTestDescriptor
      implements Node<Context> {
    private final Runnable test;

    VerdictDescriptor(UniqueId id, String name, Runnable test) {
      super(id, name);
      this.test = test;
    }

    @Override
    public Type getType() {
      return Type.TEST;
    }

    @Override
    public Context execute(Context context, DynamicTestExecutor dynamicTests) {
      test.run();
      return context;
    }
  }

  private final ConformanceResult result;

  ConformanceEngine(ConformanceResult result) {
    this.result = result;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
    EngineDescriptor root = new EngineDescriptor(id, "conformance");
    result.checkers().forEach(checker -> root.addChild(new CheckerDescriptor(id, checker, result)));
    return root;
  }

  @Override
  protected Context createExecutionContext(ExecutionRequest request) {
    return new Context();
  }
}
