/** The frame of a supervised process: it ends with its supervisor and says when it is ready. */
package io.hypnos.local.part;
