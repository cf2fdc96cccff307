package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.CheckerRun;
import dev.atsharness.conformance.Conformance;
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
 * numbered there.
 */
final class ConformanceEngine extends HierarchicalTestEngine<ConformanceEngine.Context> {

  static final String ID = "ats-harness";

  /** Tests need nothing but their step. */
  record Context() implements EngineExecutionContext {}

  /** A checker; the "class" of its tests. */
  private static final class CheckerDescriptor extends AbstractTestDescriptor {
    CheckerDescriptor(UniqueId parent, CheckerRun checker) {
      super(
          parent.append("checker", checker.name()),
          checker.name(),
          ClassSource.from(checker.name()));
      checker.steps().forEach(step -> addChild(new StepDescriptor(getUniqueId(), step)));
    }

    @Override
    public Type getType() {
      return Type.CONTAINER;
    }
  }

  /** A checker at a scenario. */
  private static final class StepDescriptor extends AbstractTestDescriptor
      implements Node<Context> {
    private final CheckerRun.Step step;

    StepDescriptor(UniqueId parent, CheckerRun.Step step) {
      super(parent.append("scenario", step.name()), step.name());
      this.step = step;
    }

    @Override
    public Type getType() {
      return Type.TEST;
    }

    @Override
    public Context execute(Context context, DynamicTestExecutor dynamicTests)
        throws InterruptedException {
      VerdictAssertion.verify(step.verdict());
      return context;
    }
  }

  private final Conformance run;

  ConformanceEngine(Conformance run) {
    this.run = run;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
    EngineDescriptor root = new EngineDescriptor(id, "conformance");
    run.runs().forEach(checker -> root.addChild(new CheckerDescriptor(id, checker)));
    return root;
  }

  @Override
  protected Context createExecutionContext(ExecutionRequest request) {
    return new Context();
  }
}
