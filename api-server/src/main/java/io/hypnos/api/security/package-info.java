/** Who calls, how often, and what the key may do. */
package io.hypnos.api.security;
