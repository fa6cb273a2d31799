package io.hypnos.connectors.slack;

import io.hypnos.connectors.kit.FakeServer;
import io.hypnos.connectors.kit.FakeServer.Answer;
import io.hypnos.connectors.kit.FakeServer.Call;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A channel: newest first, by cursor; replies oldest first with the head on every page. What was
 * edited, answered or deleted leaves exactly the traces that it leaves in Slack.
 */
final class FakeSlack implements AutoCloseable {
  static final Map<String, Object> LIMITED = Map.of("ok", false, "error", "ratelimited");
  private static final Comparator<String> BY_TIME = Comparator.comparing(BigDecimal::new);

  final FakeServer server = new FakeServer(this::answer);

  /** What the channel lists: heads of threads, and copies of replies. */
  final TreeMap<String, Map<String, Object>> heads = new TreeMap<>(BY_TIME);

  final Map<String, TreeMap<String, Map<String, Object>>> replies = new HashMap<>();
  final Set<String> strangers = new HashSet<>();

  /** Threads that cannot be read at all. */
  final Set<String> broken = new HashSet<>();

  final Set<String> scopes =
      new TreeSet<>(Set.of("channels:history", "channels:read", "users:read"));

  /** Whether the app is still in the channel. */
  boolean member = true;

  /** As many messages as Slack gives at once, whatever it is asked for. */
  int mostOnAPage = 999;

  int repliesOnAPage = 2;

  private int cursors;
  private int oldestCursor;

  void say(String ts, String text) {
    heads.put(ts, message(ts, "U1", text));
  }

  private static Map<String, Object> message(String ts, String user, String text) {
    Map<String, Object> message = new HashMap<>();
    message.put("type", "message");
    message.put("ts", ts);
    message.put("user", user);
    message.put("text", text);
    return message;
  }

  void reply(String thread, String ts, String text) {
    Map<String, Object> reply = message(ts, "U2", text);
    reply.put("thread_ts", thread);
    replies.computeIfAbsent(thread, none -> new TreeMap<>(BY_TIME)).put(ts, reply);
    count(thread);
  }

  /** A reply that is shown in the channel, too. */
  void broadcast(String thread, String ts, String text) {
    reply(thread, ts, text);
    Map<String, Object> copy = new HashMap<>(replies.get(thread).get(ts));
    copy.put("subtype", "thread_broadcast");
    heads.put(ts, copy);
  }

  void edit(String ts, String text) {
    mark(heads.get(ts), text);
  }

  void editReply(String thread, String ts, String text) {
    mark(replies.get(thread).get(ts), text);
  }

  private static void mark(Map<String, Object> message, String text) {
    message.put("text", text);
    message.put("edited", Map.of("user", "U1", "ts", new BigDecimal(message.get("ts") + "9")));
  }

  /** A message without replies disappears, one with replies leaves a stone. */
  void delete(String ts) {
    if (replies.getOrDefault(ts, new TreeMap<>()).isEmpty()) {
      heads.remove(ts);
      return;
    }
    heads.get(ts).put("subtype", "tombstone");
    heads.get(ts).put("user", "USLACKBOT");
    heads.get(ts).put("text", "This message was deleted.");
  }

  void deleteReply(String thread, String ts) {
    replies.get(thread).remove(ts);
    count(thread);
    boolean stone = "tombstone".equals(heads.get(thread).get("subtype"));
    if (stone && replies.get(thread).isEmpty()) {
      heads.remove(thread);
    }
  }

  private void count(String thread) {
    TreeMap<String, Map<String, Object>> all = replies.get(thread);
    Map<String, Object> head = heads.get(thread);
    if (all.isEmpty()) {
      head.keySet().removeAll(Set.of("thread_ts", "reply_count", "latest_reply"));
    } else {
      head.put("thread_ts", thread);
      head.put("reply_count", all.size());
      head.put("latest_reply", all.lastKey());
    }
  }

  /** Cursors given out so far are not accepted any more. */
  void forgetCursors() {
    oldestCursor = cursors;
  }

