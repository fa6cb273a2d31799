package io.hypnos.benchmarks.retrieval;

import io.hypnos.benchmarks.retrieval.Conversations.Conversation;
import io.hypnos.benchmarks.retrieval.Conversations.Question;
import io.hypnos.benchmarks.retrieval.Conversations.Turn;
import io.hypnos.benchmarks.retrieval.MemoryApi.Found;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How many of the turns that answer a question are found over HTTP, beside plain BM25 and chance.
 * Every turn is written through the public route in order, one space a conversation; nothing is set
 * for the data.
 */
public final class RetrievalQuality {
  private static final int LIMIT = 50;
  private static final int SHOWN = 10;
  private static final int CHARACTERS_A_TOKEN = 4;

  private RetrievalQuality() {}

  /**
   * @param arguments file, address of the server, operator's key
   */
  public static void main(String[] arguments) throws Exception {
    Conversations conversations = Conversations.read(Path.of(arguments[0]));
    MemoryApi api =
        new MemoryApi(URI.create(arguments[1]), arguments[2])
            .newTenant("retrieval-quality-" + System.nanoTime());
    Map<String, String> turnOf = write(api, conversations);
    List<Quality> rows =
        List.of(ours(api, conversations, turnOf), bm25(conversations), chance(conversations));
    System.out.println(Quality.heading());
    rows.forEach(System.out::println);
  }

  private static Map<String, String> write(MemoryApi api, Conversations conversations)
      throws Exception {
    Map<String, String> turnOf = new HashMap<>();
    int refused = 0;
    long start = System.nanoTime();
    for (Conversation conversation : conversations.all()) {
      for (Turn turn : conversation.turns()) {
        String id = api.write(conversation, turn);
        refused += id.isEmpty() ? 1 : 0;
        turnOf.put(id, turn.id());
      }
    }
    System.out.printf(
        "%d turns written in %.0f s, %d refused as adding nothing%n",
        turnOf.size(), (System.nanoTime() - start) / 1e9, refused);
    return turnOf;
  }

  private static Quality ours(
      MemoryApi api, Conversations conversations, Map<String, String> turnOf) throws Exception {
    Quality quality = new Quality("ours");
    for (Conversation conversation : conversations.all()) {
      for (Question question : conversation.questions()) {
        List<Found> found = api.read(conversation.name(), question.text(), LIMIT);
        quality.add(
            question,
            found.stream().map(each -> turnOf.getOrDefault(each.id(), "")).toList(),
            tokens(found.stream().map(Found::content).toList()));
      }
    }
    return quality;
  }

  private static Quality bm25(Conversations conversations) {
    List<Turn> turns = conversations.all().stream().flatMap(each -> each.turns().stream()).toList();
    PlainBm25 bm25 = new PlainBm25(turns.stream().map(Turn::words).toList());
    Quality quality = new Quality("plain BM25");
    int from = 0;
    for (Conversation conversation : conversations.all()) {
      int to = from + conversation.turns().size();
      for (Question question : conversation.questions()) {
        add(
            quality,
            question,
            bm25.rank(question.text(), from, to).stream().map(turns::get).toList());
      }
      from = to;
    }
    return quality;
  }

  private static Quality chance(Conversations conversations) {
    Random random = new Random(1);
    Quality quality = new Quality("random");
    for (Conversation conversation : conversations.all()) {
      for (Question question : conversation.questions()) {
        List<Turn> shuffled = new ArrayList<>(conversation.turns());
        Collections.shuffle(shuffled, random);
        add(quality, question, shuffled);
      }
    }
    return quality;
  }

  private static void add(Quality quality, Question question, List<Turn> ranked) {
    List<Turn> best = ranked.stream().limit(LIMIT).toList();
    quality.add(
        question,
        best.stream().map(Turn::id).toList(),
        tokens(best.stream().map(Turn::text).toList()));
  }

  private static long tokens(List<String> texts) {
    return IntStream.range(0, Math.min(SHOWN, texts.size()))
        .mapToLong(i -> texts.get(i).length() / CHARACTERS_A_TOKEN + 1)
        .sum();
  }
}
