package io.hypnos.connectors.gmail;

import io.hypnos.connectors.kit.FakeServer;
import io.hypnos.connectors.kit.FakeServer.Answer;
import io.hypnos.connectors.kit.FakeServer.Call;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mailbox: newest first, with tokens that live some hours and belong to their query, and a
 * history that is kept for a while.
 */
final class FakeGmail implements AutoCloseable {
  private static final String API = "/gmail/v1/users/me";
  private static final Duration TOKEN_LIVES = Duration.ofHours(3);
  private static final Pattern WINDOW = Pattern.compile("\\((.*)\\) after:([0-9]+)");

  /** A token knows what came last, so that what comes or goes meanwhile shifts nothing. */
  private record Token(String of, long place, String id, Instant issued) {}

  final FakeServer server = new FakeServer(this::answer);
  final Map<String, Mail> mails = new LinkedHashMap<>();
  final Map<String, byte[]> attachments = new HashMap<>();
  final Deque<Runnable> onListPage = new ArrayDeque<>();
  boolean onlyMetadata;
  Instant credentialsEnd = Instant.MAX;
  long forgottenBelow;
  private final Clock clock;
  private final TreeMap<Long, Map<String, Object>> history = new TreeMap<>();
  private final Map<String, Token> tokens = new HashMap<>();
  private long last = 1_000;

  FakeGmail(Clock clock) {
    this.clock = clock;
  }

  void receive(Mail mail) {
    mails.put(mail.id(), mail);
    tell("messagesAdded", Map.of("message", message(mail)));
  }

  void receive(String id, String subject, String text) {
    receive(Mail.plain(id, clock.instant(), subject, text));
  }

  void delete(String id) {
    Mail mail = mails.remove(id);
    tell("messagesDeleted", Map.of("message", message(mail)));
  }

  void label(String id, String label) {
    mails.get(id).labels().add(label);
    tell("labelsAdded", Map.of("message", message(mails.get(id)), "labelIds", List.of(label)));
  }

  void unlabel(String id, String label) {
    mails.get(id).labels().remove(label);
    tell("labelsRemoved", Map.of("message", message(mails.get(id)), "labelIds", List.of(label)));
  }

  private void tell(String what, Map<String, Object> entry) {
    last += 7;
    history.put(last, Map.of("id", String.valueOf(last), what, List.of(entry)));
  }

  long now() {
    return last;
  }

  private static Map<String, Object> message(Mail mail) {
    return Map.of(
        "id", mail.id(), "threadId", "t" + mail.id(), "labelIds", List.copyOf(mail.labels()));
  }

  List<String> log() {
    return server.calls().stream().map(call -> call.path().substring(API.length())).toList();
  }

  static Answer error(int status, String reason, String word, String message) {
    return Answer.of(
        status,
        Map.of(
            "error",
            Map.of(
                "code",
                status,
                "message",
                message,
                "status",
                word,
                "errors",
                List.of(Map.of("domain", "global", "reason", reason, "message", message)))));
  }

  private Answer answer(Call call) {
    boolean known = call.head().getOrDefault("authorization", "").equals("Bearer secret-token");
    if (!known || !clock.instant().isBefore(credentialsEnd)) {
      return error(401, "authError", "UNAUTHENTICATED", "Invalid Credentials");
    }
    String path = call.path().substring(API.length());
    Map<String, String> query = call.query();
    if (path.equals("/profile")) {
      return Answer.ok(Map.of("emailAddress", "ann@example.org", "historyId", "" + last));
    }
    if (path.equals("/messages")) {
      Answer page = list(query);
      Optional.ofNullable(onListPage.poll()).ifPresent(Runnable::run);
      return page;
    }
    if (path.equals("/history")) {
      return history(query);
    }
    List<String> rest = List.of(path.substring("/messages/".length()).split("/"));
    return rest.size() == 1 ? get(rest.get(0), query) : attachment(rest.get(0), rest.get(2));
  }

  private Answer list(Map<String, String> query) {
    String q = query.getOrDefault("q", "");
    int size = Integer.parseInt(query.getOrDefault("maxResults", "100"));
    if (size < 1 || size > 500) {
      return error(400, "invalidArgument", "INVALID_ARGUMENT", "Invalid maxResults");
    }
    Optional<Token> from = token(query, "list " + q);
    if (query.containsKey("pageToken") && from.isEmpty()) {
      return error(400, "invalidArgument", "INVALID_ARGUMENT", "Invalid pageToken");
    }
    List<Mail> all =
        mails.values().stream()
            .filter(mail -> !mail.labels().contains("TRASH") && !mail.labels().contains("SPAM"))
            .filter(matching(q))
            .filter(mail -> from.isEmpty() || isOlder(mail, from.get()))
            .sorted(Comparator.comparing(Mail::at).thenComparing(Mail::id).reversed())
            .toList();
    List<Mail> page = all.subList(0, Math.min(all.size(), size));
    Map<String, Object> answer = new HashMap<>();
    answer.put("resultSizeEstimate", all.size());
    if (!page.isEmpty()) {
      answer.put(
          "messages",
          page.stream().map(m -> Map.of("id", m.id(), "threadId", "t" + m.id())).toList());
    }
    if (page.size() < all.size()) {
      Mail end = page.get(page.size() - 1);
      answer.put("nextPageToken", issue("list " + q, end.at().toEpochMilli(), end.id()));
    }
    return Answer.ok(answer);
  }

