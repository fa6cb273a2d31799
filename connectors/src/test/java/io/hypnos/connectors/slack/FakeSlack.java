package io.hypnos.connectors.slack;

import io.hypnos.connectors.kit.FakeServer;
import io.hypnos.connectors.kit.FakeServer.Answer;
import io.hypnos.connectors.kit.FakeServer.Call;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A channel: newest first, by cursor; replies oldest first with the head on every page. */
final class FakeSlack implements AutoCloseable {
  static final Map<String, Object> LIMITED = Map.of("ok", false, "error", "ratelimited");

  final FakeServer server = new FakeServer(this::answer);
  final TreeMap<String, Map<String, Object>> heads =
      new TreeMap<>(Comparator.comparing(BigDecimal::new));
  final Map<String, List<Map<String, Object>>> replies = new HashMap<>();

  void say(String ts, String text) {
    Map<String, Object> message = new HashMap<>();
    message.put("type", "message");
    message.put("ts", ts);
    message.put("user", "U1");
    message.put("text", text);
    heads.put(ts, message);
  }

  void reply(String thread, String ts, String text) {
    List<Map<String, Object>> all = replies.computeIfAbsent(thread, none -> new ArrayList<>());
    all.add(Map.of("type", "message", "ts", ts, "thread_ts", thread, "user", "U2", "text", text));
    Map<String, Object> head = heads.get(thread);
    head.put("thread_ts", thread);
    head.put("reply_count", all.size());
    head.put("latest_reply", ts);
  }

  void edit(String ts, String text) {
    heads.get(ts).put("text", text);
    heads.get(ts).put("edited", Map.of("user", "U1", "ts", "9" + ts));
  }

  private Answer answer(Call call) {
    if (!call.head().getOrDefault("authorization", "").equals("Bearer secret-token")) {
      return Answer.ok(Map.of("ok", false, "error", "invalid_auth"));
    }
    Map<String, String> form = call.form();
    return switch (call.path()) {
      case "/api/conversations.history" -> history(form);
      case "/api/conversations.replies" -> thread(form);
      case "/api/users.info" ->
          Answer.ok(
              Map.of(
                  "ok",
                  true,
                  "user",
                  Map.of(
                      "id",
                      form.get("user"),
                      "profile",
                      Map.of("display_name", "person " + form.get("user")))));
      case "/api/auth.test" -> Answer.ok(Map.of("ok", true));
      default -> Answer.of(404, Map.of("ok", false, "error", "unknown_method"));
    };
  }

  private Answer history(Map<String, String> form) {
    if (!form.getOrDefault("channel", "").equals("C1")) {
      return Answer.ok(Map.of("ok", false, "error", "channel_not_found"));
    }
    BigDecimal oldest = new BigDecimal(form.getOrDefault("oldest", "0"));
    boolean inclusive = form.getOrDefault("inclusive", "").equals("true");
    // A cursor names the last message of its page: what comes after it is older.
    BigDecimal below =
        form.containsKey("cursor")
            ? new BigDecimal(form.get("cursor").substring(2))
            : new BigDecimal("99999999999");
    List<Map<String, Object>> all =
        heads.descendingMap().values().stream()
            .filter(
                message -> {
                  BigDecimal ts = new BigDecimal((String) message.get("ts"));
                  int above = ts.compareTo(oldest);
                  return ts.compareTo(below) < 0 && (above > 0 || (inclusive && above == 0));
                })
            .toList();
    int limit = Math.min(999, Integer.parseInt(form.getOrDefault("limit", "100")));
    List<Map<String, Object>> page = all.subList(0, Math.min(limit, all.size()));
    boolean more = page.size() < all.size();
    return Answer.ok(
        Map.of(
            "ok",
            true,
            "messages",
            page,
            "has_more",
            more,
            "response_metadata",
            Map.of("next_cursor", more ? "c:" + page.get(page.size() - 1).get("ts") : "")));
  }

  private Answer thread(Map<String, String> form) {
    String ts = form.get("ts");
    if (!heads.containsKey(ts)) {
      return Answer.ok(Map.of("ok", false, "error", "thread_not_found"));
    }
    int from = Integer.parseInt(form.getOrDefault("cursor", "0"));
    List<Map<String, Object>> all = replies.getOrDefault(ts, List.of());
    int end = Math.min(all.size(), from + 2);
    List<Map<String, Object>> page = new ArrayList<>(List.of(heads.get(ts)));
    page.addAll(all.subList(from, end));
    boolean more = end < all.size();
    return Answer.ok(
        Map.of(
            "ok",
            true,
            "messages",
            page,
            "has_more",
            more,
            "response_metadata",
            Map.of("next_cursor", more ? String.valueOf(end) : "")));
  }

  @Override
  public void close() {
    server.close();
  }
}
