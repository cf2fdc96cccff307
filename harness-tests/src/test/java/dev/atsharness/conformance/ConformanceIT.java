package dev.atsharness.conformance;

import dev.atsharness.conformance.junit.ConformanceSuite;

/** The simulated device, with every profile, against the whole catalogue. */
class ConformanceIT extends ConformanceSuite {}
