package dev.atsharness.conformance.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts endpoints on free ports of 127.0.0.1 for a field or parameter of type {@link TestHarness},
 * and stops them afterwards:
 *
 * <ul>
 *   <li>in a static field, or a parameter of the constructor or of {@code @BeforeAll}: once for the
 *       class;
 *   <li>in an instance field, or a parameter of a test or of {@code @BeforeEach}: for each test.
 * </ul>
 *
 * No global state of the JVM is changed, and test classes may run in parallel.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
@ExtendWith(HarnessExtension.class)
public @interface StartHarness {

  /** Only the scenarios whose id matches one of these globs ({@code handshake/*}); all if none. */
  String[] only() default {};

  /**
   * A directory with your own scenarios, {@code FAMILY/name.yaml}, in addition to the built-in
   * ones.
   */
  String scenarios() default "";
}
