/** Typed errors: a stable code, a category, and whether trying again can help. */
package io.hypnos.engine.error;
