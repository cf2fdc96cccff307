package dev.atsharness.conformance.junit;

import dev.atsharness.ats.Violation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Provides a {@code @ParameterizedTest} with a {@link TestEndpoint} for each scenario that meets
 * all conditions, from the harness that {@link StartHarness} started for the class.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ArgumentsSource(ScenarioArguments.class)
public @interface ScenarioSource {

  /**
   * Selects scenarios whose fault is one of these; violations that only follow from a fault do not
   * count.
   */
  Violation[] violations() default {};

  /** Selects scenarios whose id matches one of these globs ({@code handshake/*}). */
  String[] only() default {};

  /** Whether to include the controls of these scenarios, which show false alarms. */
  boolean controls() default false;
}
