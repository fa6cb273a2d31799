package io.hypnos.settings;

import java.net.URI;
import java.time.Duration;

/** The door: ports and limits of the HTTP server. */
public record ApiSettings(
    @Setting(value = "127.0.0.1", doc = "Address that the API server binds to.") String host,
    @Setting(value = "8080", min = "0", max = "65535", doc = "Port of the API; 0 picks a free one.")
        int port,
    @Setting(
            value = "8081",
            min = "0",
            max = "65535",
            doc = "Port of health and Prometheus metrics for operators.")
        int managementPort,
    @Setting(value = "64", min = "4", max = "1000", doc = "Threads that serve requests.")
        int threads,
    @Setting(value = "5MB", min = "64KB", max = "100MB", doc = "Largest JSON body.")
        DataSize maxBody,
    @Setting(
            value = "16MB",
            min = "64KB",
            max = "4GB",
            doc =
                "Most that all JSON bodies over 64 KB together take while they are served; a"
                    + " request beyond waits 2 s for room and is then answered with 503. Room for"
                    + " one body of the largest size there always is. Reading a body takes several"
                    + " times its size of the heap.")
        DataSize maxBodies,
    @Setting(value = "10MB", min = "1KB", max = "1GB", doc = "Largest single file of an upload.")
        DataSize maxFile,
    @Setting(value = "100", min = "1", max = "1000", doc = "Most files in one upload.")
        int maxFiles,
    @Setting(
            value = "http://127.0.0.1:8080",
            doc = "Address under which people reach the API; links in mail begin with it.")
        URI publicUrl,
    @Setting(
            value = "5",
            min = "1",
            max = "100000",
            doc = "Sign-ups and recoveries that one network address may ask for in an hour.")
        int signupsPerHour,
    @Setting(
            value = "15s",
            min = "1s",
            max = "5m",
            doc = "How long a stopping server waits for running requests.")
        Duration shutdownTimeout) {}
