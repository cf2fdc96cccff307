package dev.atsharness.console.internal;

import dev.atsharness.drill.internal.Drill;
import dev.atsharness.drill.internal.DrillJson;
import dev.atsharness.drill.internal.Drills;
import dev.atsharness.scenario.Catalogue;
import dev.atsharness.server.Manifest;
import dev.atsharness.server.internal.ConsoleExtension;
import dev.atsharness.server.internal.console.ApiCall;
import dev.atsharness.server.internal.console.ApiRoute;
import dev.atsharness.server.internal.http.HttpAnswer;
import dev.atsharness.server.journal.Journal;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The drills of the console. Nothing is stored: a seed and a level determine a drill.
 *
 * <p>{@code GET /api/drill} returns the log and the questions, without the answers. {@code POST
 * /api/drill/answer} judges an answer.
 */
public final class DrillConsole implements ConsoleExtension {

  private static final long MAX_ANSWER = 8 << 10;

  private static final String SEED = "seed";
  private static final String LEVEL = "level";

  private static final Pattern SEED_FORM = Pattern.compile("-?\\d{1,18}");
  private static final Pattern LEVEL_FORM = Pattern.compile("\\d");

  /** Thrown for an invalid request; the message says what is wrong. */
  private static final class BadCallException extends Exception {
    private static final long serialVersionUID = 1;

    BadCallException(String message) {
      super(message);
    }
  }

  private final Object making = new Object();
  private Drills drills;

  @Override
  public List<ApiRoute> routes(Manifest manifest, Journal journal) {
    return List.of(
        ApiRoute.get("/api/drill", Set.of(SEED, LEVEL), this::drill),
        ApiRoute.post("/api/drill/answer", Set.of(), MAX_ANSWER, this::answer));
  }

  private HttpAnswer drill(ApiCall call) {
    String any = Integer.toString(ThreadLocalRandom.current().nextInt(Drills.SEEDS));
    try {
      Drill drill = drill(call.parameter(SEED).orElse(any), call.parameter(LEVEL).orElse("1"));
      return HttpAnswer.json(DrillJson.drill(drill) + "\n");
    } catch (BadCallException e) {
      return HttpAnswer.text(400, e.getMessage());
    }
  }

  private HttpAnswer answer(ApiCall call) throws IOException {
    byte[] body = call.body().readAllBytes();
    try {
      return HttpAnswer.json(judged(body) + "\n");
    } catch (BadCallException e) {
      return HttpAnswer.text(400, e.getMessage());
    }
  }

  private String judged(byte[] body) throws BadCallException {
    JsonNode answer;
    try {
      answer = JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      throw new BadCallException("the answer is not valid JSON");
    }
    Set<String> chosen = new HashSet<>();
    answer.path("chosen").forEach(one -> chosen.add(one.asString("")));
    Drill drill = drill(answer.path(SEED).asString(""), answer.path(LEVEL).asString(""));
    try {
      return DrillJson.answer(drill.question(answer.path("question").asString("")).answer(chosen));
    } catch (IllegalArgumentException e) {
      throw new BadCallException(e.getMessage());
    }
  }

  private Drill drill(String seed, String level) throws BadCallException {
    if (!SEED_FORM.matcher(seed).matches()) {
      throw new BadCallException("'seed' must be a whole number");
    }
    if (!LEVEL_FORM.matcher(level).matches()) {
      throw new BadCallException("'level' must be 1 to " + Drills.LEVELS);
    }
    try {
      return drills().drill(Long.parseLong(seed), Integer.parseInt(level));
    } catch (IllegalArgumentException e) {
      throw new BadCallException(e.getMessage());
    }
  }

  /** The drills, created at the first use, because most runs of the harness never need them. */
  private Drills drills() {
    synchronized (making) {
      if (drills == null) {
        drills = new Drills(Catalogue.builtIn());
      }
      return drills;
    }
  }
}
