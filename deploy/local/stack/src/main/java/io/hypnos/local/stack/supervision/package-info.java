/** Starts processes, watches them, brings back what dies. */
package io.hypnos.local.stack.supervision;
