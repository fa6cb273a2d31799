package io.hypnos.engine.media;

import io.hypnos.engine.document.MediaDescriber;
import io.hypnos.settings.MediaSettings;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the configured models: one for pictures, one for recordings and films. An outage of theirs
 * never holds up a document: after a few attempts it is kept without words.
 */
public final class MediaModels implements MediaDescriber {
  private static final Logger LOG = LoggerFactory.getLogger(MediaModels.class);

  private final Optional<MediaEndpoint> vision;
  private final Optional<MediaEndpoint> transcription;
  private final long mostBytes;

  private MediaModels(
      Optional<MediaEndpoint> vision, Optional<MediaEndpoint> transcription, long mostBytes) {
    this.vision = vision;
    this.transcription = transcription;
    this.mostBytes = mostBytes;
  }

  /** The models of the settings, or nobody. */
  public static MediaDescriber of(MediaSettings settings, Clock clock) {
    if (!settings.any()) {
      return NONE;
    }
    Optional<MediaEndpoint> vision =
        settings
            .visionUrl()
            .map(
                url ->
                    new MediaEndpoint(
                        "The vision model",
                        new VisionWire(
                            url,
                            settings.visionKey(),
                            settings.visionModel().orElseThrow(),
                            settings.visionPrompt()),
                        settings,
                        clock));
    Optional<MediaEndpoint> transcription =
        settings
            .transcriptionUrl()
            .map(
                url ->
                    new MediaEndpoint(
                        "The transcription model",
                        new TranscriptionWire(
                            url,
                            settings.transcriptionKey(),
                            settings.transcriptionModel().orElseThrow()),
                        settings,
                        clock));
    return new MediaModels(vision, transcription, settings.maxSize().bytes());
  }

  @Override
  public boolean understands(String contentType, long size) {
    return size <= mostBytes && endpoint(contentType).isPresent();
  }

  @Override
  public Optional<Description> describe(String name, String contentType, byte[] bytes) {
    Optional<String> text =
        endpoint(contentType).flatMap(model -> model.ask(name, contentType, bytes));
    if (text.isEmpty()) {
      LOG.warn("no model told what a file of type {} says", contentType);
    }
    return text.map(
        words -> new Description(words, isPicture(contentType) ? "vision" : "transcription"));
  }

  private Optional<MediaEndpoint> endpoint(String contentType) {
    return isPicture(contentType) ? vision : transcription;
  }

  private static boolean isPicture(String contentType) {
    return contentType.startsWith("image/");
  }
}
