package io.hypnos.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The optional language model behind any OpenAI-compatible endpoint. */
public record LlmSettings(
    @Setting(
            doc =
                "Base URL of an OpenAI-compatible endpoint, such as https://api.openai.com/v1;"
                    + " unset, everything works by rules.")
        Optional<URI> baseUrl,
    @Setting(doc = "Key sent to the endpoint as a bearer token.") Optional<Secret> apiKey,
    @Setting(doc = "Model asked for at the endpoint; needed with base-url.") Optional<String> model,
    @Setting(
            value = "json-schema",
            doc =
                "How the endpoint is told the shape of an answer: json-schema, json-object or text."
                    + " The answer is validated in any case.")
        String answerFormat,
    @Setting(
            value = "max_tokens",
            doc = "Field that bounds an answer: max_tokens or max_completion_tokens.")
        String tokenLimitField,
    @Setting(value = "5s", min = "100ms", max = "1m", doc = "Longest time to connect.")
        Duration connectTimeout,
    @Setting(value = "30s", min = "100ms", max = "10m", doc = "Longest time for one attempt.")
        Duration timeout,
    @Setting(
            value = "60s",
            min = "100ms",
            max = "30m",
            doc = "Longest time for a question with all its attempts and pauses.")
        Duration deadline,
    @Setting(value = "3", min = "1", max = "10", doc = "Attempts at most for one question.")
        int attempts,
    @Setting(
            value = "500ms",
            min = "1ms",
            max = "1m",
            doc = "Pause before the second attempt; it doubles, with jitter.")
        Duration firstPause,
    @Setting(
            value = "4",
            min = "1",
            max = "256",
            doc = "Questions in flight at the same time in one process.")
        int concurrency,
    @Setting(
            value = "5",
            min = "1",
            max = "1000",
            doc = "Failures in a row after which the model is left alone for breaker-pause.")
        int breakerFailures,
    @Setting(
            value = "30s",
            min = "100ms",
            max = "1h",
            doc = "How long the model is left alone before one question tries it again.")
        Duration breakerPause,
    @Setting(
            value = "24000",
            min = "1000",
            max = "1000000",
            doc = "Characters of a text that are shown to the model.")
        int maxPromptCharacters,
    @Setting(value = "2000", min = "16", max = "100000", doc = "Tokens of an answer at most.")
        int maxAnswerTokens,
    @Setting(value = "1MB", min = "1KB", max = "64MB", doc = "Bytes read of an answer at most.")
        DataSize maxAnswerSize,
    @Setting(value = "0", min = "0", max = "100000", doc = "Price of a million prompt tokens.")
        double promptPrice,
    @Setting(value = "0", min = "0", max = "100000", doc = "Price of a million answer tokens.")
        double answerPrice,
    @Setting(
            value = "2000000",
            min = "0",
            doc =
                "Tokens a tenant may use a day (UTC); 0 is no bound. Over a bound the rules"
                    + " answer.")
        long dailyTokens,
    @Setting(
            value = "0",
            min = "0",
            max = "1000000000",
            doc = "Money a tenant may spend a day (UTC), in the currency of the prices; 0 is none.")
        double dailyCap,
    @Setting(
            value = "0",
            min = "0",
            max = "1000000000",
            doc =
                "Money a tenant may spend a month (UTC) unless it has a cap of its own; 0 is none.")
        double monthlyCap) {

  public LlmSettings {
    if (baseUrl.isPresent() && model.filter(name -> !name.isBlank()).isEmpty()) {
      throw new IllegalArgumentException("model must be set together with base-url.");
    }
    if (!answerFormat.matches("json-schema|json-object|text")) {
      throw new IllegalArgumentException("answer-format must be json-schema, json-object or text.");
    }
    if (!tokenLimitField.matches("max_tokens|max_completion_tokens")) {
      throw new IllegalArgumentException(
          "token-limit-field must be max_tokens or max_completion_tokens.");
    }
    if ((dailyCap > 0 || monthlyCap > 0) && promptPrice == 0 && answerPrice == 0) {
      throw new IllegalArgumentException("daily-cap and monthly-cap need the prices.");
    }
  }
}
