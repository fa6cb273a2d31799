package io.hypnos.settings;

/** The built-in embedding model. */
public record EmbeddingSettings(
    @Setting(
            value = "2",
            min = "1",
            max = "64",
            doc = "Texts embedded at the same time in one process.")
        int threads,
    @Setting(
            value = "256",
            min = "16",
            max = "512",
            doc = "Tokens of a text that the model reads; the rest is cut.")
        int maxTokens) {}
