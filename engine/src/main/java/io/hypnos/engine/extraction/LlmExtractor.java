package io.hypnos.engine.extraction;

import io.hypnos.engine.llm.ChatModel;
import io.hypnos.engine.llm.ChatRequest;
import io.hypnos.engine.llm.ChatResult;
import java.util.List;

/**
 * Extraction by a language model, one question a text. Whatever goes wrong, the rules answer: no
 * model, no budget, no time, no usable answer, no fact that the text itself bears out.
 */
public final class LlmExtractor implements Extractor {
  private static final String PURPOSE = "extraction";

  private final ChatModel model;
  private final Extractor rules;
  private final int maxCharacters;
  private final int maxTokens;

  public LlmExtractor(ChatModel model, Extractor rules, int maxCharacters, int maxTokens) {
    this.model = model;
    this.rules = rules;
    this.maxCharacters = maxCharacters;
    this.maxTokens = maxTokens;
  }

  @Override
  public Extraction extract(SourceText source) {
    if (source.text().isBlank() || source.text().length() > maxCharacters) {
      return rules.extract(source);
    }
    ChatRequest request =
        new ChatRequest(
            source.tenantId(),
            PURPOSE,
            ExtractionPrompt.SYSTEM,
            ExtractionPrompt.of(source),
            ExtractionPrompt.SCHEMA,
            maxTokens);
    return model.complete(request) instanceof ChatResult.Answered answered
        ? read(answered, source)
        : rules.extract(source);
  }

  private Extraction read(ChatResult.Answered answered, SourceText source) {
    ExtractionAnswer answer = new ExtractionAnswer(answered.json(), source);
    List<Fact> facts = answer.facts();
    if (facts.isEmpty() && answer.saidSomething()) {
      // All of it without a quote from the text: made up, or led astray by it.
      return rules.extract(source);
    }
    return new Extraction(
        facts,
        TripleExtractor.of(facts, source.now()),
        answer.tasks(),
        answer.concepts(),
        Extraction.AnsweredBy.LANGUAGE_MODEL);
  }
}
