package dev.atsharness.conformance.junit;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Starts a harness for each annotated field and parameter; the store closes it. */
final class HarnessExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(HarnessExtension.class);

  /** The key for the harnesses of a class, as opposed to those of a single test. */
  private record OfClass(Class<?> type) {}

  @Override
  public void beforeAll(ExtensionContext context) {
    fill(context, null, true);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    context
        .getRequiredTestInstances()
        .getAllInstances()
        .forEach(instance -> fill(context, instance, false));
  }

  private static void fill(ExtensionContext context, Object instance, boolean ofClass) {
    Class<?> type = instance == null ? context.getRequiredTestClass() : instance.getClass();
    for (Field field :
        ReflectionSupport.findFields(
            type,
            f ->
                Modifier.isStatic(f.getModifiers()) == ofClass
                    && AnnotationSupport.isAnnotated(f, StartHarness.class),
            HierarchyTraversalMode.TOP_DOWN)) {
      requireTestHarness(field.getType(), field);
      if (Modifier.isFinal(field.getModifiers())) {
        throw new ExtensionConfigurationException(
            "@StartHarness cannot fill a final field: " + field);
      }
      try {
        field.setAccessible(true);
        field.set(instance, start(context, field));
      } catch (IllegalAccessException e) {
        throw new ExtensionConfigurationException("@StartHarness cannot fill " + field, e);
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.isAnnotated(StartHarness.class);
  }

  @Override
  public TestHarness resolveParameter(ParameterContext parameter, ExtensionContext context) {
    requireTestHarness(parameter.getParameter().getType(), parameter.getParameter());
    return start(context, parameter.getParameter());
  }

  private static void requireTestHarness(Class<?> type, AnnotatedElement element) {
    if (type != TestHarness.class) {
      throw new ExtensionConfigurationException(
          "@StartHarness gives a " + TestHarness.class.getSimpleName() + ", not: " + element);
    }
  }

  /**
   * Starts a harness, with the annotated element as the key, because a class-wide constructor
   * parameter is resolved for each test.
   */
  private static TestHarness start(ExtensionContext context, AnnotatedElement element) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            element,
            key -> {
              TestHarness harness =
                  TestHarness.start(
                      AnnotationSupport.findAnnotation(element, StartHarness.class).orElseThrow());
              if (context.getTestMethod().isEmpty()) {
                ofClass(context).add(harness);
              }
              return harness;
            },
            TestHarness.class);
  }

  @SuppressWarnings("unchecked")
  private static List<TestHarness> ofClass(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            new OfClass(context.getRequiredTestClass()),
            key -> new CopyOnWriteArrayList<TestHarness>(),
            List.class);
  }

  /**
   * Returns the harness of the test's class, or of the nearest enclosing class that has one.
   *
   * @throws ExtensionConfigurationException if there is none or more than one
   */
  static TestHarness ofNearestClass(ExtensionContext test) {
    for (Optional<ExtensionContext> context = Optional.of(test);
        context.isPresent();
        context = context.get().getParent()) {
      if (context.get().getTestClass().isPresent()) {
        List<TestHarness> all = ofClass(context.get());
        if (all.size() > 1) {
          throw new ExtensionConfigurationException(
              "@ScenarioSource cannot choose between the harnesses of "
                  + context.get().getRequiredTestClass().getSimpleName()
                  + "; keep only one");
        }
        if (all.size() == 1) {
          return all.get(0);
        }
      }
    }
    throw new ExtensionConfigurationException(
        "@ScenarioSource needs a harness of the whole class: a field @StartHarness static"
            + " TestHarness harness");
  }
}
