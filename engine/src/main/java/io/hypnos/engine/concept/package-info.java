/**
 * The words a tenant thinks in and how strongly they are associated: learning, feedback, spreading
 * activation.
 */
package io.hypnos.engine.concept;
