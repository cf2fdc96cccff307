package dev.atsharness.conformance.junit;

import dev.atsharness.conformance.CheckedEndpoint;
import dev.atsharness.scenario.internal.Glob;
import dev.atsharness.yaml.internal.NearNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.AnnotationBasedArgumentsProvider;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Chooses endpoints as {@link ScenarioSource} says. */
final class ScenarioArguments extends AnnotationBasedArgumentsProvider<ScenarioSource> {

  @Override
  protected Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context, ScenarioSource source) {
    TestHarness harness = HarnessExtension.ofNearestClass(context);
    // Created one by one while the tests run, so that each sees the journal from its own start.
    return chosen(harness.targets(), source).stream()
        .map(
            endpoint ->
                Arguments.of(Named.of(name(endpoint), harness.endpoint(endpoint.scenario()))));
  }

  private static Set<CheckedEndpoint> chosen(List<CheckedEndpoint> all, ScenarioSource source) {
    List<String> ids = all.stream().map(CheckedEndpoint::scenario).toList();
    List<Glob> globs = new ArrayList<>();
    for (String text : source.only()) {
      Glob glob = new Glob(text);
      if (ids.stream().noneMatch(glob::matches)) {
        throw new ExtensionConfigurationException(
            "no endpoint matches '" + text + "'" + NearNames.hint(text, ids));
      }
      globs.add(glob);
    }
    List<CheckedEndpoint> faulty =
        all.stream()
            .filter(t -> globs.isEmpty() || globs.stream().anyMatch(g -> g.matches(t.scenario())))
            .filter(t -> source.violations().length == 0 || hasOneOf(t, source))
            .toList();
    if (faulty.isEmpty()) {
      throw new ExtensionConfigurationException("none of the endpoints is chosen by " + source);
    }
    Set<CheckedEndpoint> chosen = new LinkedHashSet<>(faulty);
    if (source.controls()) {
      faulty.forEach(
          endpoint ->
              endpoint
                  .description()
                  .control()
                  .ifPresent(id -> chosen.add(control(all, endpoint, id))));
    }
    return chosen;
  }

  private static boolean hasOneOf(CheckedEndpoint endpoint, ScenarioSource source) {
    return !Collections.disjoint(
        endpoint.expect().violations(), Arrays.asList(source.violations()));
  }

  private static CheckedEndpoint control(
      Collection<CheckedEndpoint> all, CheckedEndpoint endpoint, String id) {
    return all.stream()
        .filter(other -> other.scenario().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new ExtensionConfigurationException(
                    endpoint.scenario()
                        + " is compared with "
                        + id
                        + ", which was not started; add it to 'only' of @StartHarness"));
  }

  private static String name(CheckedEndpoint endpoint) {
    return endpoint.scenario()
        + ": "
        + (endpoint.expect().violations().isEmpty()
            ? "clean"
            : endpoint.expect().violations().stream()
                .map(Object::toString)
                .collect(Collectors.joining(", ")));
  }
}
