package io.hypnos.api.web;

import java.util.Map;

/**
 * What goes back for a failed request.
 *
 * @param body written as JSON
 */
public record ErrorAnswer(int status, Map<String, Object> body) {}
