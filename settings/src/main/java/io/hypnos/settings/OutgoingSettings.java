package io.hypnos.settings;

import java.time.Duration;

/** Calls to addresses that users set: webhooks and the like. */
public record OutgoingSettings(
    @Setting(
            value = "false",
            doc =
                "Whether users may name addresses of this machine and of private networks; services"
                    + " that hand out credentials of the machine stay refused.")
        boolean allowPrivate,
    @Setting(value = "10s", min = "100ms", max = "1m", doc = "How long a name may take to resolve.")
        Duration resolveTimeout,
    @Setting(value = "5s", min = "100ms", max = "1m", doc = "How long a connection may take.")
        Duration connectTimeout) {}
