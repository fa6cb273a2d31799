/**
 * The API described: an OpenAPI document a dialect, written by hand because the contracts are exact
 * where a generator guesses, and held to the routes by a test; and a page to read them.
 */
package io.hypnos.api.docs;
