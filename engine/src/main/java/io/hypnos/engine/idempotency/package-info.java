/** Requests that may come twice: the first answer is kept and given again. */
package io.hypnos.engine.idempotency;
