/**
 * Sleep: runs over a space that gather, condense and let go, with everything needed to undo them.
 */
package io.hypnos.engine.sleep;
