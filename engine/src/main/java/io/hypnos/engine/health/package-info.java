/** Whether the parts that the engine stands on answer. */
package io.hypnos.engine.health;
