package io.hypnos.settings;

import java.net.URI;
import java.time.Duration;

/** An embedding model behind an endpoint that speaks OpenAI's API. */
public record OpenAiEmbeddingSettings(
    @Setting(
            value = "https://api.openai.com/v1",
            doc = "Address of the API; /embeddings is appended.")
        URI baseUrl,
    @Setting(doc = "Key sent as a bearer token; unset, none is sent.") Secret apiKey,
    @Setting(doc = "Name of the model.") String model,
    @Setting(
            value = "0",
            min = "0",
            max = "16000",
            doc = "Numbers in a vector of the model; an answer of another length is an error.")
        int dimensions,
    @Setting(
            value = "false",
            doc = "Ask the API for that many dimensions; for models that can shorten vectors.")
        boolean requestDimensions,
    @Setting(doc = "Put before a text to store, as some models want it (\"passage: \").")
        String documentPrefix,
    @Setting(doc = "Put before a text to search for, as some models want it (\"query: \").")
        String queryPrefix,
    @Setting(
            value = "8000",
            min = "100",
            max = "1000000",
            doc = "Characters of a text that are sent; the rest is cut.")
        int maxCharacters,
    @Setting(value = "64", min = "1", max = "2048", doc = "Texts in one request.") int maxBatch,
    @Setting(
            value = "4",
            min = "1",
            max = "64",
            doc = "Requests of one process at the same time; queries have as many besides.")
        int concurrency,
    @Setting(value = "10s", min = "100ms", max = "10m", doc = "How long a request may take.")
        Duration timeout,
    @Setting(value = "4", min = "1", max = "20", doc = "How often a request is tried.") int tries,
    @Setting(
            value = "30s",
            min = "0s",
            max = "10m",
            doc = "No further try of a text to store begins later than this after the first.")
        Duration patience,
    @Setting(
            value = "3s",
            min = "0s",
            max = "10m",
            doc = "No further try of a text to search for begins later than this after the first.")
        Duration queryPatience,
    @Setting(
            value = "5",
            min = "1",
            max = "1000",
            doc = "Failures in a row after which requests are no longer made for a while.")
        int breakerFailures,
    @Setting(value = "15s", min = "1s", max = "1h", doc = "How long that while is.")
        Duration breakerPause) {}
