/** What all dialects share at the door: paths, request ids, bodies, failures. */
package io.hypnos.api.web;