  /** The methods called since the calls were forgotten, with what they were about. */
  List<String> log() {
    return server.calls().stream()
        .map(
            call -> {
              Map<String, String> form = call.form();
              String about = form.getOrDefault("user", form.getOrDefault("ts", ""));
              return (call.path().substring("/api/".length()) + " " + about).strip();
            })
        .toList();
  }

  private Answer answer(Call call) {
    if (!call.method().equals("POST")) {
      return Answer.of(404, Map.of("ok", false, "error", "unknown_method"));
    }
    if (!call.head().getOrDefault("authorization", "").equals("Bearer secret-token")) {
      return failed("invalid_auth");
    }
    Map<String, String> form = call.form();
    return switch (call.path()) {
      case "/api/conversations.history" -> inChannel(form, history(form));
      case "/api/conversations.replies" -> inChannel(form, thread(form));
      case "/api/users.info" -> user(form.get("user"));
      case "/api/auth.test" -> Answer.ok(Map.of("ok", true, "url", "https://acme.slack.com/"));
      default -> failed("unknown_method");
    };
  }

  private static Answer failed(String word) {
    return Answer.ok(Map.of("ok", false, "error", word));
  }

  private Answer inChannel(Map<String, String> form, Answer answer) {
    if (!scopes.contains("channels:history")) {
      return Answer.ok(Map.of("ok", false, "error", "missing_scope", "needed", "channels:history"));
    }
    if (!form.getOrDefault("channel", "").equals("C1")) {
      return failed("channel_not_found");
    }
    return member ? answer : failed("not_in_channel");
  }

  private Answer user(String id) {
    if (!scopes.contains("users:read")) {
      return Answer.ok(Map.of("ok", false, "error", "missing_scope", "needed", "users:read"));
    }
    return strangers.contains(id)
        ? failed("user_not_found")
        : Answer.ok(
            Map.of(
                "ok",
                true,
                "user",
                Map.of("id", id, "profile", Map.of("display_name", "person " + id))));
  }

  private Answer history(Map<String, String> form) {
    int limit = Integer.parseInt(form.getOrDefault("limit", "100"));
    if (limit < 1 || limit > 999) {
      return failed("invalid_limit");
    }
    String below = "99999999999";
    if (form.containsKey("cursor")) {
      String[] cursor = form.get("cursor").split(":", -1);
      if (Integer.parseInt(cursor[0]) < oldestCursor) {
        return failed("invalid_cursor");
      }
      below = cursor[1];
    }
    String oldest = form.getOrDefault("oldest", "0");
    boolean inclusive = form.getOrDefault("inclusive", "").equals("true");
    List<Map<String, Object>> all =
        List.copyOf(heads.subMap(oldest, inclusive, below, false).descendingMap().values());
    List<Map<String, Object>> page =
        all.subList(0, Math.min(Math.min(limit, mostOnAPage), all.size()));
    boolean more = page.size() < all.size();
    return page(page, more, more ? cursors++ + ":" + page.get(page.size() - 1).get("ts") : "");
  }

  private Answer thread(Map<String, String> form) {
    String ts = form.get("ts");
    if (broken.contains(ts)) {
      return failed("internal_error");
    }
    if (!heads.containsKey(ts)) {
      return failed("thread_not_found");
    }
    String[] cursor = form.getOrDefault("cursor", oldestCursor + ":0").split(":", -1);
    if (Integer.parseInt(cursor[0]) < oldestCursor) {
      return failed("invalid_cursor");
    }
    int from = Integer.parseInt(cursor[1]);
    List<Map<String, Object>> all = List.copyOf(replies.getOrDefault(ts, new TreeMap<>()).values());
    int end = Math.min(all.size(), from + repliesOnAPage);
    List<Map<String, Object>> page = new ArrayList<>(List.of(heads.get(ts)));
    page.addAll(all.subList(Math.min(from, end), end));
    boolean more = end < all.size();
    return page(page, more, more ? cursors++ + ":" + end : "");
  }

  private static Answer page(List<Map<String, Object>> messages, boolean more, String next) {
    return Answer.ok(
        Map.of(
            "ok",
            true,
            "messages",
            messages,
            "has_more",
            more,
            "response_metadata",
            Map.of("next_cursor", next)));
  }

  @Override
  public void close() {
    server.close();
  }
}
