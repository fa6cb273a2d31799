/**
 * Typed settings: every tunable of the product is a component of a record here, with its default
 * and its limits.
 */
package io.hypnos.settings;
