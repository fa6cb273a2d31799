/** Spaces: the named rooms of a tenant. */
package io.hypnos.engine.space;
