/** Puts the API server together and starts it. */
package io.hypnos.api;
