/** How well memories served, and what is learned from it. */
package io.hypnos.engine.feedback;
