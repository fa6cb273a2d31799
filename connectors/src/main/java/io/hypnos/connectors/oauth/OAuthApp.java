package io.hypnos.connectors.oauth;

import io.hypnos.settings.Secret;

/** What a provider knows this installation as, and where it is asked. */
record OAuthApp(
    OAuthProvider provider,
    String clientId,
    Secret clientSecret,
    String authorizeUrl,
    String tokenUrl) {}
