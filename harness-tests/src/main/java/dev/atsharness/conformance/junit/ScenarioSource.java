package dev.atsharness.conformance.junit;

import dev.atsharness.ats.Violation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Feeds a {@code @ParameterizedTest} with a {@link TestEndpoint} for each scenario that meets all
 * conditions, out of the harness that {@link StartHarness} started for the class.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ArgumentsSource(ScenarioArguments.class)
public @interface ScenarioSource {

  /** Scenarios whose fault is one of these; what merely follows from a fault does not count. */
  Violation[] violations() default {};

  /** Scenarios whose id matches one of these globs ({@code handshake/*}). */
  String[] only() default {};

  /** Whether the controls of these scenarios take part too: they show false alarms. */
  boolean controls() default false;
}
