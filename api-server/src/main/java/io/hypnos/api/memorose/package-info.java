/** The Memorose dialect: users, streams and organizations below {@code /v1}. */
package io.hypnos.api.memorose;
