package io.hypnos.settings;

import java.net.URI;
import java.time.Duration;

/** OpenSearch, the search index. */
public record SearchSettings(
    @Setting(value = "http://127.0.0.1:19200", doc = "Address of OpenSearch.") URI url,
    @Setting(value = "", doc = "User of OpenSearch; empty for none.") String user,
    @Setting(value = "", doc = "Password of OpenSearch.") Secret password,
    @Setting(value = "hypnos-memory", doc = "Alias of the index that holds memories.") String index,
    @Setting(value = "1", min = "1", max = "256", doc = "Shards of a new index.") int shards,
    @Setting(value = "0", min = "0", max = "5", doc = "Replicas of a new index.") int replicas,
    @Setting(
            value = "10s",
            min = "100ms",
            max = "5m",
            doc = "Longest wait for an answer of OpenSearch.")
        Duration timeout,
    @Setting(
            value = "200",
            min = "10",
            max = "2500",
            doc =
                "Memories that words and meaning propose each before the record decides; more find"
                    + " a little more and cost time.")
        int candidates,
    @Setting(
            value = "0.3",
            min = "0",
            max = "1",
            doc = "Share by which the best rating lifts the relevance of a memory.")
        double ratingShare,
    @Setting(
            value = "32",
            min = "1",
            max = "10000",
            doc = "Megabytes of answers to searches that are kept for their repetition.")
        int cacheMegabytes) {}
