package io.hypnos.api.mnemoverse;

import io.hypnos.api.security.QueryQuota;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Principal;
import io.hypnos.settings.HypnosSettings;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Asking the memory: one question, many, or one with conditions on metadata. */
@RestController
final class ReadRoutes {
  private static final int MOST_QUESTIONS = 50;

  private final AtomReader reader;
  private final QueryQuota quota;
  private final int mostResults;

  ReadRoutes(AtomReader reader, QueryQuota quota, HypnosSettings settings) {
    this.reader = reader;
    this.quota = quota;
    this.mostResults = settings.mnemoverse().maxResults();
  }

  record BatchAnswer(List<ReadResponse> results) {}

  @PostMapping("/api/v1/memory/read")
  @Requires(Right.READ)
  ReadResponse read(Caller caller, Principal principal, JsonFields body) {
    Question question = Question.ofRead(body, mostResults);
    quota.take(principal, 1);
    return reader.read(caller, question);
  }

  @PostMapping("/api/v1/memory/read-batch")
  @Requires(Right.READ)
  BatchAnswer readBatch(Caller caller, Principal principal, JsonFields body) {
    List<JsonFields> queries = body.requiredObjects("queries", 1, MOST_QUESTIONS);
    body.check();
    List<Question> questions =
        queries.stream().map(query -> Question.ofRead(query, mostResults)).toList();
    quota.take(principal, questions.size());
    return new BatchAnswer(
        questions.stream().map(question -> reader.read(caller, question)).toList());
  }

  @PostMapping("/api/v1/memory/query")
  @Requires(Right.READ)
  ReadResponse query(Caller caller, Principal principal, JsonFields body) {
    Question question = Question.ofQuery(body, mostResults);
    quota.take(principal, 1);
    return reader.read(caller, question);
  }
}
