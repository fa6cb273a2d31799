package io.hypnos.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Models that tell what pictures show and recordings say, behind OpenAI-compatible endpoints. */
public record MediaSettings(
    @Setting(
            doc =
                "Base URL of an endpoint whose chat model sees pictures; unset, pictures are kept"
                    + " and known by their names.")
        Optional<URI> visionUrl,
    @Setting(doc = "Key sent to it as a bearer token.") Optional<Secret> visionKey,
    @Setting(doc = "Model that describes pictures; needed with vision-url.")
        Optional<String> visionModel,
    @Setting(
            value =
                "Describe this picture in a few sentences for somebody who will search for it."
                    + " Transcribe any text in it. Answer with the description only.",
            doc = "What the model is asked about a picture.")
        String visionPrompt,
    @Setting(
            doc =
                "Base URL of an endpoint with /audio/transcriptions; unset, recordings are kept and"
                    + " known by their names.")
        Optional<URI> transcriptionUrl,
    @Setting(doc = "Key sent to it as a bearer token.") Optional<Secret> transcriptionKey,
    @Setting(doc = "Model that transcribes recordings; needed with transcription-url.")
        Optional<String> transcriptionModel,
    @Setting(
            value = "20MB",
            min = "1KB",
            max = "500MB",
            doc = "Largest picture or recording that is sent to a model.")
        DataSize maxSize,
    @Setting(value = "60s", min = "100ms", max = "10m", doc = "Longest time for one attempt.")
        Duration timeout,
    @Setting(value = "3", min = "1", max = "10", doc = "Attempts for one picture or recording.")
        int tries,
    @Setting(
            value = "500ms",
            min = "1ms",
            max = "1m",
            doc = "Pause before the second attempt; it doubles, with jitter.")
        Duration firstPause,
    @Setting(
            value = "5",
            min = "1",
            max = "1000",
            doc = "Failures in a row after which an endpoint is left alone for breaker-pause.")
        int breakerFailures,
    @Setting(value = "30s", min = "100ms", max = "1h", doc = "How long an endpoint is left alone.")
        Duration breakerPause) {

  public MediaSettings {
    if (visionUrl.isPresent() && visionModel.isEmpty()) {
      throw new IllegalArgumentException("vision-model must be set together with vision-url.");
    }
    if (transcriptionUrl.isPresent() && transcriptionModel.isEmpty()) {
      throw new IllegalArgumentException(
          "transcription-model must be set together with transcription-url.");
    }
  }

  /** Whether there is a model for any of them. */
  public boolean any() {
    return visionUrl.isPresent() || transcriptionUrl.isPresent();
  }
}
