package io.hypnos.settings;

import java.time.Duration;

/** Databases that tenants bring for their own rows. */
public record OwnDatabaseSettings(
    @Setting(
            value = "true",
            doc =
                "Whether tenants may bring a PostgreSQL of their own; those that have brought one"
                    + " keep it.")
        boolean accepted,
    @Setting(
            value = "4",
            min = "3",
            max = "100",
            doc = "Connections of a process to the database of one tenant; idle ones are closed.")
        int poolSize,
    @Setting(
            value = "3s",
            min = "250ms",
            max = "1m",
            doc = "How long a request waits for a connection to the database of its tenant.")
        Duration connectTimeout,
    @Setting(
            value = "30s",
            min = "1s",
            max = "10m",
            doc = "How long an answer of the database of a tenant is waited for.")
        Duration timeout,
    @Setting(
            value = "2s",
            min = "100ms",
            max = "1m",
            doc =
                "How long a process goes by what it knows of who has an own database; the databases"
                    + " themselves turn away who comes to the wrong one.")
        Duration known,
    @Setting(
            value = "100000",
            min = "0",
            max = "10000000",
            doc =
                "The most rows that are moved when a tenant brings its own database or leaves it;"
                    + " with more the change is refused.")
        int mostMoved,
    @Setting(
            value = "1m",
            min = "5s",
            max = "1h",
            doc =
                "How long moving the rows of a tenant may take. Its calls answer 503 meanwhile; a"
                    + " move that takes longer, or whose process dies, is as if it had not been.")
        Duration moveTimeout) {}
