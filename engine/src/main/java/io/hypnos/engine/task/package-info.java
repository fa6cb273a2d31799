/** Things to be done, below goals. */
package io.hypnos.engine.task;
