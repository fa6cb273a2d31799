package io.hypnos.benchmarks.retrieval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Conversations with questions about them, in the shape of LoCoMo. */
record Conversations(List<Conversation> all) {
  private static final Pattern SESSION = Pattern.compile("session_(\\d+)");
  private static final Pattern TURN = Pattern.compile("D:?(\\d+):(\\d+)");

  /** One conversation: its turns in order, and what is asked. */
  record Conversation(String name, List<Turn> turns, List<Question> questions) {}

  record Turn(
      String id, String speaker, String text, Optional<String> caption, int session, String time) {
    /** Its words as a reader sees them. */
    String words() {
      return speaker + ": " + text + caption.map(words -> " " + words).orElse("");
    }
  }

  /**
   * @param evidence ids of the turns that answer it
   */
  record Question(String text, Set<String> evidence, int category) {}

  static Conversations read(Path file) throws IOException {
    List<Conversation> all = new ArrayList<>();
    for (JsonNode sample : JsonMapper.shared().readTree(Files.readString(file))) {
      List<Turn> turns = turns(sample.path("conversation"));
      Set<String> known = new LinkedHashSet<>();
      turns.forEach(turn -> known.add(turn.id()));
      List<Question> questions = new ArrayList<>();
      for (JsonNode asked : sample.path("qa")) {
        Set<String> evidence = evidence(asked.path("evidence"), known);
        if (!evidence.isEmpty()) {
          questions.add(
              new Question(
                  asked.path("question").asString(), evidence, asked.path("category").asInt()));
        }
      }
      all.add(new Conversation(sample.path("sample_id").asString(), turns, questions));
    }
    return new Conversations(all);
  }

  private static List<Turn> turns(JsonNode conversation) {
    Map<Integer, JsonNode> sessions = new TreeMap<>();
    conversation
        .propertyStream()
        .forEach(
            property -> {
              Matcher matcher = SESSION.matcher(property.getKey());
              if (matcher.matches()) {
                sessions.put(Integer.parseInt(matcher.group(1)), property.getValue());
              }
            });
    List<Turn> turns = new ArrayList<>();
    sessions.forEach(
        (number, said) -> {
          String time = conversation.path("session_" + number + "_date_time").asString("");
          for (JsonNode turn : said) {
            String caption = turn.path("blip_caption").asString("");
            turns.add(
                new Turn(
                    turn.path("dia_id").asString(),
                    turn.path("speaker").asString(),
                    turn.path("text").asString(),
                    caption.isBlank() ? Optional.empty() : Optional.of(caption),
                    number,
                    time));
          }
        });
    return turns;
  }

  /** Ids are written in several ways: leading zeros, a colon after the D, several in one string. */
  private static Set<String> evidence(JsonNode evidence, Set<String> known) {
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode each : evidence) {
      for (String part : each.asString().split("[;\\s]+", -1)) {
        Matcher matcher = TURN.matcher(part);
        if (matcher.matches()) {
          String id =
              "D%d:%d"
                  .formatted(
                      Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
          if (known.contains(id)) {
            ids.add(id);
          }
        }
      }
    }
    return ids;
  }
}
