package io.hypnos.engine.brought;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.brought.EndpointStore.Endpoint;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.llm.AnswerSchema;
import io.hypnos.engine.llm.ChatModel;
import io.hypnos.engine.llm.ChatModels;
import io.hypnos.engine.llm.ChatRequest;
import io.hypnos.engine.llm.ChatResult;
import io.hypnos.engine.llm.LlmEndpoint;
import io.hypnos.engine.llm.TokenUsage;
import io.hypnos.engine.secret.SecretStore;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The language model of each tenant: the one that it brought, else the operator's, else none, which
 * shows as a question without an answer. A model is tried before it is kept, and one that fails
 * leaves the earlier one in its place. Other nodes notice a change within seconds.
 */
public final class BroughtModels implements ChatModel {
  private static final String KIND = "language_model";
  private static final String SECRET = "language-model/api-key";
  private static final String BASE_URL = "base_url";
  private static final String MODEL = "model";
  private static final Duration KNOWN = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration UNUSED = Duration.ofMinutes(30);
  private static final int TENANTS = 10_000;
  private static final int TEST_TOKENS = 50;

  private static final AnswerSchema TEST_SCHEMA =
      AnswerSchema.of(
          """
          {"type": "object", "additionalProperties": false, "required": ["ok"],
           "properties": {"ok": {"type": "boolean"}}}
          """);

  private final Database database;
  private final SecretStore secrets;
  private final ChatModels models;
  private final Optional<ChatModel> operators;
  private final Consumer<String> guard;
  private final AuditLog audit;
  private final Clock clock;
  private final EndpointStore store = new EndpointStore(KIND);
  private final Cache<UUID, Optional<ChatModel>> known =
      Caffeine.newBuilder().maximumSize(TENANTS).expireAfterWrite(KNOWN).build();

  /** By what it is, so that a model keeps what it has learned of failures. */
  private final Cache<LlmEndpoint, ChatModel> opened =
      Caffeine.newBuilder().maximumSize(TENANTS).expireAfterAccess(UNUSED).build();

  /**
   * @param operators the operator's model, if one is set
   * @param guard refuses addresses that users must not name
   */
  public BroughtModels(
      Database database,
      SecretStore secrets,
      ChatModels models,
      Optional<ChatModel> operators,
      Consumer<String> guard,
      AuditLog audit,
      Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.models = models;
    this.operators = operators;
    this.guard = guard;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public String modelId() {
    return operators.map(ChatModel::modelId).orElse("none");
  }

  @Override
  public ChatResult complete(ChatRequest request) {
    return brought(request.tenantId())
        .or(() -> operators)
        .map(model -> model.complete(request))
        .orElseGet(() -> new ChatResult.Unanswered(ChatResult.Reason.RESTING, TokenUsage.NONE));
  }

  /** Whether questions of the tenant go to a model that it brought and pays for itself. */
  public boolean isBrought(UUID tenantId) {
    return brought(tenantId).isPresent();
  }

  /** Where the model is reached that the tenant brought. */
  public Optional<LlmEndpoint> endpointOf(UUID tenantId) {
    return database.atHome(
        tenantId,
        handle ->
            store
                .find(handle, tenantId)
                .map(
                    found ->
                        endpoint(
                            found.settings().get(BASE_URL),
                            found.settings().get(MODEL),
                            secrets.find(handle, tenantId, SECRET))));
  }

  private Optional<ChatModel> brought(UUID tenantId) {
    return known.get(tenantId, this::load);
  }

  private Optional<ChatModel> load(UUID tenantId) {
    return endpointOf(tenantId).map(endpoint -> opened.get(endpoint, models::brought));
  }

  /** What the tenant brought, without its key. */
  public Optional<BroughtModel> find(UUID tenantId) {
    return database.atHome(
        tenantId,
        handle ->
            store
                .find(handle, tenantId)
                .map(found -> shown(found, secrets.find(handle, tenantId, SECRET).isPresent())));
  }

  private static BroughtModel shown(Endpoint found, boolean hasKey) {
    return new BroughtModel(
        found.settings().get(BASE_URL), found.settings().get(MODEL), hasKey, found.verifiedAt());
  }

  /**
   * Asks the model one short question, then keeps it; {@code VALIDATION} with the reason when it
   * gives no answer.
   */
  public BroughtModel bring(Caller caller, String baseUrl, String model, Optional<Secret> apiKey) {
    guard.accept(baseUrl);
    ChatModel candidate = models.brought(endpoint(baseUrl, model, apiKey));
    requireAnswer(candidate, caller.tenantId());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    database.<Void>atHome(
        caller.tenantId(),
        handle -> {
          store.put(handle, caller.tenantId(), Map.of(BASE_URL, baseUrl, MODEL, model), now);
          secrets.delete(handle, caller.tenantId(), SECRET);
          apiKey.ifPresent(key -> secrets.put(handle, caller.tenantId(), SECRET, key));
          audit.record(handle, caller.actor(), "language-model.bring", model, Map.of(MODEL, model));
          return null;
        });
    known.invalidate(caller.tenantId());
    return new BroughtModel(baseUrl, model, apiKey.isPresent(), now);
  }

  /** Goes back to the operator's model; nothing happens when none was brought. */
  public void remove(Caller caller) {
    database.<Void>atHome(
        caller.tenantId(),
        handle -> {
          secrets.delete(handle, caller.tenantId(), SECRET);
          if (store.delete(handle, caller.tenantId())) {
            audit.record(handle, caller.actor(), "language-model.remove", KIND, Map.of());
          }
          return null;
        });
    known.invalidate(caller.tenantId());
  }

  private static LlmEndpoint endpoint(String baseUrl, String model, Optional<Secret> apiKey) {
    try {
      return new LlmEndpoint(URI.create(baseUrl), apiKey, model);
    } catch (IllegalArgumentException e) {
      throw new HypnosException(
          ErrorCode.VALIDATION, "the address or the key of the model cannot be used", e);
    }
  }

  private static void requireAnswer(ChatModel candidate, UUID tenantId) {
    ChatRequest question =
        new ChatRequest(
            tenantId,
            "self-test",
            "Answer with \"ok\": true.",
            "{\"question\": \"Do you answer?\"}",
            TEST_SCHEMA,
            TEST_TOKENS);
    Future<ChatResult> asked = SelfTests.start(() -> candidate.complete(question));
    String problem;
    try {
      ChatResult result = asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (result instanceof ChatResult.Answered) {
        return;
      }
      problem =
          result instanceof ChatResult.Unanswered unanswered
              ? unanswered.reason().name().toLowerCase(Locale.ROOT)
              : "none";
    } catch (TimeoutException e) {
      problem = "timeout";
    } catch (ExecutionException e) {
      throw new HypnosException(ErrorCode.INTERNAL, "the model could not be tried", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HypnosException(ErrorCode.UNAVAILABLE, "the server is stopping", e);
    }
    throw new HypnosException(
        ErrorCode.VALIDATION,
        "the model gave no usable answer: " + problem,
        Map.of("reason", problem),
        null);
  }
}
