/** Connections to outside systems, as RememberOS speaks of them. */
package io.hypnos.api.rememberos.connect;
