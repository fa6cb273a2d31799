/** Models that tell what pictures show and recordings say. */
package io.hypnos.engine.media;