  private static boolean isOlder(Mail mail, Token token) {
    int order = Long.compare(mail.at().toEpochMilli(), token.place());
    return order < 0 || (order == 0 && mail.id().compareTo(token.id()) < 0);
  }

  private String issue(String of, long place, String id) {
    String name = "p" + tokens.size();
    tokens.put(name, new Token(of, place, id, clock.instant()));
    return name;
  }

  private Optional<Token> token(Map<String, String> query, String of) {
    return Optional.ofNullable(query.get("pageToken"))
        .map(tokens::get)
        .filter(token -> token.of().equals(of))
        .filter(token -> clock.instant().isBefore(token.issued().plus(TOKEN_LIVES)));
  }

  /** Words of the subject, with {@code OR} between them, and a window in time around all. */
  private static Predicate<Mail> matching(String q) {
    if (q.isEmpty()) {
      return mail -> true;
    }
    Matcher window = WINDOW.matcher(q);
    if (window.matches()) {
      Instant after = Instant.ofEpochSecond(Long.parseLong(window.group(2)));
      return matching(window.group(1)).and(mail -> mail.at().isAfter(after));
    }
    Predicate<Mail> any = mail -> false;
    for (String word : q.split(" OR ", -1)) {
      String plain = word.substring(word.indexOf(':') + 1).toLowerCase(Locale.ROOT);
      any =
          any.or(
              mail ->
                  mail.payload()
                      .get("headers")
                      .toString()
                      .toLowerCase(Locale.ROOT)
                      .contains(plain));
    }
    return any;
  }

  private Answer get(String id, Map<String, String> query) {
    Mail mail = mails.get(id);
    if (mail == null) {
      return error(404, "notFound", "NOT_FOUND", "Requested entity was not found.");
    }
    if (onlyMetadata && query.getOrDefault("format", "full").equals("full")) {
      return error(
          403, "forbidden", "PERMISSION_DENIED", "Metadata scope doesn't allow format FULL");
    }
    Map<String, Object> whole = new HashMap<>(message(mail));
    whole.put("internalDate", String.valueOf(mail.at().toEpochMilli()));
    whole.put("snippet", "");
    whole.put("payload", mail.payload());
    return Answer.ok(whole);
  }

  private Answer attachment(String message, String id) {
    byte[] bytes = attachments.get(id);
    return !mails.containsKey(message) || bytes == null
        ? error(404, "notFound", "NOT_FOUND", "Requested entity was not found.")
        : Answer.ok(Map.of("size", bytes.length, "data", Mail.encoded(bytes)));
  }

  private Answer history(Map<String, String> query) {
    long start = Long.parseLong(query.getOrDefault("startHistoryId", "0"));
    if (start < forgottenBelow) {
      return error(404, "notFound", "NOT_FOUND", "Requested entity was not found.");
    }
    Optional<Token> from = token(query, "history " + start);
    if (query.containsKey("pageToken") && from.isEmpty()) {
      return error(400, "invalidArgument", "INVALID_ARGUMENT", "Invalid pageToken");
    }
    int size = Integer.parseInt(query.getOrDefault("maxResults", "100"));
    List<Map.Entry<Long, Map<String, Object>>> all =
        List.copyOf(history.tailMap(from.map(Token::place).orElse(start), false).entrySet());
    List<Map.Entry<Long, Map<String, Object>>> page = all.subList(0, Math.min(size, all.size()));
    Map<String, Object> answer = new HashMap<>();
    answer.put("historyId", String.valueOf(last));
    if (!page.isEmpty()) {
      List<Object> entries = new ArrayList<>();
      page.forEach(each -> entries.add(each.getValue()));
      answer.put("history", entries);
    }
    if (page.size() < all.size()) {
      answer.put(
          "nextPageToken", issue("history " + start, page.get(page.size() - 1).getKey(), ""));
    }
    return Answer.ok(answer);
  }

  @Override
  public void close() {
    server.close();
  }
}
